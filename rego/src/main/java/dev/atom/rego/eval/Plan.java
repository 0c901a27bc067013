// SPDX-License-Identifier: Apache-2.0
package dev.atom.rego.eval;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.function.UnaryOperator;

/// A body under construction: what is bound so far and the steps that bound it. Each step is kept
/// as a function of the step after it, so that the last is linked first.
final class Plan {
  final BitSet bound;
  final List<UnaryOperator<Step>> steps;

  Plan(BitSet bound) {
    this.bound = (BitSet) bound.clone();
    this.steps = new ArrayList<>();
  }

  /// A copy to try something on.
  Plan attempt() {
    return new Plan(bound);
  }

  /// Takes over an attempt that worked out.
  void commit(Plan attempt) {
    bound.or(attempt.bound);
    steps.addAll(attempt.steps);
  }

  void add(UnaryOperator<Step> step) {
    steps.add(step);
  }

  Step link(Step last) {
    Step step = last;
    for (int i = steps.size() - 1; i >= 0; i--) {
      step = steps.get(i).apply(step);
    }
    return step;
  }
}
