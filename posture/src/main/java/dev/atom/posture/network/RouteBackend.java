// SPDX-License-Identifier: Apache-2.0
package dev.atom.posture.network;

import dev.atom.posture.manifest.Place;

/// One backend of an Ingress, an HTTPRoute or its like, or an OpenShift Route: a controller that
/// listens outside is told to lead clients to a Service's port.
///
/// @param object the object that says so, `Ingress ns/name`
/// @param namespace the namespace of the Service
/// @param service the Service
/// @param port the Service's port by number or name; empty for all of them
/// @param byTarget whether `port` is a port of the pods and not of the Service
/// @param place where it stands
public record RouteBackend(
    String object, String namespace, String service, String port, boolean byTarget, Place place) {
  /// The ports of the pod that clients are led to through the Service.
  PortSet opens(KubeService behind, Pod pod) {
    if (!behind.namespace().equals(namespace) || !behind.name().equals(service)) {
      return PortSet.NONE;
    }
    PortSet open = PortSet.NONE;
    for (KubeService.Port each : behind.ports()) {
      if (each.protocol() == Protocol.TCP && means(each)) {
        open = open.union(each.targets(pod));
      }
    }
    return open;
  }

  private boolean means(KubeService.Port each) {
    return port.isEmpty()
        || each.name().equals(port)
        || (byTarget ? each.target().equals(port) : Integer.toString(each.number()).equals(port));
  }
}
