// SPDX-License-Identifier: Apache-2.0
package dev.atom.studio.registry;

import dev.atom.studio.journal.Journal;
import dev.atom.studio.journal.Ledger;
import dev.atom.studio.token.TokenIssuer;
import dev.atom.studio.token.VirtualKeys;
import java.util.List;
import java.util.random.RandomGenerator;

/// The parts of this package, put together.
public record RegistryRoom(DomainDesk domains, AgentDesk agents, TokenDesk tokens) {

  /// @param random cryptographically strong
  /// @param defaultModels what an agent may use when its creator does not say
  public static RegistryRoom open(
      Ledger ledger,
      Journal journal,
      TokenIssuer issuer,
      VirtualKeys virtualKeys,
      RandomGenerator random,
      List<String> defaultModels) {
    return new RegistryRoom(
        new DomainDesk(ledger, random),
        new AgentDesk(ledger, issuer, virtualKeys, random, List.copyOf(defaultModels)),
        new TokenDesk(ledger, issuer, journal));
  }
}
