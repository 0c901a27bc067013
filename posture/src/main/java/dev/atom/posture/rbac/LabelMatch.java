// SPDX-License-Identifier: Apache-2.0
package dev.atom.posture.rbac;

import java.util.List;
import java.util.Map;

/// A label selector of an aggregated ClusterRole: every demand must hold.
public record LabelMatch(List<Demand> demands) {
  public LabelMatch {
    demands = List.copyOf(demands);
  }

  /// How a demand compares.
  public enum Operator {
    /// The label is there and has one of the values.
    IN,
    /// The label is not there, or has none of the values.
    NOT_IN,
    /// The label is there.
    EXISTS,
    /// The label is not there.
    DOES_NOT_EXIST
  }

  /// One demand.
  public record Demand(String key, Operator operator, List<String> values) {
    public Demand {
      values = List.copyOf(values);
    }

    boolean holds(Map<String, String> labels) {
      String value = labels.get(key);
      return switch (operator) {
        case IN -> value != null && values.contains(value);
        case NOT_IN -> value == null || !values.contains(value);
        case EXISTS -> value != null;
        case DOES_NOT_EXIST -> value == null;
      };
    }
  }

  /// Selects what has the label with this value.
  public static LabelMatch label(String key, String value) {
    return new LabelMatch(List.of(new Demand(key, Operator.IN, List.of(value))));
  }

  /// Whether labels are selected; a selector that demands nothing selects all.
  boolean selects(Map<String, String> labels) {
    return demands.stream().allMatch(it -> it.holds(labels));
  }
}
