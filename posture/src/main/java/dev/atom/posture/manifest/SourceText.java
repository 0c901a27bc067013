// SPDX-License-Identifier: Apache-2.0
package dev.atom.posture.manifest;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

/// The text in a file's bytes: UTF-8, or UTF-16 when it begins by saying so.
sealed interface SourceText {
  /// The text.
  record Text(String text) implements SourceText {}

  /// There is none.
  record Refused(Unreadable why) implements SourceText {}

  /// What the bytes of `file` say.
  static SourceText of(String file, byte[] bytes) {
    if (startsWith(bytes, 0xFE, 0xFF)) {
      return decoded(file, bytes, 2, StandardCharsets.UTF_16BE);
    }
    if (startsWith(bytes, 0xFF, 0xFE)) {
      return decoded(file, bytes, 2, StandardCharsets.UTF_16LE);
    }
    return decoded(
        file, bytes, startsWith(bytes, 0xEF, 0xBB, 0xBF) ? 3 : 0, StandardCharsets.UTF_8);
  }

  private static SourceText decoded(String file, byte[] bytes, int from, Charset charset) {
    String text = new String(bytes, from, bytes.length - from, charset);
    int nul = text.indexOf('\0');
    if (nul >= 0) {
      return new Refused(new Unreadable(new Place(file, line(text, nul), 1), "this is binary"));
    }
    // What cannot be decoded becomes U+FFFD, which may also have been written by somebody.
    int doubtful = text.indexOf('\uFFFD');
    if (doubtful >= 0 && !isClean(bytes, from, charset)) {
      return new Refused(
          new Unreadable(
              new Place(file, line(text, doubtful), 1), "this is no " + charset + " text"));
    }
    return new Text(text);
  }

  private static boolean isClean(byte[] bytes, int from, Charset charset) {
    var in = ByteBuffer.wrap(bytes, from, bytes.length - from);
    var out = CharBuffer.allocate(8192);
    var decoder = charset.newDecoder();
    while (true) {
      var result = decoder.decode(in, out, true);
      if (!result.isOverflow()) {
        return !result.isError();
      }
      out.clear();
    }
  }

  private static int line(String text, int end) {
    return 1 + (int) text.substring(0, end).chars().filter(c -> c == '\n').count();
  }

  private static boolean startsWith(byte[] bytes, int... start) {
    if (bytes.length < start.length) {
      return false;
    }
    for (int i = 0; i < start.length; i++) {
      if ((bytes[i] & 0xFF) != start[i]) {
        return false;
      }
    }
    return true;
  }
}
