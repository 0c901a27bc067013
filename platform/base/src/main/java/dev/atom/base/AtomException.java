// SPDX-License-Identifier: Apache-2.0
package dev.atom.base;

import java.io.Serial;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// An operational failure: something outside the code's control went wrong.
///
/// The message names the thing, the value and the way out, and holds no secret. Expected outcomes
/// are sealed values, never exceptions; programming errors are the JDK's own exceptions.
public final class AtomException extends RuntimeException {
  @Serial private static final long serialVersionUID = 1L;

  private final ErrorCode code;

  public AtomException(ErrorCode code, String message) {
    this(code, message, null);
  }

  public AtomException(ErrorCode code, String message, @Nullable Throwable cause) {
    super(Objects.requireNonNull(message, "message"), cause);
    this.code = Objects.requireNonNull(code, "code");
  }

  /// The stable name of what went wrong.
  public ErrorCode code() {
    return code;
  }
}
