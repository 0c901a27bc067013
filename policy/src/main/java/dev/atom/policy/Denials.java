// SPDX-License-Identifier: Apache-2.0
package dev.atom.policy;

import dev.atom.rego.ObjectValue;
import dev.atom.rego.RuleHit;
import dev.atom.rego.Value;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Turns elements of the deny set into reasons with the rules that gave them.
final class Denials {
  private Denials() {}

  /// The words of a denial: a text itself, or an object's `msg`, else the object as JSON; null when
  /// it is neither text nor object.
  static @Nullable String text(Value denial) {
    return switch (denial) {
      case Value.Str words -> words.text();
      case ObjectValue object ->
          object.get("msg") instanceof Value.Str words ? words.text() : object.toJson();
      default -> null;
    };
  }

  /// One reason for each rule that is known to give the denial; at least one.
  static void addReasons(List<Reason> reasons, String text, Value denial, List<RuleHit> denying) {
    int before = reasons.size();
    for (RuleHit hit : denying) {
      if (hit.path().equals(PolicyEngine.DENY) && hit.value().equals(denial)) {
        Reason reason = new Reason(text, rule(hit));
        if (!reasons.subList(before, reasons.size()).contains(reason)) {
          reasons.add(reason);
        }
      }
    }
    if (reasons.size() == before) {
      reasons.add(new Reason(text, new Rule(PolicyEngine.DENY, "", 0)));
    }
  }

  static Rule rule(RuleHit hit) {
    return new Rule(hit.path(), hit.file(), hit.line());
  }
}
