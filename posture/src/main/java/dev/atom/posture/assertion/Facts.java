// SPDX-License-Identifier: Apache-2.0
package dev.atom.posture.assertion;

import dev.atom.posture.network.AddressSet;
import java.util.Optional;
import java.util.Set;

/// What the author of the claims says of the cluster that manifests do not.
///
/// @param podRanges the addresses that pods have
/// @param deployers who may make pods, set labels and open side doors by contract, as in
///   `ServiceAccount ns/name`, `User name`, `Group name`
/// @param nodeAgents the namespaces whose pods on host networks belong to the nodes themselves
/// @param enforced the evidence that a network plugin enforces policies
public record Facts(
    AddressSet podRanges,
    Set<String> deployers,
    Set<String> nodeAgents,
    Optional<String> enforced) {
  public static final Facts NONE =
      new Facts(AddressSet.NONE, Set.of(), Set.of("kube-system"), Optional.empty());

  public Facts {
    deployers = Set.copyOf(deployers);
    nodeAgents = Set.copyOf(nodeAgents);
  }
}
