// SPDX-License-Identifier: Apache-2.0
package dev.atom.posture.rbac;

import java.util.List;
import java.util.Map;

/// A Role, or a ClusterRole when its namespace is empty.
///
/// @param aggregates the labels by which an aggregated ClusterRole is filled; empty for others
/// @param shippedWithServer an API server has it without anybody's manifest
public record Role(
    String namespace,
    String name,
    Map<String, String> labels,
    List<Rule> rules,
    List<LabelMatch> aggregates,
    boolean shippedWithServer) {
  public Role {
    labels = Map.copyOf(labels);
    rules = List.copyOf(rules);
    aggregates = List.copyOf(aggregates);
  }

  /// A role with these rules and nothing else.
  public static Role of(String namespace, String name, Rule... rules) {
    return new Role(namespace, name, Map.of(), List.of(rules), List.of(), false);
  }

  Role withRules(List<Rule> filled) {
    return new Role(namespace, name, labels, filled, aggregates, shippedWithServer);
  }

  /// `ClusterRole name` or `Role ns/name`.
  public String text() {
    return namespace.isEmpty() ? "ClusterRole " + name : "Role " + namespace + "/" + name;
  }
}
