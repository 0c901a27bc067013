// SPDX-License-Identifier: Apache-2.0
package dev.atom.audit.checkpoint;

import dev.atom.audit.tree.TreeHash;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/// The pieces that all formats here are made of, each in its one right form.
final class StrictText {
  /// No note of ours comes near.
  static final int BYTES_MAX = 64 * 1024;

  private static final int DIGITS_MAX = 19;

  private StrictText() {}

  /// The text that `bytes` are, if it is UTF-8, holds no control characters but line feeds, and
  /// ends with one.
  static String decode(byte[] bytes) throws FormatException {
    if (bytes.length > BYTES_MAX) {
      throw new FormatException(FormatFault.TOO_LONG, bytes.length + " bytes are too many");
    }
    String text;
    try {
      text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw new FormatException(FormatFault.NOT_UTF8, "these bytes are not UTF-8");
    }
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\r') {
        throw new FormatException(FormatFault.CARRIAGE_RETURN, "a carriage return at " + i);
      }
      if (c < ' ' && c != '\n') {
        throw new FormatException(FormatFault.CONTROL_CHARACTER, "a control character at " + i);
      }
    }
    if (!text.endsWith("\n")) {
      throw new FormatException(FormatFault.NO_FINAL_NEWLINE, "the last line does not end");
    }
    return text;
  }

  /// A decimal number from 0 to 2^63 - 1.
  static long number(String digits, String what) throws FormatException {
    if (digits.isEmpty() || !digits.chars().allMatch(c -> c >= '0' && c <= '9')) {
      throw new FormatException(FormatFault.NOT_A_NUMBER, "the " + what + " is no number");
    }
    if (digits.length() > 1 && digits.charAt(0) == '0') {
      throw new FormatException(FormatFault.LEADING_ZERO, "the " + what + " begins with a zero");
    }
    try {
      if (digits.length() <= DIGITS_MAX) {
        return Long.parseLong(digits);
      }
    } catch (NumberFormatException _) {
      // Nineteen digits above 2^63 - 1.
    }
    throw new FormatException(FormatFault.NUMBER_TOO_LONG, "the " + what + " is too large");
  }

  /// Standard base64 with padding, and nothing that another text stands for too.
  static byte[] base64(String text, String what) throws FormatException {
    try {
      byte[] bytes = Base64.getDecoder().decode(text);
      if (Base64.getEncoder().encodeToString(bytes).equals(text)) {
        return bytes;
      }
    } catch (IllegalArgumentException _) {
      // The same answer as for padding bits that are not zero.
    }
    throw new FormatException(
        FormatFault.BASE64_NOT_CANONICAL, "the " + what + " is not canonical base64");
  }

  /// A hash in base64.
  static TreeHash hash(String text, String what) throws FormatException {
    byte[] bytes = base64(text, what);
    if (bytes.length != TreeHash.BYTES) {
      throw new FormatException(
          FormatFault.BAD_HASH_LENGTH, "the " + what + " has " + bytes.length + " bytes, not 32");
    }
    return TreeHash.of(bytes);
  }

  /// The name of a key or a log.
  static String keyName(String name) throws FormatException {
    boolean bad =
        name.isEmpty()
            || name.codePoints()
                .anyMatch(c ->
                    c == '+' || c < ' ' || Character.isWhitespace(c) || Character.isSpaceChar(c));
    if (bad) {
      throw new FormatException(FormatFault.BAD_KEY_NAME, "'" + name + "' cannot name a key");
    }
    return name;
  }
}
