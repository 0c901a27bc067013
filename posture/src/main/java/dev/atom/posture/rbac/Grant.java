// SPDX-License-Identifier: Apache-2.0
package dev.atom.posture.rbac;

/// One rule held by one subject.
///
/// @param scope the namespace it holds in; empty is everywhere, cluster objects included
/// @param role the role the rule is from, in words
/// @param binding what gives it, in words
public record Grant(Subject subject, String scope, Rule rule, String role, String binding) {
  /// Whether it reaches an access in `namespace`; empty asks about the whole cluster.
  public boolean permits(Access access, String namespace) {
    return reaches(access, namespace) && rule.permits(access);
  }

  private boolean reaches(Access access, String namespace) {
    return switch (access) {
      case Access.OnResource _ -> scope.isEmpty() || scope.equals(namespace);
      case Access.OnPath _ -> scope.isEmpty();
    };
  }

  /// `everywhere` or `in ns`.
  public String where() {
    return scope.isEmpty() ? "everywhere" : "in " + scope;
  }
}
