// SPDX-License-Identifier: Apache-2.0
package dev.atom.cli.posture;

import dev.atom.audit.chain.AuditEntry;
import dev.atom.audit.store.AuditQuery;
import dev.atom.audit.store.AuditReader;
import dev.atom.base.AtomException;
import dev.atom.base.ErrorCode;
import dev.atom.cli.instance.DataFolder;
import dev.atom.cli.instance.InstanceState;
import dev.atom.posture.manifest.Workload;
import dev.atom.storage.Database;
import dev.atom.storage.PostgresUrl;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// What the audit trail says of an agent around a time.
///
/// @param why empty when the trail was asked; else why not
/// @param counts entries by kind and ruling
/// @param identities who called, or was called for
/// @param endpoints what was called
/// @param decisions ids of decisions, to be looked at with `explain`
record AuditEvidence(
    String why,
    Map<String, Integer> counts,
    Set<String> identities,
    Set<String> endpoints,
    List<String> decisions) {
  private static final int ENTRIES_MAX = 1000;
  private static final int TOLD_MAX = 20;
  private static final String AGENT = "atom.io/agent-id";

  static AuditEvidence none(String why) {
    return new AuditEvidence(why, Map.of(), Set.of(), Set.of(), List.of());
  }

  /// Asks the named database, else the instance, else nobody.
  static AuditEvidence of(
      @Nullable String url, Path folder, Workload workload, Instant since, Instant until) {
    String agent = workload.podMetadata().at("labels", AGENT).scalar();
    Optional<String> asked =
        url != null
            ? Optional.of(url)
            : InstanceState.read(new DataFolder(folder)).map(InstanceState::database);
    if (asked.isEmpty()) {
      return none("no database was named, and no instance runs here");
    }
    if (agent.isEmpty()) {
      return none("the pods have no label " + AGENT + ": the trail knows agents by it");
    }
    try (Database database = Database.open(parse(asked.get()), "triage", 1)) {
      return read(new AuditReader(database), agent, since, until);
    } catch (AtomException e) {
      if (url != null) {
        throw e;
      }
      return none("the instance does not answer");
    }
  }

  private static PostgresUrl parse(String url) {
    try {
      return PostgresUrl.parse(url);
    } catch (IllegalArgumentException e) {
      throw new AtomException(ErrorCode.BAD_REQUEST, "--database: " + e.getMessage(), e);
    }
  }

  private static AuditEvidence read(
      AuditReader reader, String agent, Instant since, Instant until) {
    var query =
        new AuditQuery(
            0,
            0,
            AuditQuery.Who.agent(agent),
            AuditQuery.What.ANYTHING,
            new AuditQuery.Span(since, until),
            ENTRIES_MAX);
    Map<String, Integer> counts = new TreeMap<>();
    Set<String> identities = new TreeSet<>();
    Set<String> endpoints = new TreeSet<>();
    List<String> decisions = new ArrayList<>();
    for (AuditEntry entry : reader.page(query)) {
      var fact = entry.fact();
      counts.merge(fact.kind() + " " + fact.verdict().ruling(), 1, Integer::sum);
      add(identities, fact.subject().domainId() + "/" + fact.subject().agentId());
      add(identities, fact.call().remote());
      add(endpoints, (fact.call().method() + " " + fact.call().path()).strip());
      if (!fact.decisionId().isEmpty()
          && decisions.size() < TOLD_MAX
          && !decisions.contains(fact.decisionId())) {
        decisions.add(fact.decisionId());
      }
    }
    return new AuditEvidence("", counts, identities, endpoints, decisions);
  }

  private static void add(Set<String> to, String text) {
    if (!text.isEmpty() && to.size() < ENTRIES_MAX) {
      to.add(text);
    }
  }
}
