// SPDX-License-Identifier: Apache-2.0
package dev.atom.llm;

import dev.atom.audit.AuditEvent;
import dev.atom.audit.AuditEvent.Call;
import dev.atom.audit.AuditEvent.Subject;
import dev.atom.audit.AuditEvent.Verdict;
import dev.atom.audit.AuditTrail;
import dev.atom.audit.Durability;
import dev.atom.audit.EventKind;
import dev.atom.audit.Ruling;
import io.vertx.core.json.JsonObject;
import java.util.UUID;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Writes what happened here to the audit trail: what was used, and who was refused. Never a word
/// of a message. An event that the trail does not take is an error in the log.
final class Ledger {
  private static final Logger LOG = LoggerFactory.getLogger(Ledger.class);
  private static final String LISTENER = "llm";

  private final AuditTrail trail;
  private final RandomGenerator random;

  Ledger(AuditTrail trail, RandomGenerator random) {
    this.trail = trail;
    this.random = random;
  }

  /// Whether usage can be recorded now.
  boolean open() {
    return trail.available();
  }

  /// A call that a provider was asked for.
  ///
  /// @param status what the client gets; 499 when it did not wait
  /// @param reason the stable code of a failure, empty for none
  /// @param keyHash SHA-256 of the opened virtual key
  record Use(
      String provider,
      Provider.Question question,
      Usage usage,
      int status,
      String reason,
      String keyHash,
      long latencyMicros) {}

  void used(Exchange exchange, Use use) {
    var details =
        new JsonObject()
            .put("model", use.question().model())
            .put("provider", use.provider())
            .put("streamed", use.question().streamed())
            .put("prompt_tokens", Math.max(0, use.usage().promptTokens()))
            .put("completion_tokens", Math.max(0, use.usage().completionTokens()))
            .put("counted", use.usage().promptTokens() >= 0)
            .put("latency_ms", use.latencyMicros() / 1000)
            .put("success", use.status() == 200)
            .put("finish", use.usage().finish());
    var subject = new Subject(exchange.domainId(), exchange.agentId(), "agent", use.keyHash());
    var verdict = new Verdict(Ruling.NONE, use.reason(), use.status(), use.latencyMicros());
    append(EventKind.MODEL_USAGE, exchange, subject, verdict, details);
  }

  /// A call that was refused before any provider.
  void refused(EventKind kind, Exchange exchange, String reason, int status, long latencyMicros) {
    var subject = new Subject(exchange.domainId(), exchange.agentId(), "", "");
    var verdict = new Verdict(Ruling.DENY, reason, status, latencyMicros);
    append(kind, exchange, subject, verdict, new JsonObject().put("client", exchange.client()));
  }

  /// Bytes that are no request, or a connection that broke the rules.
  void unreadable(String remote, String client, String why) {
    append(
        new AuditEvent(
            id(),
            EventKind.REFUSAL,
            "",
            Subject.NONE,
            new Call(LISTENER, remote, "", ""),
            new Verdict(
                Ruling.DENY,
                LlmError.MALFORMED_REQUEST.code(),
                LlmError.MALFORMED_REQUEST.status(),
                -1),
            new JsonObject().put("client", client).put("detail", why).encode(),
            ""),
        Durability.BATCHED);
  }

  /// The process starts or stops.
  void process(EventKind kind, JsonObject details) {
    append(
        new AuditEvent(
            id(),
            kind,
            "",
            Subject.NONE,
            new Call(LISTENER, "", "", ""),
            Verdict.NONE,
            details.encode(),
            ""),
        Durability.STRICT);
  }

  private void append(
      EventKind kind, Exchange exchange, Subject subject, Verdict verdict, JsonObject details) {
    var call =
        new Call(LISTENER, exchange.remote(), exchange.request().method().name(), exchange.path());
    append(
        new AuditEvent(
            id(), kind, exchange.decisionId(), subject, call, verdict, details.encode(), ""),
        Durability.BATCHED);
  }

  private void append(AuditEvent event, Durability durability) {
    var _ =
        trail
            .append(event, durability)
            .whenComplete((_, failure) -> {
              if (failure != null) {
                LOG.atError()
                    .addKeyValue("event", "audit_failed")
                    .addKeyValue("kind", event.kind().stored())
                    .addKeyValue("decision_id", event.decisionId())
                    .setCause(failure)
                    .log("an event is not in the audit trail");
              }
            });
  }

  private UUID id() {
    long high = (random.nextLong() & ~0xF000L) | 0x4000L;
    long low = (random.nextLong() & 0x3FFFFFFFFFFFFFFFL) | 0x8000000000000000L;
    return new UUID(high, low);
  }
}
