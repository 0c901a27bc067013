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
  void intended(Exchange exchange, Entry entry) {
    var outcome = new AuditEvent.Verdict(Ruling.ALLOW, entry.action(), 0, latency(exchange));
    append(action(exchange, entry, outcome, Map.of()));
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

  /// Writes down a refused call before it is answered. The refusal stands even when that fails.
  public void refused(Exchange exchange, Optional<Caller> caller, Reply.Refused refusal) {
    if (caller.isEmpty() && !flood.lists(exchange.remote(), exchange.now())) {
      return;
    }
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
          Map.of("count", count.refusals(), "since", count.since(), "what", "anonymous refusals");
      try {
        append(
            process(
                EventKind.AGGREGATE,
                new AuditEvent.Call(LISTENER, count.source(), "", ""),
                Json.write(details)));
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
