// SPDX-License-Identifier: Apache-2.0
package dev.atom.posture.contract;

import dev.atom.posture.finding.Finding;
import dev.atom.posture.finding.Judgement;
import dev.atom.posture.manifest.Cluster;
import dev.atom.posture.manifest.ManifestReader;
import dev.atom.posture.manifest.Manifests;
import dev.atom.posture.manifest.Node;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// Judges text by the shipped contract, for tests.
public final class Judging {
  /// A namespace with one workload that keeps everything that every profile demands.
  public static final String CLEAN =
      """
      apiVersion: v1
      kind: Namespace
      metadata:
        name: shop
        labels: {pod-security.kubernetes.io/enforce: restricted}
      ---
      apiVersion: v1
      kind: ServiceAccount
      metadata: {name: web, namespace: shop}
      ---
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
            securityContext:
              runAsNonRoot: true
              seccompProfile: {type: RuntimeDefault}
            containers:
            - name: main
              image: registry.airgap.local/web@sha256:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa
              securityContext:
                allowPrivilegeEscalation: false
                readOnlyRootFilesystem: true
                capabilities: {drop: [ALL]}
              resources:
                requests: {cpu: 10m, memory: 16Mi}
                limits: {cpu: 100m, memory: 64Mi}
              env:
              - {name: DEBUG, value: "false"}
              - {name: DATABASE_URL, value: "postgres://db.shop/x?sslmode=verify-full"}
              args: [serve]
            volumes:
            - {name: credentials, secret: {secretName: atom-jwt-keys}}
      ---
      apiVersion: v1
      kind: Secret
      metadata: {name: atom-jwt-keys, namespace: shop}
      data: {jwt_private.pem: "", jwt_public.pem: ""}
      ---
      apiVersion: autoscaling/v2
      kind: HorizontalPodAutoscaler
      metadata: {name: web, namespace: shop}
      spec: {minReplicas: 2, scaleTargetRef: {kind: Deployment, name: web}}
      ---
      apiVersion: policy/v1
      kind: PodDisruptionBudget
      metadata: {name: web, namespace: shop}
      spec: {minAvailable: 1, selector: {matchLabels: {app: web}}}
      ---
      apiVersion: networking.k8s.io/v1
      kind: NetworkPolicy
      metadata: {name: web, namespace: shop}
      spec:
        podSelector: {matchLabels: {app: web}}
        policyTypes: [Ingress, Egress]
        ingress: []
        egress:
        - to: [{namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: kube-system}}, podSelector: {matchLabels: {k8s-app: kube-dns}}}]
          ports: [{protocol: UDP, port: 53}, {protocol: TCP, port: 53}]
      """;

  private Judging() {}

  /// What breaks the contract in `text` under `profile`.
  public static List<Judgement> judge(String profile, String text) {
    return judge(Contract.shipped(), profile, text);
  }

  /// What breaks `contract` in `text` under `profile`.
  public static List<Judgement> judge(Contract contract, String profile, String text) {
    return new PostureEvaluation(contract, contract.profile(profile).orElseThrow(), true)
        .judge(Cluster.of(Manifests.of(text)));
  }

  /// The same, as findings.
  public static List<Finding> findings(String profile, String text) {
    return judge(profile, text).stream().map(Judgement::finding).toList();
  }

  /// The ids of the rules that [#CLEAN] breaks with `from` replaced by `to`.
  public static List<String> broken(String profile, String from, String to) {
    if (!CLEAN.contains(from)) {
      throw new IllegalArgumentException("the clean objects do not have " + from);
    }
    return findings(profile, CLEAN.replace(from, to)).stream()
        .map(Finding::rule)
        .distinct()
        .toList();
  }

  /// The one document of `text`.
  public static Node document(String text) {
    return ManifestReader.usual()
        .documents("values.yaml", text.getBytes(StandardCharsets.UTF_8), new ArrayList<>())
        .getFirst();
  }
}
