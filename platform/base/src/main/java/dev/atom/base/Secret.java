// SPDX-License-Identifier: Apache-2.0
package dev.atom.base;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// A value that must not appear in a log, an error, a stack trace or a printed configuration.
///
/// Printing it shows `***`. Only [#reveal()] gives the value; the architecture tests hold the list
/// of classes that may call it. Comparison is constant-time in the length of the longer value.
///
/// One that came from a file can be read [again][#reread()], which is how it is rotated without a
/// restart, and [forgotten][#forget()] meanwhile.
public final class Secret {
  private final int length;
  private final @Nullable Supplier<String> source;
  private volatile byte @Nullable [] value;

  private Secret(String value, @Nullable Supplier<String> source) {
    this.length = value.length();
    this.value = value.getBytes(StandardCharsets.UTF_8);
    this.source = source;
  }

  /// Wraps `value`. The caller should drop its own reference.
  public static Secret of(String value) {
    return new Secret(value, null);
  }

  /// What `source` gives now, and can give again: it throws an [AtomException] when it cannot.
  public static Secret from(Supplier<String> source) {
    return new Secret(source.get(), source);
  }

  /// The value itself: the one dangerous method of this type.
  public String reveal() {
    return known();
  }

  private String known() {
    byte[] known = value;
    if (known == null) {
      return Objects.requireNonNull(source, "only what has a source is forgotten").get();
    }
    return new String(known, StandardCharsets.UTF_8);
  }

  /// The secret as its source has it now; this one where there is no source.
  ///
  /// @throws AtomException when the source cannot be read
  public Secret reread() {
    return source == null ? this : from(source);
  }

  /// Erases the value from memory where it can be had again; [#reveal()] reads the source then.
  public void forget() {
    byte[] known = value;
    if (source != null && known != null) {
      value = null;
      Arrays.fill(known, (byte) 0);
    }
  }

  /// The number of characters, which may be told: length rules need it.
  public int length() {
    return length;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Secret that
        && MessageDigest.isEqual(
            known().getBytes(StandardCharsets.UTF_8),
            that.known().getBytes(StandardCharsets.UTF_8));
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
