// SPDX-License-Identifier: Apache-2.0
package dev.atom.studio.registry;

import dev.atom.studio.journal.StateDigest;
import dev.atom.studio.store.AgentTokens;
import dev.atom.studio.store.Agents;
import dev.atom.studio.store.Domains;
import dev.atom.studio.store.Transaction;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;

/// Domains, agents and tokens as the trail fingerprints them: [StateDigest]s.
final class States {
  private States() {}

  /// What an agent may do, where it runs and whether it does. Times and tokens are not in it.
  static String of(Agents.Agent agent) {
    var state = new TreeMap<String, Object>(SettingsChange.fields(agent));
    state.put("id", agent.id().toString());
    state.put("domain_id", agent.domainId().toString());
    state.put("owner", agent.owner().map(UUID::toString).orElse(""));
    return StateDigest.of(state);
  }

  static String of(Domains.Domain domain, boolean active) {
    return StateDigest.of(
        Map.of(
            "id", domain.id().toString(),
            "name", domain.name(),
            "owner", domain.owner().map(UUID::toString).orElse(""),
            "active", active));
  }

  /// Which tokens an agent has, and which of them stand.
  static String tokens(Transaction tx, UUID agent) {
    return StateDigest.of(
        AgentTokens.ofAgent(tx, agent).stream()
            .collect(
                Collectors.toMap(
                    AgentTokens.AgentToken::hash,
                    token -> token.revokedAt().isPresent() ? "revoked" : token.kind().written())));
  }
}
