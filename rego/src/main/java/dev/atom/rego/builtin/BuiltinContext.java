// SPDX-License-Identifier: Apache-2.0
package dev.atom.rego.builtin;

import com.google.re2j.Pattern;

/// What a builtin may know of the evaluation that calls it.
public interface BuiltinContext {
  /// The instant of the evaluation, in nanoseconds since 1970.
  long nowNanos();

  /// A compiled regular expression, kept for the next call.
  ///
  /// @throws BuiltinException when the expression is not one, or too large
  Pattern pattern(String expression);

  /// Counts work against the limits of the evaluation, before it is done.
  void charge(long steps);
}
