// SPDX-License-Identifier: Apache-2.0
package dev.atom.gate;

import dev.atom.identity.AgentId;
import dev.atom.identity.DomainId;
import dev.atom.policy.AgentFacts;
import java.util.Optional;
import java.util.Set;

/// What the control plane says of one agent that may be served.
///
/// @param id the agent
/// @param domain where it belongs
/// @param requestsPerMinute its limit, 1 or more
/// @param allowedModels exact names, or the one element `*`
/// @param facts what policies see of it
/// @param sealedKey its key at the provider gateway, sealed: only that gateway can open it
/// @param service host of its own service, when it has one
public record ServedAgent(
    AgentId id,
    DomainId domain,
    int requestsPerMinute,
    Set<String> allowedModels,
    AgentFacts facts,
    String sealedKey,
    Optional<String> service) {
  private static final String ANY = "*";

  public ServedAgent {
    allowedModels = Set.copyOf(allowedModels);
  }

  /// Whether the agent may use `model`.
  public boolean mayUse(String model) {
    return allowedModels.contains(model) || allowedModels.contains(ANY);
  }
}
