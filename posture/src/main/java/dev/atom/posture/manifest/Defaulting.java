// SPDX-License-Identifier: Apache-2.0
package dev.atom.posture.manifest;

import java.util.ArrayList;
import java.util.List;

/// What the API server fills in before anything judges a pod, as far as judging needs it: a volume
/// without a source is an emptyDir, a port's protocol is TCP, and on the host's network a
/// container's port is the host's.
///
/// Filling in twice changes nothing, so what comes from a cluster may pass here too.
public final class Defaulting {
  /// From this minor version on the ports of templates are left as they are.
  private static final int TEMPLATES_LEFT_FROM = 28;

  private Defaulting() {}

  /// These pods as an API server of minor version `minor` would keep them.
  public static Workload of(Workload workload, int minor) {
    MapNode spec = volumes(workload.podSpec());
    boolean hostPorts =
        spec.get("hostNetwork").isTrue() && (workload.isPod() || minor < TEMPLATES_LEFT_FROM);
    for (Container.Role role : Container.Role.values()) {
      if (hasPorts(spec.get(role.field()))) {
        spec = spec.with(role.field(), containers(spec.get(role.field()), hostPorts));
      }
    }
    return spec.equals(workload.podSpec()) ? workload : workload.with(spec);
  }

  private static MapNode volumes(MapNode spec) {
    Node volumes = spec.get("volumes");
    if (volumes.items().stream().noneMatch(Defaulting::hasNoSource)) {
      return spec;
    }
    List<Node> filled = new ArrayList<>();
    for (Node volume : volumes.items()) {
      filled.add(
          hasNoSource(volume) && volume instanceof MapNode map
              ? map.with("emptyDir", MapNode.empty(map.place()))
              : volume);
    }
    return spec.with("volumes", new ListNode(filled, volumes.place()));
  }

  private static boolean hasNoSource(Node volume) {
    return volume instanceof MapNode map
        && map.keys().stream().allMatch(key -> key.equals("name") || map.get(key).isNull());
  }

  private static boolean hasPorts(Node containers) {
    return containers.items().stream().anyMatch(c -> !c.get("ports").isEmpty());
  }

  private static Node containers(Node containers, boolean hostPorts) {
    List<Node> filled = new ArrayList<>();
    for (Node container : containers.items()) {
      filled.add(
          container instanceof MapNode map && !map.get("ports").isEmpty()
              ? map.with("ports", ports(map.get("ports"), hostPorts))
              : container);
    }
    return new ListNode(filled, containers.place());
  }

  private static Node ports(Node ports, boolean hostPorts) {
    List<Node> filled = new ArrayList<>();
    for (Node port : ports.items()) {
      filled.add(port instanceof MapNode map ? port(map, hostPorts) : port);
    }
    return new ListNode(filled, ports.place());
  }

  private static Node port(MapNode port, boolean hostPorts) {
    MapNode filled = port;
    if (filled.get("protocol").isNull()) {
      filled = filled.with("protocol", new TextNode("TCP", port.place()));
    }
    boolean unset = filled.get("hostPort").isNull() || filled.get("hostPort").scalar().equals("0");
    if (hostPorts && unset && !filled.get("containerPort").isNull()) {
      filled = filled.with("hostPort", filled.get("containerPort"));
    }
    return filled;
  }
}
