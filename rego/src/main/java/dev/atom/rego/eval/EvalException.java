// SPDX-License-Identifier: Apache-2.0
package dev.atom.rego.eval;

import dev.atom.rego.RegoError;
import dev.atom.rego.parse.Position;

/// Ends an evaluation with an error.
final class EvalException extends RuntimeException {
  final transient RegoError error;

  EvalException(Position at, String code, String message) {
    super(message, null, false, false);
    this.error = new RegoError(at.file(), at.line(), at.column(), code, message);
  }
}
