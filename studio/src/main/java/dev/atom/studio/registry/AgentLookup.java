// SPDX-License-Identifier: Apache-2.0
package dev.atom.studio.registry;

import dev.atom.studio.store.Agents;
import dev.atom.studio.store.Domains;
import dev.atom.studio.store.Scope;
import dev.atom.studio.store.Transaction;
import dev.atom.studio.wire.Exchange;
import java.util.Optional;
import java.util.UUID;

/// Finds the agent that a path `/api/domains/{d}/agents/{a}` names, each by id or name. What is out
/// of scope is not found; the domain itself may be another's.
final class AgentLookup {
  private AgentLookup() {}

  static Optional<Agents.Agent> find(Transaction tx, Scope scope, Exchange exchange) {
    return Domains.find(tx, Scope.everything(), exchange.parameter("d"))
        .flatMap(domain -> Agents.find(tx, scope, domain.id(), exchange.parameter("a")));
  }

  /// The same for a change: the agent's row is held until the transaction ends, and agents of a
  /// deleted domain are not found.
  static Optional<Agents.Agent> locked(Transaction tx, Scope scope, Exchange exchange) {
    return Domains.find(tx, Scope.everything(), exchange.parameter("d"))
        .filter(Domains.Domain::active)
        .flatMap(domain -> Agents.locked(tx, scope, domain.id(), exchange.parameter("a")));
  }

  static boolean isTaken(Transaction tx, UUID domain, String name) {
    return Agents.find(tx, Scope.everything(), domain, name).isPresent();
  }
}
