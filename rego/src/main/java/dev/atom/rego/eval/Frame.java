// SPDX-License-Identifier: Apache-2.0
package dev.atom.rego.eval;

import dev.atom.rego.Value;
import org.jspecify.annotations.Nullable;

/// The variables of one running body. Which slots are bound is known when the body is compiled, so
/// nothing is ever unbound.
final class Frame {
  final Run run;
  final Value[] slots;
  final Object[] aux;
  @Nullable Value result;

  Frame(Run run, int slots, int aux) {
    this.run = run;
    this.slots = new Value[slots];
    this.aux = aux == 0 ? NONE : new Object[aux];
  }

  private static final Object[] NONE = {};
}
