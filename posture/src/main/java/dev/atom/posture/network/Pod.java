// SPDX-License-Identifier: Apache-2.0
package dev.atom.posture.network;

import dev.atom.posture.manifest.Place;
import java.util.List;
import java.util.Map;

/// A pod, or the pods that a template makes, as policies see them.
///
/// @param workload who it belongs to, `namespace/name[Kind]`
/// @param namespace its namespace
/// @param labels its labels
/// @param ports the ports its containers declare
/// @param runsOn what of the node it shares
/// @param serviceAccount the account whose token it holds, `default` when it does not say
/// @param addresses its own addresses where they are known, from a live listing
/// @param place where the object was read
public record Pod(
    String workload,
    String namespace,
    Map<String, String> labels,
    List<ContainerPort> ports,
    RunsOn runsOn,
    String serviceAccount,
    List<Address> addresses,
    Place place) {
  public Pod {
    labels = Map.copyOf(labels);
    ports = List.copyOf(ports);
    addresses = List.copyOf(addresses);
  }

  /// Whether it uses its node's network, where pod policies have no say.
  public boolean onHostNetwork() {
    return runsOn == RunsOn.HOST_NETWORK;
  }

  /// Whether it has ended and carries no traffic.
  public boolean hasEnded() {
    return runsOn == RunsOn.NOTHING_ANY_MORE;
  }

  /// What of its node a pod runs on.
  public enum RunsOn {
    POD_NETWORK,
    HOST_NETWORK,
    NOTHING_ANY_MORE
  }
}
