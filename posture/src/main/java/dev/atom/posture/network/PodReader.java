// SPDX-License-Identifier: Apache-2.0
package dev.atom.posture.network;

import dev.atom.posture.manifest.Cluster;
import dev.atom.posture.manifest.Container;
import dev.atom.posture.manifest.Labels;
import dev.atom.posture.manifest.Manifest;
import dev.atom.posture.manifest.Node;
import dev.atom.posture.manifest.Workload;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Reads the pods. Those that one object makes go by its name: a listed pod by its owner, as far up
/// as the owners are in the listing.
final class PodReader {
  private final Cluster cluster;
  private final Map<String, Manifest> owners = new HashMap<>();

  PodReader(Cluster cluster) {
    this.cluster = cluster;
    for (Workload workload : cluster.workloads()) {
      var owner = workload.owner();
      owners.putIfAbsent(key(owner.namespace(), owner.kind(), owner.name()), owner);
    }
  }

  private static String key(String namespace, String kind, String name) {
    return namespace + '/' + kind + '/' + name;
  }

  List<Pod> read() {
    var out = new ArrayList<Pod>();
    for (Workload workload : cluster.workloads()) {
      if (!workload.owner().is("", "PodTemplate") && !isRetired(workload)) {
        out.add(pod(workload));
      }
    }
    return out;
  }

  /// Whether it is an old revision that its owner keeps only to go back to.
  private boolean isRetired(Workload workload) {
    var owner = workload.owner();
    return owner.kind().equals("ReplicaSet")
        && owner.root().at("spec", "replicas").integer().orElse(1) == 0
        && !top(owner).equals(id(owner.namespace(), owner.name(), owner.kind()));
  }

  private Pod pod(Workload workload) {
    var owner = workload.owner();
    Node spec = workload.podSpec();
    Node status = workload.isPod() ? owner.root().get("status") : owner.root().get("\0");
    String account = spec.get("serviceAccountName").scalar();
    return new Pod(
        top(owner),
        workload.namespace(),
        Labels.of(workload.podMetadata().get("labels")),
        ports(workload),
        runsOn(spec, status.get("phase").scalar()),
        account.isEmpty() ? "default" : account,
        addresses(status),
        owner.place());
  }

  private static Pod.RunsOn runsOn(Node spec, String phase) {
    if (phase.equals("Succeeded") || phase.equals("Failed")) {
      return Pod.RunsOn.NOTHING_ANY_MORE;
    }
    return spec.get("hostNetwork").isTrue() ? Pod.RunsOn.HOST_NETWORK : Pod.RunsOn.POD_NETWORK;
  }

  private static List<Address> addresses(Node status) {
    var out = new ArrayList<Address>();
    status
        .get("podIPs")
        .items()
        .forEach(each -> Address.parse(each.get("ip").scalar()).ifPresent(out::add));
    if (out.isEmpty()) {
      Address.parse(status.get("podIP").scalar()).ifPresent(out::add);
    }
    return out;
  }

  private static List<ContainerPort> ports(Workload workload) {
    var out = new ArrayList<ContainerPort>();
    for (Container container : workload.containers()) {
      for (Node port : container.node().get("ports").items()) {
        int number = PortNumbers.parse(port.get("containerPort").scalar());
        String written = port.get("protocol").scalar();
        var protocol = Protocol.of(written.isEmpty() ? "TCP" : written);
        if (number > 0 && protocol.isPresent()) {
          out.add(
              new ContainerPort(
                  port.get("name").scalar(),
                  protocol.get(),
                  number,
                  PortNumbers.parse(port.get("hostPort").scalar())));
        }
      }
    }
    return out;
  }

  /// The name of the topmost owner that is known.
  private String top(Manifest manifest) {
    Set<Manifest> seen = new HashSet<>();
    Manifest at = manifest;
    while (seen.add(at)) {
      Node reference = controller(at.root().at("metadata", "ownerReferences"));
      String name = reference.get("name").scalar();
      if (name.isEmpty()) {
        break;
      }
      String kind = reference.get("kind").scalar();
      var above = owners.get(key(at.namespace(), kind, name));
      if (above == null) {
        return id(at.namespace(), name, kind.isEmpty() ? at.kind() : kind);
      }
      at = above;
    }
    return id(at.namespace(), at.name(), at.kind());
  }

  /// The owner that counts. A node owns the pods it was told of by file: they are nobody's.
  private static Node controller(Node references) {
    Node first = references.get("\0");
    for (Node each : references.items()) {
      if (each.get("kind").scalar().equals("Node")) {
        continue;
      }
      if (each.get("controller").isTrue()) {
        return each;
      }
      first = first.isNull() ? each : first;
    }
    return first;
  }

  private static String id(String namespace, String name, String kind) {
    return namespace + "/" + name + "[" + kind + "]";
  }
}
