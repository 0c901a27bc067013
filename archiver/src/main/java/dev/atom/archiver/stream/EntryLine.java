// SPDX-License-Identifier: Apache-2.0
package dev.atom.archiver.stream;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.atom.audit.chain.AuditEntry;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/// An entry as one JSON object in the form of an export (`docs/audit-format.md`): all columns, so
/// that any verifier of the format can check it. The payload stays in the database: it has a life
/// of its own, and the chain commits to it.
final class EntryLine {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ISO_OFFSET_DATE_TIME.withZone(ZoneOffset.UTC);

  private EntryLine() {}

  static String of(AuditEntry entry) {
    var position = entry.position();
    var fact = entry.fact();
    var hashes = entry.hashes();
    var json = JsonNodeFactory.instance.objectNode();
    json.put("id", position.seq());
    json.put("format", position.format());
    json.put("segment", position.segment());
    json.put("key_id", position.keyId());
    json.put("event_id", fact.eventId().toString());
    json.put("recorded_at", TIME.format(entry.recordedAt()));
    json.put("kind", fact.kind());
    json.put("decision_id", fact.decisionId());
    json.put("domain_id", fact.subject().domainId());
    json.put("agent_id", fact.subject().agentId());
    json.put("token_type", fact.subject().tokenType());
    json.put("caller_token_hash", fact.subject().callerTokenHash());
    json.put("listener", fact.call().listener());
    json.put("remote", fact.call().remote());
    json.put("method", fact.call().method());
    json.put("path", fact.call().path());
    json.put("ruling", fact.verdict().ruling());
    json.put("reason", fact.verdict().reason());
    json.put("status_code", fact.verdict().statusCode());
    json.put("latency_us", fact.verdict().latencyMicros());
    json.put("details", fact.details());
    json.put("payload_hash", hashes.payloadHash());
    json.put("prev_hash", hashes.prevHash());
    json.put("chain_hash", hashes.chainHash());
    json.putNull("nonce");
    json.putNull("payload");
    return json.toString();
  }
}
