// SPDX-License-Identifier: Apache-2.0
package dev.atom.posture.rbac;

import java.util.List;

/// A RoleBinding, or a ClusterRoleBinding when its namespace is empty.
///
/// @param clusterRole whether it refers to a ClusterRole
/// @param role the name it refers to
public record Binding(
    String namespace, String name, boolean clusterRole, String role, List<Subject> subjects) {
  public Binding {
    subjects = List.copyOf(subjects);
  }

  /// `ClusterRoleBinding name` or `RoleBinding ns/name`.
  public String text() {
    return namespace.isEmpty()
        ? "ClusterRoleBinding " + name
        : "RoleBinding " + namespace + "/" + name;
  }

  /// The role it refers to, as [Role#text] writes it.
  public String roleText() {
    return clusterRole ? "ClusterRole " + role : "Role " + namespace + "/" + role;
  }
}
