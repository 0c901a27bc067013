// SPDX-License-Identifier: Apache-2.0
package dev.atom.studio.journal;

import dev.atom.audit.AuditEvent;
import dev.atom.audit.AuditTrail;
import dev.atom.audit.Durability;
import dev.atom.audit.EventKind;
import dev.atom.audit.Ruling;
import dev.atom.studio.access.Caller;
import dev.atom.studio.wire.Exchange;
import dev.atom.studio.wire.Json;
import dev.atom.studio.wire.Problem;
import dev.atom.studio.wire.Reply;
import dev.atom.studio.wire.Uuids;
import java.io.Serial;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Words what happens at this listener as audit events and waits until they are durable.
public final class Journal {
  private static final Logger LOG = LoggerFactory.getLogger(Journal.class);
  private static final String LISTENER = "studio";
  private static final int SEGMENT_MAX = 100;

  private final AuditTrail trail;
  private final RefusalFlood flood;
  private final InstantSource clock;
  private final RandomGenerator random;

  public Journal(
      AuditTrail trail, RefusalFlood flood, InstantSource clock, RandomGenerator random) {
    this.trail = trail;
    this.flood = flood;
    this.clock = clock;
    this.random = random;
  }

  /// Writes down a change that is about to be committed.
  ///
  /// @param session the login it was made in, empty for none
  void intended(Exchange exchange, Entry entry, String session) {
    var outcome = new AuditEvent.Verdict(Ruling.ALLOW, entry.action(), 0, latency(exchange));
    Map<String, Object> more = session.isEmpty() ? Map.of() : Map.of("session", session);
    append(action(exchange, entry, outcome, more));
  }

  /// Writes down that a change with an entry was not committed after all, or that nobody knows.
  void ended(Exchange exchange, Entry entry, Fate fate, Throwable why, Durability durability) {
    var outcome = new AuditEvent.Verdict(Ruling.NONE, fate.stored(), 0, latency(exchange));
    try {
      append(action(exchange, entry, outcome, Map.of("outcome", fate.stored())), durability);
    } catch (AuditUnavailable e) {
      e.addSuppressed(why);
      LOG.error(
          "{} of {} has an entry under decision {} and ended as {}, which could not be written"
              + " down",
          entry.action(),
          entry.target(),
          exchange.decisionId(),
          fate.stored(),
          e);
    }
  }

  /// Writes down that somebody read the trail, or what credentials there are, before they see it.
  ///
  /// @param kind TRAIL_READ, EXPORT or SECRETS_LISTED
  /// @param what the way of reading
  /// @throws Unwritten when it cannot be
  public void read(
      EventKind kind, Exchange exchange, Caller caller, String what, Map<String, Object> facts) {
    var details = new TreeMap<String, Object>(facts);
    details.put("actor", caller.userId().toString());
    var event =
        new AuditEvent(
            Uuids.random(random),
            kind,
            exchange.decisionId(),
            new AuditEvent.Subject("", "", "human", exchange.tokenHash()),
            call(exchange),
            new AuditEvent.Verdict(Ruling.ALLOW, what, 0, latency(exchange)),
            Json.write(details),
            "");
    try {
      append(event);
    } catch (AuditUnavailable e) {
      throw new Unwritten(e);
    }
  }

  /// The trail did not take an entry that must be there before the call is answered.
  public static final class Unwritten extends RuntimeException {
    @Serial private static final long serialVersionUID = 1L;

    Unwritten(AuditUnavailable cause) {
      super(cause.getMessage(), cause);
    }
  }

  /// Writes down a refused call before it is answered. The refusal stands even when that fails.
  ///
  /// @return the id under which it is on record
  public String refused(Exchange exchange, Optional<Caller> caller, Reply.Refused refusal) {
    var counted =
        caller.isEmpty()
            ? flood.countedUnder(exchange.decisionId(), exchange.remote(), exchange.now())
            : Optional.<String>empty();
    return counted.orElseGet(() -> listed(exchange, caller, refusal));
  }

  private String listed(Exchange exchange, Optional<Caller> caller, Reply.Refused refusal) {
    var problem = refusal.problem();
    var notes = new TreeMap<String, Object>(refusal.notes());
    caller.ifPresent(known -> notes.put("actor", known.userId().toString()));
    notes.put("detail", problem.detail());
    try {
      append(
          new AuditEvent(
              Uuids.random(random),
              kind(problem.code()),
              exchange.decisionId(),
              new AuditEvent.Subject(
                  "", "", caller.isPresent() ? "human" : "", exchange.tokenHash()),
              call(exchange),
              new AuditEvent.Verdict(
                  Ruling.DENY, problem.code().text(), problem.code().status(), latency(exchange)),
              Json.write(notes),
              ""),
          // the trail has just made its caller wait in vain: once is enough
          problem.code() == Problem.Code.AUDIT_UNAVAILABLE
              ? Durability.BATCHED
              : Durability.STRICT);
    } catch (AuditUnavailable e) {
      LOG.error("refusal {} has no audit entry", exchange.decisionId(), e);
    }
    return exchange.decisionId();
  }

  /// Writes down counts of the refusals that were too many to list, of the windows that are over.
  public void flushCounted() {
    flushCounted(clock.instant());
  }

  /// The same for windows that are still open, before the process stops.
  public void flushAllCounted() {
    flushCounted(Instant.MAX);
  }

  private void flushCounted(Instant until) {
    for (RefusalFlood.Count count : flood.drain(until)) {
      var details =
          Map.of(
              "count",
              count.refusals(),
              "from",
              count.since(),
              "to",
              count.last(),
              "what",
              "anonymous refusals");
      try {
        append(
            new AuditEvent(
                Uuids.random(random),
                EventKind.AGGREGATE,
                count.id(),
                AuditEvent.Subject.NONE,
                new AuditEvent.Call(LISTENER, count.source(), "", ""),
                AuditEvent.Verdict.NONE,
                Json.write(details),
                ""));
      } catch (AuditUnavailable e) {
        LOG.error("{} refusals of {} stay uncounted", count.refusals(), count.source(), e);
      }
    }
  }

  /// Writes down something about this process itself.
  ///
  /// @throws dev.atom.base.AtomException STORAGE_UNAVAILABLE when it cannot be
  public void process(EventKind kind, Map<String, Object> details) {
    var call = new AuditEvent.Call(LISTENER, "", "", "");
    try {
      append(process(kind, call, Json.write(details)));
    } catch (AuditUnavailable e) {
      throw new dev.atom.base.AtomException(
          dev.atom.base.ErrorCode.STORAGE_UNAVAILABLE, String.valueOf(e.getMessage()), e);
    }
  }

  private AuditEvent process(EventKind kind, AuditEvent.Call call, String details) {
    return new AuditEvent(
        Uuids.random(random),
        kind,
        "",
        AuditEvent.Subject.NONE,
        call,
        AuditEvent.Verdict.NONE,
        details,
        "");
  }

  private AuditEvent action(
      Exchange exchange, Entry entry, AuditEvent.Verdict verdict, Map<String, Object> more) {
    var details = new TreeMap<String, Object>(more);
    details.put("action", entry.action());
    details.put("actor", entry.actor());
    details.put("target", entry.target());
    details.put("changed", entry.changed());
    if (!entry.before().isEmpty() || !entry.after().isEmpty()) {
      details.put("before", entry.before());
      details.put("after", entry.after());
    }
    return new AuditEvent(
        Uuids.random(random),
        EventKind.ADMIN_ACTION,
        exchange.decisionId(),
        new AuditEvent.Subject(entry.domainId(), entry.agentId(), "human", exchange.tokenHash()),
        call(exchange),
        verdict,
        Json.write(details),
        "");
  }

  private static EventKind kind(Problem.Code code) {
    return code.isAuthenticationFailure() ? EventKind.AUTH_FAILURE : EventKind.REFUSAL;
  }

  private static AuditEvent.Call call(Exchange exchange) {
    return new AuditEvent.Call(
        LISTENER, exchange.remote(), exchange.method(), shortened(exchange.path()));
  }

  /// The path without segments that are longer than any name or id: somebody may have put a token
  /// where none belongs.
  static String shortened(String path) {
    if (path.length() <= SEGMENT_MAX) {
      return path;
    }
    var parts = path.split("/", -1);
    for (int i = 0; i < parts.length; i++) {
      if (parts[i].length() > SEGMENT_MAX) {
        parts[i] = "<" + parts[i].length() + " characters>";
      }
    }
    return String.join("/", parts);
  }

  private long latency(Exchange exchange) {
    return Math.max(0, Duration.between(exchange.now(), clock.instant()).toNanos() / 1000);
  }

  private void append(AuditEvent event) {
    append(event, Durability.STRICT);
  }

  private void append(AuditEvent event, Durability durability) {
    try {
      trail.append(event, durability).get();
    } catch (ExecutionException e) {
      throw new AuditUnavailable(e.getCause() == null ? e : e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AuditUnavailable(e);
    }
  }
}
