// SPDX-License-Identifier: Apache-2.0
package dev.atom.protocol;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Writes the protobuf wire format into a growing array. Not safe for several threads.
///
/// Fields with their default value are left out, as the language prescribes.
final class WireWriter {
  static final int VARINT = 0;
  static final int FIXED64 = 1;
  static final int BYTES = 2;

  private byte[] buffer;
  private int size;

  WireWriter(int expected) {
    buffer = new byte[Math.max(16, expected)];
  }

  byte[] toBytes() {
    return Arrays.copyOf(buffer, size);
  }

  void number(int field, long value) {
    if (value != 0) {
      tag(field, VARINT);
      varint(value);
    }
  }

  void text(int field, String value) {
    if (!value.isEmpty()) {
      bytes(field, value.getBytes(StandardCharsets.UTF_8));
    }
  }

  /// An element of a repeated field, which may be empty.
  void element(int field, String value) {
    bytes(field, value.getBytes(StandardCharsets.UTF_8));
  }

  void bytes(int field, byte[] value) {
    tag(field, BYTES);
    varint(value.length);
    raw(value);
  }

  void real(int field, double value) {
    tag(field, FIXED64);
    long bits = Double.doubleToRawLongBits(value);
    room(8);
    for (int i = 0; i < 8; i++) {
      buffer[size++] = (byte) (bits >>> (8 * i));
    }
  }

  /// A packed list of numbers.
  void numbers(int field, int[] values, int count) {
    if (count == 0) {
      return;
    }
    int length = 0;
    for (int i = 0; i < count; i++) {
      length += varintSize(values[i]);
    }
    tag(field, BYTES);
    varint(length);
    for (int i = 0; i < count; i++) {
      varint(values[i]);
    }
  }

  private void tag(int field, int type) {
    varint(((long) field << 3) | type);
  }

  private void varint(long value) {
    room(10);
    long rest = value;
    while ((rest & ~0x7FL) != 0) {
      buffer[size++] = (byte) ((rest & 0x7F) | 0x80);
      rest >>>= 7;
    }
    buffer[size++] = (byte) rest;
  }

  private static int varintSize(long value) {
    return Math.max(1, (70 - Long.numberOfLeadingZeros(value)) / 7);
  }

  private void raw(byte[] value) {
    room(value.length);
    System.arraycopy(value, 0, buffer, size, value.length);
    size += value.length;
  }

  private void room(int more) {
    if (buffer.length - size < more) {
      buffer = Arrays.copyOf(buffer, Math.max(buffer.length * 2, size + more));
    }
  }
}
