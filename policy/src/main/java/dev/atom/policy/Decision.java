// SPDX-License-Identifier: Apache-2.0
package dev.atom.policy;

import java.util.List;

/// What policy says about a call. Only [Permit] lets it pass.
public sealed interface Decision {
  /// Allowed, and denied by nothing.
  ///
  /// @param call the proof
  /// @param rules that allow
  record Permit(AuthorizedCall call, List<Rule> rules) implements Decision {
    public Permit {
      rules = List.copyOf(rules);
    }
  }

  /// Denied by at least one rule, or allowed by none.
  ///
  /// @param reasons all of them, in the order of their texts, each with a rule that gives it; never
  ///   empty
  /// @param rules that deny; empty when nothing allows
  record Forbid(List<Reason> reasons, List<Rule> rules) implements Decision {
    public Forbid {
      reasons = List.copyOf(reasons);
      rules = List.copyOf(rules);
    }
  }

  /// The policies could not answer; the call is refused.
  ///
  /// @param why what went wrong, for operators
  record Undecided(String why) implements Decision {}
}
