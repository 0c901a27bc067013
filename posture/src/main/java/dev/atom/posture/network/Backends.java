// SPDX-License-Identifier: Apache-2.0
package dev.atom.posture.network;

/// Which ports of a pod Ingresses and routes lead clients to.
final class Backends {
  private Backends() {}

  /// The ports that are led to.
  static PortSet led(NetworkModel model, Pod pod) {
    PortSet out = PortSet.NONE;
    for (KubeService service : model.services()) {
      if (service.leadsTo(pod)) {
        for (RouteBackend route : model.routes()) {
          out = out.union(route.opens(service, pod));
        }
      }
    }
    return out;
  }

  /// Those of them that the pod's containers declare: what the list of connections shows. A port
  /// that nobody declares may be open all the same, so proofs ask for [#led].
  static PortSet declared(NetworkModel model, Pod pod) {
    PortSet declared = PortSet.NONE;
    for (ContainerPort port : pod.ports()) {
      declared = declared.union(PortSet.of(port.protocol(), port.number()));
    }
    return led(model, pod).intersection(declared);
  }
}
