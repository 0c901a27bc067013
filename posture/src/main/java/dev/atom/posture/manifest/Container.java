// SPDX-License-Identifier: Apache-2.0
package dev.atom.posture.manifest;

/// One container of a [Workload].
///
/// @param role when it runs
/// @param name its name
/// @param path where it is in the object, `spec.containers[web]`
/// @param node what it says
public record Container(Role role, String name, String path, Node node) {
  /// When a container runs, in the order they start.
  public enum Role {
    /// Before the others, or beside them as a sidecar.
    INIT("initContainers"),
    /// As long as the pod does.
    MAIN("containers"),
    /// When somebody looks into the pod.
    EPHEMERAL("ephemeralContainers");

    private final String field;

    Role(String field) {
      this.field = field;
    }

    /// The field of the pod spec.
    public String field() {
      return field;
    }
  }

  /// The value at `path` in its security context.
  public Node security(String... path) {
    return node.get("securityContext").at(path);
  }
}
