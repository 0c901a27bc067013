// SPDX-License-Identifier: Apache-2.0
package dev.atom.posture.network;

import dev.atom.posture.manifest.Labels;
import dev.atom.posture.manifest.Node;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/// Reads label selectors. What the API would refuse selects nothing, and is said.
public final class Selectors {
  private Selectors() {}

  /// The selector, or what selects nothing. A missing node is read as an empty selector: the caller
  /// decides first whether missing means something else.
  public static LabelSelector read(Node node, List<Remark> remarks) {
    var requirements = new ArrayList<LabelSelector.Requirement>();
    for (Node each : node.get("matchExpressions").items()) {
      var requirement = requirement(each);
      if (requirement.isEmpty()) {
        remarks.add(
            new Remark(
                each.place(),
                "this expression is no label selector's: it is read as selecting nothing"));
        return LabelSelector.nothing();
      }
      requirements.add(requirement.get());
    }
    return new LabelSelector(Labels.of(node.get("matchLabels")), requirements);
  }

  private static Optional<LabelSelector.Requirement> requirement(Node node) {
    var values = new TreeSet<String>();
    node.get("values").items().forEach(value -> values.add(value.scalar()));
    var operator =
        switch (node.get("operator").scalar()) {
          case "In" -> LabelSelector.Operator.IN;
          case "NotIn" -> LabelSelector.Operator.NOT_IN;
          case "Exists" -> LabelSelector.Operator.EXISTS;
          case "DoesNotExist" -> LabelSelector.Operator.DOES_NOT_EXIST;
          default -> null;
        };
    String key = node.get("key").scalar();
    if (operator == null || key.isEmpty()) {
      return Optional.empty();
    }
    boolean takesValues =
        operator == LabelSelector.Operator.IN || operator == LabelSelector.Operator.NOT_IN;
    return takesValues == values.isEmpty()
        ? Optional.empty()
        : Optional.of(new LabelSelector.Requirement(key, operator, values));
  }
}
