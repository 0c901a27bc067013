// SPDX-License-Identifier: Apache-2.0
package dev.atom.gate.record;

import dev.atom.audit.AuditEvent;
import dev.atom.audit.AuditEvent.Subject;
import dev.atom.audit.AuditEvent.Verdict;
import dev.atom.audit.AuditReceipt;
import dev.atom.audit.AuditTrail;
import dev.atom.audit.Durability;
import dev.atom.audit.EventKind;
import dev.atom.audit.Ruling;
import dev.atom.gate.Call;
import dev.atom.gate.Denial;
import dev.atom.gate.DenyReason;
import dev.atom.gate.GatePipeline.Permitted;
import dev.atom.gate.GatePipeline.Refused;
import dev.atom.gate.Problems;
import dev.atom.gate.RequestHead;
import dev.atom.gate.World;
import dev.atom.gate.admission.LimitReading;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Writes down what GATE decided and what came of it.
///
/// Never blocks; each method answers when the entry is durable, or fails when it cannot be within
/// the trail's bounded wait. Safe on any thread.
public final class GateRecords {
  private static final Logger LOG = LoggerFactory.getLogger(GateRecords.class);
  private static final String LISTENER = "gate";

  /// Refused for the credential itself.
  private static final Set<DenyReason> CREDENTIAL =
      EnumSet.of(
          DenyReason.MISSING_TOKEN,
          DenyReason.INVALID_TOKEN,
          DenyReason.TOKEN_EXPIRED,
          DenyReason.TOKEN_REVOKED,
          DenyReason.TOO_MANY_FAILURES);

  /// Refused for reaching into what is another's.
  private static final Set<DenyReason> BORDER =
      EnumSet.of(DenyReason.DOMAIN_MISMATCH, DenyReason.AGENT_MISMATCH);

  private final AuditTrail trail;
  private final DecisionIds ids;
  private final Durability durability;
  private volatile @Nullable Revisions revisions;

  /// @param durability of decisions and refusals; outcomes are always batched
  public GateRecords(AuditTrail trail, DecisionIds ids, Durability durability) {
    this.trail = trail;
    this.ids = ids;
    this.durability = durability;
  }

  /// A new decision's id.
  public UUID nextId() {
    return ids.next();
  }

  /// A permitted request, before its first byte goes upstream.
  public CompletableFuture<AuditReceipt> decided(
      UUID id, RequestHead head, Permitted permitted, Call call, LimitReading limit, World world) {
    var details =
        described(call, limit, world)
            .put("subject", permitted.caller().subject())
            .put("route", permitted.route().target().label())
            .putAll("rules", permitted.rules());
    return trail.append(
        new AuditEvent(
            id,
            EventKind.DECISION,
            id.toString(),
            permitted.caller().recorded(),
            call(head),
            new Verdict(Ruling.ALLOW, "", 0, -1),
            details.end(),
            permitted.call().askedJson()),
        durability);
  }

  /// What came of a permitted request: one entry after its last byte.
  ///
  /// @param ending `complete`, or what cut it short
  public CompletableFuture<AuditReceipt> finished(
      UUID id,
      RequestHead head,
      Permitted permitted,
      int status,
      long latencyMicros,
      Bodies bodies,
      String ending) {
    var details = new JsonText().put("ending", ending).put("response_bytes", bodies.answered());
    bodies.describe(details);
    return trail
        .append(
            new AuditEvent(
                ids.next(),
                EventKind.OUTCOME,
                id.toString(),
                permitted.caller().recorded(),
                call(head),
                new Verdict(Ruling.ALLOW, "", status, latencyMicros),
                details.end(),
                ""),
            Durability.BATCHED)
        .whenComplete((_, failure) -> {
          if (failure != null) {
            LOG.error("what came of decision {} is not on record", id, failure);
          }
        });
  }

  /// A refused request: its only entry, before the caller is told.
  public CompletableFuture<AuditReceipt> refused(
      UUID id,
      RequestHead head,
      Refused refused,
      @Nullable Call call,
      @Nullable LimitReading limit,
      World world,
      long latencyMicros) {
    Denial denial = refused.denial();
    var details =
        described(call, limit, world)
            .put("subject", refused.caller().subject())
            .put("stage", denial.stage().label())
            .put("message", denial.message())
            .put("detail", denial.detail())
            .putAll("rules", denial.rules());
    return trail.append(
        new AuditEvent(
            id,
            kind(denial.reason()),
            id.toString(),
            refused.caller().recorded(),
            call(head),
            new Verdict(
                Ruling.DENY,
                denial.reason().code(),
                Problems.form(denial.reason()).status(),
                latencyMicros),
            details.end(),
            refused.policyInput()),
        durability);
  }

  private static EventKind kind(DenyReason reason) {
    if (CREDENTIAL.contains(reason)) {
      return EventKind.AUTH_FAILURE;
    }
    return BORDER.contains(reason) ? EventKind.SCOPE_VIOLATION : EventKind.REFUSAL;
  }

  /// So many refusals of one source or caller for one reason, counted instead of written one by
  /// one; all of them were told the id of this entry.
  public CompletableFuture<AuditReceipt> counted(
      CountedRefusals.Row row, CountedRefusals.Count count) {
    var details =
        new JsonText()
            .put("count", count.number())
            .put("from", count.first().toString())
            .put("to", count.last().toString());
    if (!row.subject().isEmpty()) {
      details.put("subject", row.subject());
    }
    return trail.append(
        new AuditEvent(
            ids.next(),
            EventKind.AGGREGATE,
            count.id().toString(),
            row.who(),
            new AuditEvent.Call(LISTENER, row.source(), "", ""),
            new Verdict(Ruling.DENY, row.reason(), 0, -1),
            details.end(),
            ""),
        Durability.STRICT);
  }

  /// A policy set came into force.
  public void policyLoaded(String revision) {
    note(EventKind.POLICY_LOADED, new JsonText().put("revision", revision));
  }

  /// A policy set could not be used; another stays in force.
  public void policyRejected(String digest, List<String> problems, String inForce) {
    note(
        EventKind.POLICY_REJECTED,
        new JsonText()
            .put("revision", digest)
            .put("in_force", inForce)
            .putAll("problems", problems));
  }

  /// The shared count of requests was lost, or came back.
  public void limiterDegraded(boolean degraded, String why) {
    note(EventKind.LIMITER_DEGRADED, new JsonText().put("degraded", degraded).put("why", why));
  }

  /// The process serves, with the configuration of this digest.
  public CompletableFuture<AuditReceipt> startup(World world, String configDigest) {
    note(
        EventKind.CONFIG_LOADED,
        new JsonText().put("process", LISTENER).put("config", configDigest));
    return event(
        EventKind.STARTUP,
        Subject.NONE,
        AuditEvent.Call.NONE,
        Verdict.NONE,
        described(null, null, world).put("process", LISTENER));
  }

  /// The process stops serving.
  public CompletableFuture<AuditReceipt> shutdown() {
    return event(
        EventKind.SHUTDOWN,
        Subject.NONE,
        AuditEvent.Call.NONE,
        Verdict.NONE,
        new JsonText().put("process", LISTENER));
  }

  /// An event that nobody waits for: a trail that cannot take it makes GATE unready by itself.
  private void note(EventKind kind, JsonText details) {
    var _ = event(kind, Subject.NONE, AuditEvent.Call.NONE, Verdict.NONE, details);
  }

  private CompletableFuture<AuditReceipt> event(
      EventKind kind, Subject who, AuditEvent.Call call, Verdict verdict, JsonText details) {
    return trail.append(
        new AuditEvent(ids.next(), kind, "", who, call, verdict, details.end(), ""),
        Durability.STRICT);
  }

  private static AuditEvent.Call call(RequestHead head) {
    return new AuditEvent.Call(LISTENER, head.source(), head.method(), head.path());
  }

  /// What every decision rested on: the world's revisions, and the reading of the limiter.
  private JsonText described(@Nullable Call call, @Nullable LimitReading limit, World world) {
    var details = JsonText.beginningWith(revisions(world));
    if (call instanceof Call.Model(var model, var streamed)) {
      details.put("model", model).put("streamed", streamed);
    }
    if (limit != null) {
      details.put("limit", limit.limit()).put("remaining", limit.remaining());
    }
    return details;
  }

  /// The world's revisions as members of a JSON object; written once for as long as they last.
  private String revisions(World world) {
    Revisions known = revisions;
    if (known == null || !known.areOf(world)) {
      known = Revisions.of(world);
      revisions = known;
    }
    return known.members();
  }

  private record Revisions(long control, String policy, String keys, String members) {
    static Revisions of(World world) {
      long control = world.control().revision();
      String policy = world.policy().revision();
      String keys = world.authenticator().keysDigest();
      var text = new JsonText().put("control", control).put("policy", policy).put("keys", keys);
      return new Revisions(control, policy, keys, text.members());
    }

    boolean areOf(World world) {
      return control == world.control().revision()
          && policy.equals(world.policy().revision())
          && keys.equals(world.authenticator().keysDigest());
    }
  }
}
