// SPDX-License-Identifier: Apache-2.0
package dev.atom.archiver.stream;

import dev.atom.audit.EventKind;
import dev.atom.audit.Ruling;
import dev.atom.audit.chain.AuditEntry;
import dev.atom.stream.StreamRecord;
import java.util.Map;
import java.util.Optional;

/// What was done to an agent in the control plane, as `atom.deployments` tells it: who, what, and
/// digests of the agent before and after. An action is written down before it is committed; a
/// record with an `outcome` says that the one before of the same `decision_id` was not, or may not
/// have been.
final class AgentChange {
  private static final Map<String, String> EVENTS =
      Map.of(
          "agent.create", "agent_created",
          "agent.change", "agent_changed",
          "agent.suspend", "agent_suspended",
          "agent.resume", "agent_resumed",
          "agent.delete", "agent_deleted");

  private AgentChange() {}

  /// The record of an entry; empty when it is about something else.
  static Optional<StreamRecord> of(AuditEntry entry) {
    var fact = entry.fact();
    if (!fact.kind().equals(EventKind.ADMIN_ACTION.stored())) {
      return Optional.empty();
    }
    var details = Details.of(fact.details());
    String event = EVENTS.get(details.path("action").asText());
    if (event == null) {
      return Optional.empty();
    }
    var json = AgentRecord.begin(entry);
    json.put("event", event);
    json.put("source", fact.call().listener());
    json.put("actor", details.path("actor").asText());
    json.put("before", details.path("before").asText());
    json.put("after", details.path("after").asText());
    if (!fact.verdict().ruling().equals(Ruling.ALLOW.stored())) {
      json.put("outcome", details.path("outcome").asText());
    }
    return Optional.of(AgentRecord.end(Topic.DEPLOYMENTS, entry, json));
  }
}
