// SPDX-License-Identifier: Apache-2.0
package dev.atom.archiver.stream;

import dev.atom.audit.EventKind;
import dev.atom.audit.chain.AuditEntry;
import dev.atom.stream.sink.AuditRecord;
import dev.atom.stream.sink.AuditRecord.Action;
import dev.atom.stream.sink.AuditRecord.Extra;
import java.util.List;
import java.util.Optional;

/// What the sinks get to know of an entry.
final class EntryRecords {
  private static final String EXECUTED = "query_executed";

  private EntryRecords() {}

  static AuditRecord of(AuditEntry entry) {
    var fact = entry.fact();
    return new AuditRecord(
        fact.eventId().toString(),
        fact.kind().equals(EventKind.OUTCOME.stored()) ? EXECUTED : fact.kind(),
        Math.max(0, entry.recordedAt().getEpochSecond()),
        action(entry),
        principal(entry),
        extras(entry));
  }

  private static boolean isAdminAction(AuditEntry entry) {
    return entry.fact().kind().equals(EventKind.ADMIN_ACTION.stored());
  }

  /// An action of the control plane names its target; a call its route; all else the process.
  private static Action action(AuditEntry entry) {
    var fact = entry.fact();
    var call = fact.call();
    if (isAdminAction(entry)) {
      var details = Details.of(fact.details());
      String name = details.path("action").asText(fact.kind());
      int dot = name.indexOf('.');
      return new Action(
          word(name, fact.kind()),
          word(dot > 0 ? name.substring(0, dot) : name, "control-plane"),
          details.path("target").asText());
    }
    if (!call.path().isEmpty()) {
      return new Action(word(call.method(), fact.kind()), "route", call.path());
    }
    return new Action(fact.kind(), "process", call.listener());
  }

  private static String word(String text, String otherwise) {
    return text.isBlank() ? otherwise : text;
  }

  private static Optional<String> principal(AuditEntry entry) {
    String actor =
        isAdminAction(entry)
            ? Details.of(entry.fact().details()).path("actor").asText()
            : entry.fact().subject().agentId();
    return actor.isEmpty() ? Optional.empty() : Optional.of(actor);
  }

  private static List<Extra> extras(AuditEntry entry) {
    var fact = entry.fact();
    return List.of(
        new Extra.Count("seq", entry.seq()),
        new Extra.Count("segment", entry.position().segment()),
        new Extra.Text("chain_hash", entry.hashes().chainHash()),
        new Extra.Text("kind", fact.kind()),
        new Extra.Text("decision_id", fact.decisionId()),
        new Extra.Text("domain_id", fact.subject().domainId()),
        new Extra.Text("agent_id", fact.subject().agentId()),
        new Extra.Text("listener", fact.call().listener()),
        new Extra.Text("method", fact.call().method()),
        new Extra.Text("path", fact.call().path()),
        new Extra.Text("ruling", fact.verdict().ruling()),
        new Extra.Text("reason", fact.verdict().reason()),
        new Extra.Count("status_code", fact.verdict().statusCode()),
        new Extra.Count("latency_us", fact.verdict().latencyMicros()));
  }
}
