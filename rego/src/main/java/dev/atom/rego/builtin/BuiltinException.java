// SPDX-License-Identifier: Apache-2.0
package dev.atom.rego.builtin;

/// A builtin that cannot give a result for its arguments.
public final class BuiltinException extends RuntimeException {
  private final String code;

  private BuiltinException(String code, String message) {
    super(message, null, false, false);
    this.code = code;
  }

  /// Arguments of the right kind with a wrong content.
  public static BuiltinException failed(String message) {
    return new BuiltinException("eval_builtin_error", message);
  }

  /// Arguments of a wrong kind.
  public static BuiltinException type(String message) {
    return new BuiltinException("eval_type_error", message);
  }

  public String code() {
    return code;
  }
}
