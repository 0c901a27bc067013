// SPDX-License-Identifier: Apache-2.0
package dev.atom.base;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Objects;

/// A value that must not appear in a log, an error, a stack trace or a printed configuration.
///
/// Printing it shows `***`. Only [#reveal()] gives the value; the architecture tests hold the list
/// of classes that may call it. Comparison is constant-time in the length of the longer value.
public final class Secret {
  private final String value;

  private Secret(String value) {
    this.value = Objects.requireNonNull(value, "value");
  }

  /// Wraps `value`. The caller should drop its own reference.
  public static Secret of(String value) {
    return new Secret(value);
  }

  /// The value itself: the one dangerous method of this type.
  public String reveal() {
    return value;
  }

  /// The number of characters, which may be told: length rules need it.
  public int length() {
    return value.length();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Secret that
        && MessageDigest.isEqual(
            value.getBytes(StandardCharsets.UTF_8), that.value.getBytes(StandardCharsets.UTF_8));
  }

  /// Constant on purpose: a hash of a secret is a leak of it.
  @Override
  public int hashCode() {
    return 0;
  }

  @Override
  public String toString() {
    return "***";
  }
}
