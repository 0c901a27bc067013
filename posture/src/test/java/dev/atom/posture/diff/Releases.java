// SPDX-License-Identifier: Apache-2.0
package dev.atom.posture.diff;

import dev.atom.posture.manifest.Cluster;
import dev.atom.posture.manifest.ManifestReader;
import dev.atom.posture.manifest.Node;
import dev.atom.posture.podsecurity.PolicyVersion;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Releases from text.
final class Releases {
  /// Two workloads, a policy between them, a role, values: everything a diff looks at.
  static final String BASE =
      """
      apiVersion: apps/v1
      kind: Deployment
      metadata: {name: web, namespace: shop}
      spec:
        replicas: 2
        template:
          metadata: {labels: {app: web}}
          spec:
            serviceAccountName: web
            automountServiceAccountToken: false
            securityContext: {runAsNonRoot: true, seccompProfile: {type: RuntimeDefault}}
            containers:
            - name: main
              image: registry.example/web:1
              resources: {limits: {memory: 256Mi}}
              ports: [{containerPort: 8080}]
              env:
              - {name: SHOP_CACHE_TTL, value: "60"}
              - {name: SHOP_AUDIT, value: "on"}
              - {name: SHOP_STORE_URL, value: s3.example}
              - {name: PLAIN, value: a}
              - {name: DB, valueFrom: {secretKeyRef: {name: db, key: url}}}
              securityContext:
                allowPrivilegeEscalation: false
                readOnlyRootFilesystem: true
                capabilities: {drop: [ALL]}
      ---
      apiVersion: apps/v1
      kind: Deployment
      metadata: {name: db, namespace: shop}
      spec:
        template:
          metadata: {labels: {app: db}}
          spec:
            containers:
            - {name: main, image: "registry.example/db:1"}
      ---
      apiVersion: networking.k8s.io/v1
      kind: NetworkPolicy
      metadata: {name: db, namespace: shop}
      spec:
        podSelector: {matchLabels: {app: db}}
        policyTypes: [Ingress, Egress]
        ingress:
        - from:
          - podSelector: {matchLabels: {app: web}}
          ports: [{port: 5432}]
      ---
      apiVersion: rbac.authorization.k8s.io/v1
      kind: Role
      metadata: {name: reader, namespace: shop}
      rules:
      - {apiGroups: [""], resources: [pods, services], verbs: [get, list]}
      ---
      apiVersion: rbac.authorization.k8s.io/v1
      kind: RoleBinding
      metadata: {name: reader, namespace: shop}
      roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: reader}
      subjects: [{kind: ServiceAccount, namespace: shop, name: web}]
      ---
      apiVersion: monitoring.coreos.com/v1
      kind: ServiceMonitor
      metadata: {name: web, namespace: shop}
      spec: {endpoints: [{port: metrics, interval: 15s}]}
      """;

  private Releases() {}

  static Release rendered(String text) {
    return new Release(
        Cluster.of(read(text)), new TreeMap<String, Node>(), new TreeMap<String, String>());
  }

  static Release values(String text) {
    var documents = ManifestReader.usual().documents("values.yaml", bytes(text), new ArrayList<>());
    return new Release(
        Cluster.of(List.of()),
        new TreeMap<>(Map.of("values", documents.getFirst())),
        new TreeMap<String, String>());
  }

  static Release exemptions(String text) {
    var documents = ManifestReader.usual().documents("e.yaml", bytes(text), new ArrayList<>());
    return new Release(
        Cluster.of(List.of()), new TreeMap<String, Node>(), Exemptions.of(documents));
  }

  static PostureDiff diff(Release before, Release after, Approval... approvals) {
    return PostureDiff.of(before, after, PolicyVersion.LATEST, List.of(approvals));
  }

  static PostureDiff rendered(String what, String by) {
    assert BASE.contains(what) : what;
    return diff(rendered(BASE), rendered(BASE.replace(what, by)));
  }

  private static List<dev.atom.posture.manifest.Manifest> read(String text) {
    return ManifestReader.usual().read("r.yaml", bytes(text)).manifests();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
