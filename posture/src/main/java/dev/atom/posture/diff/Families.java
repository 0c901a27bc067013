// SPDX-License-Identifier: Apache-2.0
package dev.atom.posture.diff;

import dev.atom.posture.manifest.Manifest;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Which family of high-risk keys a value belongs to, in a values file and in rendered objects.
final class Families {
  private static final Map<String, HighRisk> BY_KIND =
      Map.ofEntries(
          Map.entry("NetworkPolicy", HighRisk.NETWORK_POLICY),
          Map.entry("AdminNetworkPolicy", HighRisk.NETWORK_POLICY),
          Map.entry("BaselineAdminNetworkPolicy", HighRisk.NETWORK_POLICY),
          Map.entry("ClusterNetworkPolicy", HighRisk.NETWORK_POLICY),
          Map.entry("CiliumNetworkPolicy", HighRisk.NETWORK_POLICY),
          Map.entry("ServiceAccount", HighRisk.SERVICE_ACCOUNT),
          Map.entry("Service", HighRisk.SERVER),
          Map.entry("Ingress", HighRisk.SERVER),
          Map.entry("Gateway", HighRisk.SERVER),
          Map.entry("HTTPRoute", HighRisk.SERVER),
          Map.entry("ServiceMonitor", HighRisk.METRICS),
          Map.entry("PodMonitor", HighRisk.METRICS),
          Map.entry("PrometheusRule", HighRisk.METRICS),
          Map.entry("HorizontalPodAutoscaler", HighRisk.RESOURCES),
          Map.entry("LimitRange", HighRisk.RESOURCES),
          Map.entry("ResourceQuota", HighRisk.RESOURCES),
          Map.entry("PersistentVolumeClaim", HighRisk.STORE));

  /// Judged as permissions, not as values.
  private static final Set<String> ELSEWHERE =
      Set.of("Role", "ClusterRole", "RoleBinding", "ClusterRoleBinding", "Secret");

  private static final List<String> POD_FLAGS =
      List.of("hostNetwork", "hostPID", "hostIPC", "hostUsers", "shareProcessNamespace");

  private Families() {}

  /// The family of a value in a values file: that of the outermost key that is one.
  static Optional<HighRisk> inValues(String path) {
    for (String key : path.split("[.\\[\\]]+")) {
      Optional<HighRisk> family = HighRisk.of(key);
      if (family.isPresent()) {
        return family;
      }
    }
    return Optional.empty();
  }

  /// The family of a field of a rendered object.
  static Optional<HighRisk> inObject(Manifest manifest, String path) {
    if (ELSEWHERE.contains(manifest.kind())) {
      return Optional.empty();
    }
    HighRisk byKind = BY_KIND.get(manifest.kind());
    if (byKind != null) {
      return path.startsWith("metadata") ? Optional.empty() : Optional.of(byKind);
    }
    if (path.contains("[prometheus.io/")) {
      return Optional.of(HighRisk.METRICS);
    }
    if (manifest.kind().equals("ConfigMap")) {
      return path.startsWith("data") ? byWord(path) : Optional.empty();
    }
    return path.startsWith("metadata") ? Optional.empty() : inPod(path);
  }

  private static Optional<HighRisk> inPod(String path) {
    boolean inContainer = path.contains("ontainers[");
    if (path.contains("secretKeyRef") || path.contains("secretRef") || path.contains(".secret.")) {
      return Optional.empty();
    }
    if (path.contains("securityContext.")) {
      return Optional.of(inContainer ? HighRisk.SECURITY_CONTEXT : HighRisk.POD_SECURITY_CONTEXT);
    }
    if (path.contains("serviceAccount") || path.endsWith("automountServiceAccountToken")) {
      return Optional.of(HighRisk.SERVICE_ACCOUNT);
    }
    if (POD_FLAGS.stream().anyMatch(path::endsWith) || path.contains("hostPath")) {
      return Optional.of(HighRisk.POD_SECURITY_CONTEXT);
    }
    if (path.endsWith("replicas")) {
      return Optional.of(HighRisk.RESOURCES);
    }
    return inContainer ? inContainer(path) : Optional.empty();
  }

  private static Optional<HighRisk> inContainer(String path) {
    if (path.endsWith("].image") || path.endsWith("].imagePullPolicy")) {
      return Optional.of(HighRisk.IMAGE);
    }
    if (path.contains("].resources.")) {
      return Optional.of(HighRisk.RESOURCES);
    }
    if (path.contains("].env[")) {
      return byWord(path.substring(path.indexOf("].env[")));
    }
    if (path.contains("].ports[") || path.contains("Probe.") || path.contains("].lifecycle.")) {
      return Optional.of(HighRisk.SERVER);
    }
    boolean called = path.contains("].command[") || path.contains("].args[");
    return called ? Optional.of(HighRisk.SERVER) : Optional.empty();
  }

  /// The family a variable or a key of a ConfigMap names.
  private static Optional<HighRisk> byWord(String path) {
    String upper = path.toUpperCase(Locale.ROOT);
    if (upper.contains("AUDIT")) {
      return Optional.of(HighRisk.AUDIT);
    }
    if (upper.contains("CACHE") || upper.contains("REDIS")) {
      return Optional.of(HighRisk.CACHE);
    }
    if (upper.contains("STORE") || upper.contains("S3_") || upper.contains("MINIO")) {
      return Optional.of(HighRisk.STORE);
    }
    if (upper.contains("METRICS") || upper.contains("PROMETHEUS")) {
      return Optional.of(HighRisk.METRICS);
    }
    boolean server =
        upper.contains("SERVER") || upper.contains("_PORT") || upper.contains("LISTEN");
    return server ? Optional.of(HighRisk.SERVER) : Optional.empty();
  }
}
