// SPDX-License-Identifier: Apache-2.0
package dev.atom.audit.chain;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.UUID;

/// A growing byte array that is used again and again: fields in the form of PostgreSQL's binary
/// COPY, that is, a 4-byte length and the value, all big-endian. Not safe for use by two threads.
public final class ByteSink {
  private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

  private byte[] bytes;
  private int size;

  /// An empty sink with room for `capacity` bytes.
  public ByteSink(int capacity) {
    this.bytes = new byte[capacity];
  }

  /// What has been written; only the first [#size()] bytes count, until the next write.
  public byte[] array() {
    return bytes;
  }

  /// How many bytes have been written.
  public int size() {
    return size;
  }

  /// Forgets everything from `newSize` on.
  public void cutTo(int newSize) {
    size = newSize;
  }

  /// Writes `value` as it is.
  public void raw(byte[] value) {
    room(value.length);
    System.arraycopy(value, 0, bytes, size, value.length);
    size += value.length;
  }

  /// Writes two bytes without a length.
  public void rawShort(int value) {
    room(2);
    bytes[size++] = (byte) (value >>> 8);
    bytes[size++] = (byte) value;
  }

  /// A field of two bytes.
  public void int2(int value) {
    rawInt(2);
    rawShort(value);
  }

  /// A field of four bytes.
  public void int4(int value) {
    rawInt(4);
    rawInt(value);
  }

  /// A field of eight bytes.
  public void int8(long value) {
    rawInt(8);
    rawLong(value);
  }

  /// A field of sixteen bytes.
  public void uuid(UUID value) {
    rawInt(16);
    rawLong(value.getMostSignificantBits());
    rawLong(value.getLeastSignificantBits());
  }

  /// A field of the bytes themselves.
  public void binary(byte[] value) {
    rawInt(value.length);
    raw(value);
  }

  /// A field that is NULL.
  public void absent() {
    rawInt(-1);
  }

  /// A field of lower-case hex text.
  public void hex(byte[] value) {
    rawInt(2 * value.length);
    room(2 * value.length);
    for (byte b : value) {
      bytes[size++] = HEX[(b >> 4) & 15];
      bytes[size++] = HEX[b & 15];
    }
  }

  /// A field of UTF-8 text. U+0000, which PostgreSQL cannot hold, and unpaired surrogates become
  /// U+FFFD.
  public void text(String value) {
    int at = size;
    rawInt(0);
    rawText(value);
    int end = size;
    size = at;
    rawInt(end - at - 4);
    size = end;
  }

  /// Writes UTF-8 text without a length, cleaned like [#text].
  public void rawText(String value) {
    int length = value.length();
    room(3 * length);
    for (int i = asciiPrefix(value); i < length; i++) {
      char c = value.charAt(i);
      if (c < 0x80 && c != 0) {
        bytes[size++] = (byte) c;
      } else if (Character.isHighSurrogate(c)
          && i + 1 < length
          && Character.isLowSurrogate(value.charAt(i + 1))) {
        fourBytes(Character.toCodePoint(c, value.charAt(++i)));
      } else {
        upToThreeBytes(c == 0 || Character.isSurrogate(c) ? '\uFFFD' : c);
      }
    }
  }

  /// Writes the plain ASCII that `value` begins with, which is nearly always all of it; the room is
  /// there. Gives its length.
  private int asciiPrefix(String value) {
    byte[] target = bytes;
    int at = size;
    int length = value.length();
    int i = 0;
    while (i < length) {
      char c = value.charAt(i);
      if (c >= 0x80 || c == 0) {
        break;
      }
      target[at++] = (byte) c;
      i++;
    }
    size = at;
    return i;
  }

  /// The UTF-8 form of `value`, cleaned like [#text].
  public static byte[] utf8(String value) {
    byte[] plain = value.getBytes(StandardCharsets.US_ASCII);
    if (value.indexOf(0) < 0 && value.equals(new String(plain, StandardCharsets.US_ASCII))) {
      return plain; // nearly always, and many bytes at a time
    }
    var sink = new ByteSink(value.length() + 16);
    sink.rawText(value);
    return Arrays.copyOf(sink.bytes, sink.size);
  }

  private void upToThreeBytes(char c) {
    if (c < 0x800) {
      bytes[size++] = (byte) (0xC0 | (c >> 6));
    } else {
      bytes[size++] = (byte) (0xE0 | (c >> 12));
      bytes[size++] = (byte) (0x80 | ((c >> 6) & 0x3F));
    }
    bytes[size++] = (byte) (0x80 | (c & 0x3F));
  }

  private void fourBytes(int codePoint) {
    bytes[size++] = (byte) (0xF0 | (codePoint >> 18));
    bytes[size++] = (byte) (0x80 | ((codePoint >> 12) & 0x3F));
    bytes[size++] = (byte) (0x80 | ((codePoint >> 6) & 0x3F));
    bytes[size++] = (byte) (0x80 | (codePoint & 0x3F));
  }

  private void rawInt(int value) {
    room(4);
    bytes[size++] = (byte) (value >>> 24);
    bytes[size++] = (byte) (value >>> 16);
    bytes[size++] = (byte) (value >>> 8);
    bytes[size++] = (byte) value;
  }

  private void rawLong(long value) {
    rawInt((int) (value >>> 32));
    rawInt((int) value);
  }

  private void room(int more) {
    if (bytes.length - size < more) {
      bytes = Arrays.copyOf(bytes, Math.max(Math.addExact(size, more), bytes.length * 2));
    }
  }
}
