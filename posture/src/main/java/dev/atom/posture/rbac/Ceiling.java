// SPDX-License-Identifier: Apache-2.0
package dev.atom.posture.rbac;

import dev.atom.posture.manifest.Node;
import java.util.ArrayList;
import java.util.List;

/// The most somebody may hold, as declared.
///
/// @param subject `ServiceAccount ns/name`, `User name` or `Group name`, `*` for any run of
///   characters; empty when a role is meant
/// @param role `ClusterRole name` or `Role ns/name`, with `*` too; empty when a subject is meant
/// @param namespaces where; `*` is everywhere, objects of the cluster included
/// @param rules what
public record Ceiling(String subject, String role, List<String> namespaces, List<Rule> rules) {
  public Ceiling {
    namespaces = List.copyOf(namespaces);
    rules = List.copyOf(rules);
    if (subject.isEmpty() == role.isEmpty()) {
      throw new IllegalArgumentException("a ceiling is for a subject or for a role");
    }
  }

  /// Whether it speaks of this subject.
  boolean isFor(Subject who) {
    return !subject.isEmpty() && like(subject, who.text());
  }

  /// Whether it speaks of this role.
  boolean isForRole(String text) {
    return !role.isEmpty() && like(role, text);
  }

  /// Whether it holds in all of a scope; empty is everywhere.
  boolean reaches(String scope) {
    return namespaces.contains("*") || (!scope.isEmpty() && namespaces.contains(scope));
  }

  /// Its words, for lists.
  String text() {
    return subject.isEmpty() ? role : subject;
  }

  static Ceiling of(Node node) {
    List<Rule> rules = new ArrayList<>();
    node.at("rules").items().forEach(rule -> rules.add(RbacObjects.rule(rule)));
    List<String> namespaces = node.at("namespaces").items().stream().map(Node::scalar).toList();
    return new Ceiling(
        node.at("subject").scalar(),
        node.at("role").scalar(),
        namespaces.isEmpty() ? List.of("*") : namespaces,
        rules);
  }

  /// Compares with a pattern in which a star stands for any run of characters.
  static boolean like(String pattern, String text) {
    int star = pattern.indexOf('*');
    if (star < 0) {
      return pattern.equals(text);
    }
    if (!text.startsWith(pattern.substring(0, star))) {
      return false;
    }
    String rest = pattern.substring(star + 1);
    for (int i = star; i <= text.length(); i++) {
      if (like(rest, text.substring(i))) {
        return true;
      }
    }
    return false;
  }
}
