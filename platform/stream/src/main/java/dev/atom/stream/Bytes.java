// SPDX-License-Identifier: Apache-2.0
package dev.atom.stream;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Bytes that do not change, equal when they are the same bytes.
public final class Bytes {
  private final byte[] value;

  private Bytes(byte[] value) {
    this.value = value;
  }

  /// A copy of `value`.
  public static Bytes of(byte[] value) {
    return new Bytes(value.clone());
  }

  /// The UTF-8 form of `text`.
  public static Bytes utf8(String text) {
    return new Bytes(text.getBytes(StandardCharsets.UTF_8));
  }

  /// A copy of the bytes.
  public byte[] toArray() {
    return value.clone();
  }

  /// The bytes read as UTF-8; what is none becomes U+FFFD.
  public String text() {
    return new String(value, StandardCharsets.UTF_8);
  }

  /// How many there are.
  public int size() {
    return value.length;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Bytes that && Arrays.equals(value, that.value);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(value);
  }

  /// The number of bytes only: records do not belong into logs.
  @Override
  public String toString() {
    return value.length + " bytes";
  }
}
