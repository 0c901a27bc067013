// SPDX-License-Identifier: Apache-2.0
package dev.atom.rego;

/// What is wrong with a program or went wrong in an evaluation, and where.
///
/// Codes are the language's own (`rego_parse_error`, `rego_unsafe_var_error`,
/// `eval_conflict_error`, …) and two of this evaluator: `rego_unsupported` for what it refuses to
/// load and `eval_limit_error` for an evaluation that was cut off.
public record RegoError(String file, int line, int column, String code, String message) {
  @Override
  public String toString() {
    return file + ":" + line + ":" + column + ": " + code + ": " + message;
  }
}
