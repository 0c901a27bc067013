// SPDX-License-Identifier: Apache-2.0
package dev.atom.posture.network;

import dev.atom.posture.manifest.Cluster;
import java.util.List;
import java.util.Map;

/// What of a cluster decides who reaches whom, read from its manifests and otherwise free of them.
///
/// @param pods the pods and templates of pods
/// @param namespaces the labels of every namespace
/// @param policies the NetworkPolicies
/// @param admin the administrator's policies of both tiers, in the order they are heard
/// @param services the Services
/// @param routes the backends of Ingresses and routes
/// @param foreign policies of kinds that only some network plugin knows
/// @param remarks what could not be read, or is not judged
public record NetworkModel(
    List<Pod> pods,
    Map<String, Map<String, String>> namespaces,
    List<NetworkPolicy> policies,
    List<AdminPolicy> admin,
    List<KubeService> services,
    List<RouteBackend> routes,
    List<Remark> foreign,
    List<Remark> remarks) {
  public NetworkModel {
    pods = List.copyOf(pods);
    namespaces = Map.copyOf(namespaces);
    policies = List.copyOf(policies);
    admin = admin.stream().sorted(AdminPolicy.ORDER).toList();
    services = List.copyOf(services);
    routes = List.copyOf(routes);
    foreign = List.copyOf(foreign);
    remarks = List.copyOf(remarks);
  }

  /// The network of these manifests.
  public static NetworkModel of(Cluster cluster) {
    return new NetworkReader(cluster).read();
  }

  /// Whether a rule names IPv6 addresses.
  public boolean speaksOfV6() {
    return policies.stream().anyMatch(policy -> v6(policy.ingress()) || v6(policy.egress()))
        || admin.stream().anyMatch(policy -> v6(policy.ingress()) || v6(policy.egress()));
  }

  private static boolean v6(List<Rule> rules) {
    return rules.stream()
        .flatMap(rule -> rule.peers().stream())
        .anyMatch(term ->
            term instanceof PeerTerm.Block(var addresses) && addresses.overlaps(AddressRange.V6));
  }

  /// The labels of a namespace, `kubernetes.io/metadata.name` among them.
  public Map<String, String> namespaceLabels(String namespace) {
    return namespaces.getOrDefault(namespace, Map.of());
  }
}
