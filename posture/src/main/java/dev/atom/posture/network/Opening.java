// SPDX-License-Identifier: Apache-2.0
package dev.atom.posture.network;

import dev.atom.posture.manifest.Place;
import java.util.ArrayList;
import java.util.List;

/// A way to a pod that goes round the policies of pods: through a port of a node, an address of the
/// cluster's edge, or a controller that listens outside.
///
/// @param kind what kind of way
/// @param through the object that makes it, in words
/// @param ports the ports of the pod it leads to
/// @param place where it stands
public record Opening(Kind kind, String through, PortSet ports, Place place) {
  /// The kinds of ways.
  public enum Kind {
    /// A Service with a port on every node, an address of a load balancer, or external addresses.
    SERVICE,
    /// A container's port that is a port of its node.
    HOST_PORT,
    /// An Ingress or a route.
    ROUTE
  }

  /// The ways to the pod.
  static List<Opening> of(NetworkModel model, Pod pod) {
    var out = new ArrayList<Opening>();
    for (ContainerPort port : pod.ports()) {
      if (port.hostPort() > 0) {
        out.add(
            new Opening(
                Kind.HOST_PORT,
                "hostPort " + port.hostPort() + " of " + pod.workload(),
                PortSet.of(port.protocol(), port.number()),
                pod.place()));
      }
    }
    for (KubeService service : model.services()) {
      if (service.leadsTo(pod)) {
        services(service, pod, out);
        for (RouteBackend route : model.routes()) {
          var ports = route.opens(service, pod);
          if (!ports.isEmpty()) {
            out.add(
                new Opening(
                    Kind.ROUTE,
                    route.object() + " to Service " + service.id(),
                    ports,
                    route.place()));
          }
        }
      }
    }
    return out;
  }

  private static void services(KubeService service, Pod pod, List<Opening> out) {
    if (service.openings().isEmpty()) {
      return;
    }
    for (KubeService.Port port : service.ports()) {
      String node = port.nodePort() > 0 ? " " + port.nodePort() : "";
      out.add(
          new Opening(
              Kind.SERVICE,
              String.join(", ", service.openings()) + node + " of Service " + service.id(),
              port.targets(pod),
              service.place()));
    }
  }
}
