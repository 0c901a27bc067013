// SPDX-License-Identifier: Apache-2.0
package dev.atom.archiver.stream;

import dev.atom.audit.EventKind;
import dev.atom.audit.chain.AuditEntry;
import dev.atom.stream.StreamRecord;
import java.util.Optional;

/// What a model call used, as `atom.llm` tells it: the fields that cost reports read, and the
/// number of the entry that proves them.
final class ModelUse {
  private ModelUse() {}

  /// The record of an entry; empty when the entry is about something else.
  static Optional<StreamRecord> of(AuditEntry entry) {
    var fact = entry.fact();
    if (!fact.kind().equals(EventKind.MODEL_USAGE.stored())) {
      return Optional.empty();
    }
    var details = Details.of(fact.details());
    var json = AgentRecord.begin(entry);
    json.put("model", details.path("model").asText());
    json.put("prompt_tokens", details.path("prompt_tokens").asLong());
    json.put("completion_tokens", details.path("completion_tokens").asLong());
    json.put("latency_ms", details.path("latency_ms").asLong());
    json.put("success", details.path("success").asBoolean());
    return Optional.of(AgentRecord.end(Topic.LLM, entry, json));
  }
}
