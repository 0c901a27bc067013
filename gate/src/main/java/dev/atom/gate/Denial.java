// SPDX-License-Identifier: Apache-2.0
package dev.atom.gate;

import dev.atom.policy.Rule;
import java.util.List;

/// A refusal: where it fell, why, and what the caller may know of it.
///
/// @param stage where
/// @param reason why
/// @param message a sentence for the caller; holds no secret and no internals
/// @param detail a sentence for the operator; goes to the audit record, never to the wire
/// @param rules the policy rules that spoke, empty unless the policy refused
public record Denial(
    Stage stage, DenyReason reason, String message, String detail, List<Rule> rules) {
  public Denial {
    rules = List.copyOf(rules);
  }

  /// A refusal in which no policy rule had a part.
  public static Denial of(Stage stage, DenyReason reason, String message, String detail) {
    return new Denial(stage, reason, message, detail, List.of());
  }

  /// A refusal that needs no more words for the operator than for the caller.
  public static Denial of(Stage stage, DenyReason reason, String message) {
    return new Denial(stage, reason, message, "", List.of());
  }
}
