// SPDX-License-Identifier: Apache-2.0
package dev.atom.telemetry;

import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import java.util.Arrays;

/// Writes JSON objects, one per line, as UTF-8 into a buffer that is reused. Not thread-safe.
///
/// Control characters, quotes and line separators are escaped, so no value can start a line of its
/// own. Unpaired surrogates become `?`.
final class JsonLine {
  private static final byte[] HEX = {
    '0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'a', 'b', 'c', 'd', 'e', 'f'
  };

  private byte[] bytes = new byte[8 * 1024];
  private int size;
  private boolean first;

  // Most lines are of the same second as the one before.
  private long secondWritten = Long.MIN_VALUE;
  private String second = "";

  /// Starts an object.
  JsonLine begin() {
    first = true;
    return raw('{');
  }

  /// Ends the object and the line.
  JsonLine end() {
    return raw('}').raw('\n');
  }

  JsonLine field(String name, String value) {
    return name(name).quoted(value);
  }

  JsonLine field(String name, long value) {
    return name(name).digits(value);
  }

  JsonLine field(String name, boolean value) {
    return name(name).ascii(value ? "true" : "false");
  }

  JsonLine fieldNull(String name) {
    return name(name).ascii("null");
  }

  /// Microseconds as milliseconds with three decimals.
  JsonLine fieldMillis(String name, long micros) {
    return name(name).digits(micros / 1000).raw('.').threeDigits(micros % 1000);
  }

  /// A moment in UTC to the millisecond, as ISO 8601 writes it.
  JsonLine fieldTime(String name, long epochMillis) {
    long epochSecond = Math.floorDiv(epochMillis, 1000);
    if (epochSecond != secondWritten) {
      String whole = Instant.ofEpochSecond(epochSecond).toString();
      second = whole.substring(0, whole.length() - 1);
      secondWritten = epochSecond;
    }
    name(name).raw('"').ascii(second);
    long millis = Math.floorMod(epochMillis, 1000L);
    if (millis != 0) {
      raw('.').threeDigits(millis);
    }
    return raw('Z').raw('"');
  }

  private JsonLine threeDigits(long number) {
    return raw((int) ('0' + number / 100))
        .raw((int) ('0' + number / 10 % 10))
        .raw((int) ('0' + number % 10));
  }

  int size() {
    return size;
  }

  /// Writes everything to `out` and forgets it, whether that worked or not.
  void drainTo(OutputStream out) throws IOException {
    int length = size;
    size = 0;
    out.write(bytes, 0, length);
    out.flush();
  }

  byte[] take() {
    byte[] taken = Arrays.copyOf(bytes, size);
    size = 0;
    return taken;
  }

  private JsonLine name(String name) {
    if (!first) {
      raw(',');
    }
    first = false;
    return quoted(name).raw(':');
  }

  private JsonLine quoted(String text) {
    reserve(text.length() + 2);
    bytes[size++] = '"';
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c >= 0x20 && c < 0x7f && c != '"' && c != '\\') {
        if (size == bytes.length) {
          reserve(1);
        }
        bytes[size++] = (byte) c;
      } else {
        i = special(text, i, c);
      }
    }
    return raw('"');
  }

  /// Writes what is not plain ASCII; the place of the last character written.
  private int special(String text, int i, char c) {
    if (c == '"' || c == '\\') {
      raw('\\').raw(c);
    } else if (c < 0x20 || c == 0x7f || c == 0x2028 || c == 0x2029) {
      escaped(c);
    } else if (!Character.isSurrogate(c)) {
      utf8(c);
    } else if (i + 1 < text.length() && Character.isSurrogatePair(c, text.charAt(i + 1))) {
      utf8(Character.toCodePoint(c, text.charAt(i + 1)));
      return i + 1;
    } else {
      raw('?');
    }
    return i;
  }

  private void escaped(char c) {
    raw('\\').raw('u').raw(HEX[c >> 12]).raw(HEX[(c >> 8) & 0xf]);
    raw(HEX[(c >> 4) & 0xf]).raw(HEX[c & 0xf]);
  }

  private void utf8(int point) {
    if (point < 0x800) {
      raw(0xc0 | (point >> 6)).raw(tail(point));
    } else if (point < 0x10000) {
      raw(0xe0 | (point >> 12)).raw(tail(point >> 6)).raw(tail(point));
    } else {
      raw(0xf0 | (point >> 18)).raw(tail(point >> 12));
      raw(tail(point >> 6)).raw(tail(point));
    }
  }

  private static int tail(int bits) {
    return 0x80 | (bits & 0x3f);
  }

  private JsonLine digits(long value) {
    return ascii(Long.toString(value));
  }

  private JsonLine ascii(String text) {
    for (int i = 0; i < text.length(); i++) {
      raw(text.charAt(i));
    }
    return this;
  }

  private JsonLine raw(int b) {
    if (size == bytes.length) {
      reserve(1);
    }
    bytes[size++] = (byte) b;
    return this;
  }

  private void reserve(int more) {
    if (bytes.length - size < more) {
      bytes = Arrays.copyOf(bytes, Math.max(size + more, size * 2));
    }
  }
}
