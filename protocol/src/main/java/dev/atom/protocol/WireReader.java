// SPDX-License-Identifier: Apache-2.0
package dev.atom.protocol;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Reads the protobuf wire format, trusting nothing: lengths are checked against what is there,
/// text must be UTF-8. Unknown fields can be skipped.
final class WireReader {
  private final byte[] bytes;
  private int at;
  private final int end;
  private int type;

  WireReader(byte[] bytes) {
    this(bytes, 0, bytes.length);
  }

  private WireReader(byte[] bytes, int from, int end) {
    this.bytes = bytes;
    this.at = from;
    this.end = end;
  }

  /// The number of the next field, or 0 at the end.
  int next() throws MalformedMessageException {
    if (at == end) {
      return 0;
    }
    long tag = varint();
    long field = tag >>> 3;
    type = (int) (tag & 7);
    if (field < 1 || field > 1_000_000) {
      throw new MalformedMessageException("field number " + field);
    }
    return (int) field;
  }

  long number() throws MalformedMessageException {
    expect(WireWriter.VARINT);
    return varint();
  }

  int small(int max) throws MalformedMessageException {
    long value = number();
    if (value < 0 || value > max) {
      throw new MalformedMessageException(value + " where at most " + max + " can stand");
    }
    return (int) value;
  }

  double real() throws MalformedMessageException {
    expect(WireWriter.FIXED64);
    need(8);
    long bits = 0;
    for (int i = 0; i < 8; i++) {
      bits |= (bytes[at + i] & 0xFFL) << (8 * i);
    }
    at += 8;
    return Double.longBitsToDouble(bits);
  }

  String text() throws MalformedMessageException {
    int length = length();
    try {
      String text =
          StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes, at, length)).toString();
      at += length;
      return text;
    } catch (CharacterCodingException e) {
      throw new MalformedMessageException("text that is not UTF-8", e);
    }
  }

  byte[] bytes() throws MalformedMessageException {
    int length = length();
    byte[] copy = Arrays.copyOfRange(bytes, at, at + length);
    at += length;
    return copy;
  }

  /// A reader of the message that stands here.
  WireReader message() throws MalformedMessageException {
    int length = length();
    var inner = new WireReader(bytes, at, at + length);
    at += length;
    return inner;
  }

  int[] numbers(int max) throws MalformedMessageException {
    WireReader inner = message();
    int[] values = new int[inner.end - inner.at];
    int count = 0;
    while (inner.at < inner.end) {
      long value = inner.varint();
      if (value < 0 || value > max) {
        throw new MalformedMessageException(value + " where at most " + max + " can stand");
      }
      values[count++] = (int) value;
    }
    return Arrays.copyOf(values, count);
  }

  void skip() throws MalformedMessageException {
    switch (type) {
      case WireWriter.VARINT -> varint();
      case WireWriter.FIXED64 -> advance(8);
      case WireWriter.BYTES -> advance(length());
      case 5 -> advance(4);
      default -> throw new MalformedMessageException("wire type " + type);
    }
  }

  private int length() throws MalformedMessageException {
    expect(WireWriter.BYTES);
    long length = varint();
    if (length < 0 || length > end - at) {
      throw new MalformedMessageException("a length of " + length + " beyond the end");
    }
    return (int) length;
  }

  private void advance(int count) throws MalformedMessageException {
    need(count);
    at += count;
  }

  private void need(int count) throws MalformedMessageException {
    if (end - at < count) {
      throw new MalformedMessageException("it ends in the middle of a value");
    }
  }

  private void expect(int wanted) throws MalformedMessageException {
    if (type != wanted) {
      throw new MalformedMessageException("wire type " + type + " instead of " + wanted);
    }
  }

  private long varint() throws MalformedMessageException {
    long value = 0;
    for (int shift = 0; shift < 64; shift += 7) {
      need(1);
      byte part = bytes[at++];
      value |= (part & 0x7FL) << shift;
      if (part >= 0) {
        return value;
      }
    }
    throw new MalformedMessageException("a number of more than ten bytes");
  }
}
