// SPDX-License-Identifier: Apache-2.0
package dev.atom.posture.rbac;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Fills aggregated ClusterRoles as the controller does: with the rules of every ClusterRole one of
/// the selectors selects, also of aggregated ones. What was written there is overwritten.
final class Aggregation {
  private final List<Role> clusterRoles;
  private final Map<String, Set<String>> sources = new HashMap<>();

  Aggregation(List<Role> clusterRoles) {
    this.clusterRoles = clusterRoles;
    for (Role role : clusterRoles) {
      sources.put(role.name(), selected(role));
    }
  }

  List<Role> filled() {
    Map<String, Role> byName = new HashMap<>();
    clusterRoles.forEach(role -> byName.put(role.name(), role));
    return clusterRoles.stream()
        .map(role -> role.aggregates().isEmpty() ? role : role.withRules(rules(role, byName)))
        .toList();
  }

  private Set<String> selected(Role role) {
    var names = new LinkedHashSet<String>();
    for (LabelMatch match : role.aggregates()) {
      clusterRoles.stream()
          .filter(other -> !other.name().equals(role.name()) && match.selects(other.labels()))
          .forEach(other -> names.add(other.name()));
    }
    return names;
  }

  private List<Rule> rules(Role role, Map<String, Role> byName) {
    var rules = new LinkedHashSet<Rule>();
    var seen = new LinkedHashSet<String>(List.of(role.name()));
    List<String> open = new ArrayList<>(sources.getOrDefault(role.name(), Set.of()));
    while (!open.isEmpty()) {
      String name = open.removeFirst();
      Role source = byName.get(name);
      if (source == null || !seen.add(name)) {
        continue;
      }
      if (source.aggregates().isEmpty()) {
        rules.addAll(source.rules());
      } else {
        open.addAll(sources.getOrDefault(name, Set.of()));
      }
    }
    return List.copyOf(rules);
  }
}
