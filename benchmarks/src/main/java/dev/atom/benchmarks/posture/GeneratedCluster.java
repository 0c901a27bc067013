// SPDX-License-Identifier: Apache-2.0
package dev.atom.benchmarks.posture;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// A cluster made for measuring: namespaces that each hold workloads behind four policies (closed
/// by default; gate and one client let in; one out to another namespace; name service), as YAML.
///
/// Always the same for the same numbers.
///
/// @param namespaces how many
/// @param workloads how many in each
public record GeneratedCluster(int namespaces, int workloads) {
  static final int POLICIES = 4;

  /// The full size: 20,000 workloads and 2,000 policies in 500 namespaces.
  public static GeneratedCluster full() {
    return new GeneratedCluster(500, 40);
  }

  /// The manifests, one file for each namespace.
  public List<byte[]> files() {
    var out = new ArrayList<byte[]>();
    out.add(system().getBytes(StandardCharsets.UTF_8));
    for (int i = 0; i < namespaces; i++) {
      out.add(namespace(i).getBytes(StandardCharsets.UTF_8));
    }
    return out;
  }

  private static String system() {
    return """
    {apiVersion: v1, kind: Namespace, metadata: {name: edge, labels: {role: edge}}}
    ---
    %s---
    %s\
    """
        .formatted(
            deployment("edge", "gate", "app: gate", 8080),
            deployment("kube-system", "coredns", "k8s-app: kube-dns", 53));
  }

  private String namespace(int number) {
    String name = "team-" + number;
    var out = new StringBuilder();
    out.append("{apiVersion: v1, kind: Namespace, metadata: {name: ")
        .append(name)
        .append(", labels: {team: t")
        .append(number % 25)
        .append("}}}\n");
    for (int i = 0; i < workloads; i++) {
      String labels = "app: app-" + i + ", tier: " + (i % 2 == 0 ? "front" : "back");
      out.append("---\n").append(deployment(name, "app-" + i, labels, 8080 + i % 3));
    }
    out.append("---\n").append(policies(name, number));
    return out.toString();
  }

  private static String deployment(String namespace, String name, String labels, int port) {
    return """
    apiVersion: apps/v1
    kind: Deployment
    metadata: {name: %s, namespace: %s}
    spec:
      replicas: 2
      selector: {matchLabels: {%s}}
      template:
        metadata: {labels: {%s}}
        spec:
          containers:
            - {name: main, image: "registry.example/main:1", ports: [{name: http, containerPort: %d}]}
    """
        .formatted(name, namespace, labels, labels, port);
  }

  private String policies(String namespace, int number) {
    return """
    apiVersion: networking.k8s.io/v1
    kind: NetworkPolicy
    metadata: {name: closed, namespace: %1$s}
    spec: {podSelector: {}, policyTypes: [Ingress, Egress]}
    ---
    apiVersion: networking.k8s.io/v1
    kind: NetworkPolicy
    metadata: {name: front, namespace: %1$s}
    spec:
      podSelector: {matchLabels: {tier: front}}
      policyTypes: [Ingress, Egress]
      ingress:
        - from:
            - namespaceSelector: {matchLabels: {role: edge}}
              podSelector: {matchLabels: {app: gate}}
          ports: [{port: http}]
      egress:
        - to: [{podSelector: {matchLabels: {tier: back}}}]
        - to:
            - namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: team-%2$d}}
              podSelector: {matchLabels: {app: app-1}}
          ports: [{port: 8081}]
    ---
    apiVersion: networking.k8s.io/v1
    kind: NetworkPolicy
    metadata: {name: back, namespace: %1$s}
    spec:
      podSelector: {matchLabels: {tier: back}}
      policyTypes: [Ingress]
      ingress:
        - from:
            - podSelector: {matchLabels: {tier: front}}
            - namespaceSelector: {matchLabels: {team: t%3$d}}
              podSelector: {matchLabels: {tier: front}}
            - ipBlock: {cidr: 10.%4$d.0.0/16, except: [10.%4$d.7.0/24]}
          ports: [{port: 8080, endPort: 8090}]
    ---
    apiVersion: networking.k8s.io/v1
    kind: NetworkPolicy
    metadata: {name: names, namespace: %1$s}
    spec:
      podSelector: {}
      policyTypes: [Egress]
      egress:
        - to:
            - namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: kube-system}}
              podSelector: {matchLabels: {k8s-app: kube-dns}}
          ports: [{port: 53, protocol: UDP}, {port: 53}]
    """
        .formatted(namespace, (number + 1) % namespaces, number % 25, number % 50);
  }
}
