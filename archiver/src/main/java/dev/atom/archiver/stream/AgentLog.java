// SPDX-License-Identifier: Apache-2.0
package dev.atom.archiver.stream;

import dev.atom.audit.EventKind;
import dev.atom.audit.chain.AuditEntry;
import dev.atom.stream.StreamRecord;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What happened to the calls of an agent, as `atom.agent.logs` tells it: one line for people and
/// for a live view, in the simple form. No content of a call is in it.
final class AgentLog {
  private static final Map<String, EventKind> KINDS =
      Stream.of(
              EventKind.DECISION,
              EventKind.OUTCOME,
              EventKind.REFUSAL,
              EventKind.AUTH_FAILURE,
              EventKind.SCOPE_VIOLATION,
              EventKind.AGGREGATE,
              EventKind.MODEL_USAGE)
          .collect(Collectors.toUnmodifiableMap(EventKind::stored, kind -> kind));

  private AgentLog() {}

  /// The record of an entry; empty when it is not about a call of an agent.
  static Optional<StreamRecord> of(AuditEntry entry) {
    var fact = entry.fact();
    EventKind kind = KINDS.get(fact.kind());
    if (kind == null || fact.subject().agentId().isEmpty()) {
      return Optional.empty();
    }
    var json = AgentRecord.begin(entry);
    json.put("source", fact.call().listener());
    json.put("level", level(kind, fact.verdict().statusCode()));
    json.put("message", message(kind, entry));
    return Optional.of(AgentRecord.end(Topic.AGENT_LOGS, entry, json));
  }

  private static String level(EventKind kind, int status) {
    return switch (kind) {
      case REFUSAL, AUTH_FAILURE, SCOPE_VIOLATION, AGGREGATE -> "warn";
      default -> status >= 500 ? "error" : status >= 400 ? "warn" : "info";
    };
  }

  private static String message(EventKind kind, AuditEntry entry) {
    var call = entry.fact().call();
    var verdict = entry.fact().verdict();
    var details = Details.of(entry.fact().details());
    String what = call.method() + " " + call.path();
    return switch (kind) {
      case DECISION -> what + " let through";
      case OUTCOME ->
          "%s answered %d, %s"
              .formatted(what, verdict.statusCode(), details.path("ending").asText("complete"));
      case AGGREGATE -> details.path("count").asLong() + " more calls refused: " + verdict.reason();
      case MODEL_USAGE ->
          "model %s used %d and %d tokens"
              .formatted(
                  details.path("model").asText(),
                  details.path("prompt_tokens").asLong(),
                  details.path("completion_tokens").asLong());
      default -> what + " refused: " + verdict.reason();
    };
  }
}
