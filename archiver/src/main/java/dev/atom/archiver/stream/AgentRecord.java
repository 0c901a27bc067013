// SPDX-License-Identifier: Apache-2.0
package dev.atom.archiver.stream;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.atom.audit.chain.AuditEntry;
import dev.atom.stream.Bytes;
import dev.atom.stream.StreamRecord;

/// What the topics about agents have in common: when, which agent, and the number of the entry that
/// proves it.
final class AgentRecord {
  private AgentRecord() {}

  static ObjectNode begin(AuditEntry entry) {
    var json = JsonNodeFactory.instance.objectNode();
    json.put("timestamp", entry.recordedAt().toString());
    json.put("seq", entry.seq());
    json.put("decision_id", entry.fact().decisionId());
    json.put("domain_id", entry.fact().subject().domainId());
    json.put("agent_id", entry.fact().subject().agentId());
    return json;
  }

  static StreamRecord end(Topic topic, AuditEntry entry, ObjectNode json) {
    return new StreamRecord(
        topic.wire(), entry.fact().subject().agentId(), Bytes.utf8(json.toString()));
  }
}
