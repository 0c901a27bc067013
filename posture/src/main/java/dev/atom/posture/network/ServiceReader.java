// SPDX-License-Identifier: Apache-2.0
package dev.atom.posture.network;

import dev.atom.posture.manifest.Labels;
import dev.atom.posture.manifest.Manifest;
import dev.atom.posture.manifest.Node;
import java.util.ArrayList;
import java.util.List;

/// Reads Services, and the Services that Ingresses and routes lead to.
final class ServiceReader {
  private static final String GATEWAY = "gateway.networking.k8s.io";

  private ServiceReader() {}

  static KubeService service(Manifest manifest) {
    Node spec = manifest.root().get("spec");
    var openings = new ArrayList<String>();
    String type = spec.get("type").scalar();
    if (type.equals("NodePort") || type.equals("LoadBalancer")) {
      openings.add(type);
    }
    if (!spec.get("externalIPs").items().isEmpty()) {
      openings.add("externalIPs");
    }
    return new KubeService(
        manifest.namespace(),
        manifest.name(),
        Labels.of(spec.get("selector")),
        spec.get("ports").items().stream().map(ServiceReader::port).toList(),
        openings,
        manifest.place());
  }

  private static KubeService.Port port(Node node) {
    String protocol = node.get("protocol").scalar();
    int number = PortNumbers.parse(node.get("port").scalar());
    String target = node.get("targetPort").scalar();
    return new KubeService.Port(
        node.get("name").scalar(),
        Protocol.of(protocol).orElse(Protocol.TCP),
        number,
        target.isEmpty() || target.equals("0") ? Integer.toString(number) : target,
        PortNumbers.parse(node.get("nodePort").scalar()));
  }

  /// The backends of the object, none when it is of another kind.
  static List<RouteBackend> backends(Manifest manifest) {
    var out = new ArrayList<RouteBackend>();
    Node spec = manifest.root().get("spec");
    if (manifest.is("networking.k8s.io", "Ingress") || manifest.is("extensions", "Ingress")) {
      ingress(manifest, spec.get("defaultBackend"), out);
      ingress(manifest, spec.get("backend"), out);
      for (Node rule : spec.get("rules").items()) {
        rule.at("http", "paths")
            .items()
            .forEach(path -> ingress(manifest, path.get("backend"), out));
      }
    } else if (manifest.is("route.openshift.io", "Route")) {
      route(manifest, spec.get("to"), out);
      spec.get("alternateBackends").items().forEach(each -> route(manifest, each, out));
    } else if (manifest.group().equals(GATEWAY) && manifest.kind().endsWith("Route")) {
      for (Node rule : spec.get("rules").items()) {
        rule.get("backendRefs").items().forEach(each -> gateway(manifest, each, out));
      }
    }
    return out;
  }

  private static void ingress(Manifest manifest, Node backend, List<RouteBackend> out) {
    Node service = backend.get("service");
    boolean old = service.isNull();
    String name = old ? backend.get("serviceName").scalar() : service.get("name").scalar();
    if (name.isEmpty()) {
      return;
    }
    String number = service.at("port", "number").scalar();
    String port =
        old
            ? backend.get("servicePort").scalar()
            : number.isEmpty() ? service.at("port", "name").scalar() : number;
    add(manifest, manifest.namespace(), name, port, false, backend, out);
  }

  private static void route(Manifest manifest, Node to, List<RouteBackend> out) {
    String kind = to.get("kind").scalar();
    String name = to.get("name").scalar();
    if (!name.isEmpty() && (kind.isEmpty() || kind.equals("Service"))) {
      String port = manifest.root().at("spec", "port", "targetPort").scalar();
      add(manifest, manifest.namespace(), name, port, true, to, out);
    }
  }

  private static void gateway(Manifest manifest, Node backend, List<RouteBackend> out) {
    String kind = backend.get("kind").scalar();
    if (kind.isEmpty() || kind.equals("Service")) {
      String namespace = backend.get("namespace").scalar();
      add(
          manifest,
          namespace.isEmpty() ? manifest.namespace() : namespace,
          backend.get("name").scalar(),
          backend.get("port").scalar(),
          false,
          backend,
          out);
    }
  }

  private static void add(
      Manifest manifest,
      String namespace,
      String service,
      String port,
      boolean byTarget,
      Node at,
      List<RouteBackend> out) {
    String object = manifest.kind() + " " + manifest.namespace() + "/" + manifest.name();
    out.add(new RouteBackend(object, namespace, service, port, byTarget, at.place()));
  }
}
