// SPDX-License-Identifier: Apache-2.0
package dev.atom.posture.network;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// A Kubernetes label selector: every requirement must hold. Without requirements it selects
/// everything, which is not the same as having no selector at all.
///
/// @param labels the exact labels (`matchLabels`)
/// @param requirements the expressions (`matchExpressions`)
public record LabelSelector(Map<String, String> labels, List<Requirement> requirements) {
  public static final LabelSelector EVERYTHING = new LabelSelector(Map.of(), List.of());

  public LabelSelector {
    labels = Map.copyOf(labels);
    requirements = List.copyOf(requirements);
  }

  public static LabelSelector of(Map<String, String> labels) {
    return new LabelSelector(labels, List.of());
  }

  /// Selects nothing: what a selector that cannot be understood is read as where it would allow.
  static LabelSelector nothing() {
    return new LabelSelector(Map.of(), List.of(new Requirement("", Operator.IN, Set.of())));
  }

  public boolean matches(Map<String, String> candidate) {
    for (var label : labels.entrySet()) {
      if (!label.getValue().equals(candidate.get(label.getKey()))) {
        return false;
      }
    }
    for (Requirement requirement : requirements) {
      if (!requirement.matches(candidate)) {
        return false;
      }
    }
    return true;
  }

  public boolean isEverything() {
    return labels.isEmpty() && requirements.isEmpty();
  }

  @Override
  public String toString() {
    if (isEverything()) {
      return "{}";
    }
    var parts = new TreeSet<String>();
    labels.forEach((key, value) -> parts.add(key + "=" + value));
    requirements.forEach(requirement -> parts.add(requirement.toString()));
    return "{" + String.join(",", parts) + "}";
  }

  /// How an expression compares. `NOT_IN` and `DOES_NOT_EXIST` hold for objects without the key.
  public enum Operator {
    IN,
    NOT_IN,
    EXISTS,
    DOES_NOT_EXIST
  }

  /// One expression.
  public record Requirement(String key, Operator operator, Set<String> values) {
    public Requirement {
      values = Set.copyOf(values);
    }

    boolean matches(Map<String, String> candidate) {
      String value = candidate.get(key);
      return switch (operator) {
        case IN -> value != null && values.contains(value);
        case NOT_IN -> value == null || !values.contains(value);
        case EXISTS -> value != null;
        case DOES_NOT_EXIST -> value == null;
      };
    }

    @Override
    public String toString() {
      String listed = values.stream().sorted().collect(Collectors.joining(","));
      return switch (operator) {
        case IN -> key + " in (" + listed + ")";
        case NOT_IN -> key + " not in (" + listed + ")";
        case EXISTS -> key;
        case DOES_NOT_EXIST -> "!" + key;
      };
    }
  }
}
