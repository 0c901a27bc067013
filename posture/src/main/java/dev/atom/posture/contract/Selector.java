// SPDX-License-Identifier: Apache-2.0
package dev.atom.posture.contract;

import dev.atom.posture.manifest.Node;
import java.util.Map;

/// Whether a label selector, as it is written, selects labels.
final class Selector {
  private Selector() {}

  /// Nothing selects nothing; an empty selector selects everything.
  static boolean selects(Node selector, Map<String, String> labels) {
    if (selector.isNull()) {
      return false;
    }
    Node exact = selector.get("matchLabels");
    for (String key : exact.keys()) {
      if (!exact.get(key).scalar().equals(labels.get(key))) {
        return false;
      }
    }
    return selector.get("matchExpressions").items().stream().allMatch(e -> holds(e, labels));
  }

  private static boolean holds(Node expression, Map<String, String> labels) {
    String value = labels.get(expression.get("key").scalar());
    boolean among =
        value != null
            && expression.get("values").items().stream().anyMatch(v -> v.scalar().equals(value));
    return switch (expression.get("operator").scalar()) {
      case "In" -> among;
      case "NotIn" -> !among;
      case "Exists" -> value != null;
      case "DoesNotExist" -> value == null;
      default -> false;
    };
  }
}
