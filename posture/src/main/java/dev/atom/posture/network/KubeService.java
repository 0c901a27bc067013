// SPDX-License-Identifier: Apache-2.0
package dev.atom.posture.network;

import dev.atom.posture.manifest.Place;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A Service: a name in front of pods, and perhaps a way in from outside. Policies see the pods'
/// ports, never the Service's.
///
/// @param namespace its namespace
/// @param name its name
/// @param selector the labels of the pods behind it; empty when its endpoints are kept by hand
/// @param ports its ports
/// @param openings how it can be reached from outside the cluster, as words: `NodePort`,
///   `LoadBalancer`, `externalIPs`; none for one that is only inside
/// @param place where it was read
public record KubeService(
    String namespace,
    String name,
    Map<String, String> selector,
    List<Port> ports,
    List<String> openings,
    Place place) {
  public KubeService {
    selector = Map.copyOf(selector);
    ports = List.copyOf(ports);
    openings = List.copyOf(openings);
  }

  /// Whether the pod stands behind it.
  boolean leadsTo(Pod pod) {
    return !selector.isEmpty()
        && pod.namespace().equals(namespace)
        && LabelSelector.of(selector).matches(pod.labels());
  }

  String id() {
    return namespace + "/" + name;
  }

  /// One of its ports.
  ///
  /// @param name its name, empty without one
  /// @param protocol its protocol
  /// @param number its own number
  /// @param target the port of the pods: a number, or a name that their containers give
  /// @param nodePort the port of every node that leads here, 0 without one
  record Port(String name, Protocol protocol, int number, String target, int nodePort) {
    /// The ports of the pod that it leads to.
    PortSet targets(Pod pod) {
      int fixed = PortNumbers.parse(target);
      return fixed > 0
          ? PortSet.of(protocol, fixed)
          : new PortTerm.Named(Optional.of(protocol), target).of(pod);
    }
  }
}
