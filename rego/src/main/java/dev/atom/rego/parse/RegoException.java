// SPDX-License-Identifier: Apache-2.0
package dev.atom.rego.parse;

import dev.atom.rego.RegoError;

/// Carries an error of the program text up to the one place that turns it into an outcome.
public final class RegoException extends RuntimeException {
  private final transient RegoError error;

  public RegoException(Position at, String code, String message) {
    this(new RegoError(at.file(), at.line(), at.column(), code, message));
  }

  public RegoException(RegoError error) {
    super(error.message(), null, false, false);
    this.error = error;
  }

  public RegoError error() {
    return error;
  }
}
