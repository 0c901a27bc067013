// SPDX-License-Identifier: Apache-2.0
package dev.atom.posture.rbac;

import dev.atom.posture.manifest.ManifestReader;
import java.nio.charset.StandardCharsets;

/// Roles and bindings from text.
final class Yaml {
  private Yaml() {}

  static RbacObjects objects(String... documents) {
    String text = String.join("\n---\n", documents);
    var set = ManifestReader.usual().read("test.yaml", text.getBytes(StandardCharsets.UTF_8));
    if (!set.unreadable().isEmpty()) {
      throw new IllegalArgumentException(set.unreadable().toString());
    }
    return RbacObjects.of(set.manifests());
  }

  /// A ClusterRole, or a Role when `namespace` is not empty; one line a rule, in flow style.
  static String role(String namespace, String name, String... rules) {
    return """
    apiVersion: rbac.authorization.k8s.io/v1
    kind: %s
    metadata: {name: "%s"%s}
    rules:
    - %s
    """
        .formatted(
            namespace.isEmpty() ? "ClusterRole" : "Role",
            name,
            namespace.isEmpty() ? "" : ", namespace: " + namespace,
            String.join("\n- ", rules));
  }

  /// A binding of `role`, a ClusterRole or Role after its kind, to one subject in flow style.
  static String binding(String namespace, String name, String kind, String role, String subject) {
    return """
    apiVersion: rbac.authorization.k8s.io/v1
    kind: %s
    metadata: {name: "%s"%s}
    roleRef: {apiGroup: rbac.authorization.k8s.io, kind: %s, name: "%s"}
    subjects: [%s]
    """
        .formatted(
            namespace.isEmpty() ? "ClusterRoleBinding" : "RoleBinding",
            name,
            namespace.isEmpty() ? "" : ", namespace: " + namespace,
            kind,
            role,
            subject);
  }

  static String account(String namespace, String name) {
    return "{kind: ServiceAccount, namespace: %s, name: %s}".formatted(namespace, name);
  }
}
