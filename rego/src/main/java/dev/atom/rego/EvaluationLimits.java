// SPDX-License-Identifier: Apache-2.0
package dev.atom.rego;

/// How much one evaluation may take; beyond it fails with `eval_limit_error`, it never answers.
///
/// @param steps how many rules, iterations and items of results are counted out
/// @param depth how deep rules and functions may call one another
/// @param strictBuiltinErrors whether an error of a builtin ends the evaluation, or leaves its
///   expression undefined as the language does by default
public record EvaluationLimits(long steps, int depth, boolean strictBuiltinErrors) {
  /// One million steps, 200 calls deep, strict.
  public static final EvaluationLimits DEFAULT = new EvaluationLimits(1_000_000, 200, true);

  public EvaluationLimits {
    if (steps < 1 || depth < 1) {
      throw new IllegalArgumentException(
          "limits of " + steps + " steps and depth " + depth + ": both must be positive");
    }
  }

  /// Limits that end an evaluation at the first error of a builtin.
  public EvaluationLimits(long steps, int depth) {
    this(steps, depth, true);
  }

  /// These limits with builtin errors as undefined.
  public EvaluationLimits lenient() {
    return new EvaluationLimits(steps, depth, false);
  }
}
