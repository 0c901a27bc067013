// SPDX-License-Identifier: Apache-2.0
package dev.atom.posture.contract;

import dev.atom.posture.manifest.Cluster;
import dev.atom.posture.manifest.Labels;
import dev.atom.posture.manifest.Manifest;
import dev.atom.posture.manifest.Node;
import dev.atom.posture.manifest.Workload;
import java.util.List;
import java.util.Map;

/// NetworkPolicies as far as these checks need them: whom they select, which directions they
/// restrict, what their rules let through. Who reaches whom is computed elsewhere.
final class Policies {
  private Policies() {}

  static List<Manifest> all(Cluster cluster) {
    return cluster.manifests("networking.k8s.io", "NetworkPolicy");
  }

  /// Those that select the pods of `workload`.
  static List<Manifest> of(Cluster cluster, Workload workload) {
    Map<String, String> labels = Labels.of(workload.podMetadata().get("labels"));
    return all(cluster).stream()
        .filter(policy -> policy.namespace().equals(workload.namespace()))
        .filter(policy -> selects(policy, labels))
        .toList();
  }

  private static boolean selects(Manifest policy, Map<String, String> labels) {
    Node selector = policy.root().at("spec", "podSelector");
    return selector.isNull() || Selector.selects(selector, labels);
  }

  /// Whether it restricts a direction, `Ingress` or `Egress`. Where it does not say, it restricts
  /// ingress, and egress only if it has a rule for it.
  static boolean restricts(Manifest policy, String direction) {
    Node types = policy.root().at("spec", "policyTypes");
    if (!types.isEmpty()) {
      return types.items().stream().anyMatch(type -> type.scalar().equals(direction));
    }
    return direction.equals("Ingress") || !policy.root().at("spec", "egress").isEmpty();
  }

  /// Its rules for a direction that it restricts.
  static List<Node> rules(Manifest policy, String direction) {
    return restricts(policy, direction)
        ? policy.root().at("spec", direction.equals("Egress") ? "egress" : "ingress").items()
        : List.of();
  }

  /// Whether a rule lets everything through, whatever the peer and the port.
  static boolean isOpen(Node rule, String direction) {
    return rule.get(direction.equals("Egress") ? "to" : "from").isEmpty()
        && rule.get("ports").isEmpty();
  }

  /// Whether a rule lets a port through.
  static boolean allows(Node rule, String protocol, int port) {
    Node ports = rule.get("ports");
    return ports.isEmpty()
        || ports.items().stream().anyMatch(item -> allowsPort(item, protocol, port));
  }

  private static boolean allowsPort(Node item, String protocol, int port) {
    String written = item.get("protocol").scalar();
    if (!(written.isEmpty() ? "TCP" : written).equals(protocol)) {
      return false;
    }
    Node from = item.get("port");
    if (from.isNull()) {
      return true;
    }
    if (from.integer().isEmpty()) {
      return port == 53 && (from.text().startsWith("dns") || from.text().startsWith("domain"));
    }
    long first = from.integer().getAsLong();
    return port >= first && port <= item.get("endPort").integer().orElse(first);
  }

  /// The policies that surely select all that `policy` selects, itself among them.
  static List<Manifest> covering(Cluster cluster, Manifest policy) {
    Node selector = policy.root().at("spec", "podSelector");
    Map<String, String> labels = Labels.of(selector.get("matchLabels"));
    boolean plain = selector.get("matchExpressions").isEmpty();
    return all(cluster).stream()
        .filter(other -> other.namespace().equals(policy.namespace()))
        .filter(other ->
            other.name().equals(policy.name())
                || other.root().at("spec", "podSelector").isEmpty()
                || (plain && selects(other, labels)))
        .toList();
  }
}
