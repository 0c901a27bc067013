// SPDX-License-Identifier: Apache-2.0
package dev.atom.audit.verify;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Reads the small part of JSON (RFC 8259) that an export uses: one object of texts, whole numbers,
/// null and objects. Strict: names appear once, numbers fit a long, texts can be stored.
final class JsonLine {
  private final String text;
  private int at;

  private JsonLine(String text) {
    this.text = text;
  }

  /// The members of the object: each a String, a Long, a Map of the same, or null.
  ///
  /// @throws IllegalArgumentException saying what is wrong and where
  static Map<String, @Nullable Object> parse(String line) {
    var parser = new JsonLine(line);
    var members = parser.object(0);
    parser.space();
    if (parser.at < line.length()) {
      throw parser.wrong("something after the object");
    }
    return members;
  }

  private Map<String, @Nullable Object> object(int depth) {
    Map<String, @Nullable Object> members = new LinkedHashMap<>();
    expect('{');
    if (accept('}')) {
      return members;
    }
    do {
      space();
      String name = string();
      expect(':');
      if (members.containsKey(name)) {
        throw wrong("the name " + name + " twice");
      }
      members.put(name, value(depth));
    } while (accept(','));
    expect('}');
    return members;
  }

  private @Nullable Object value(int depth) {
    space();
    char c = peek();
    if (c == '"') {
      return string();
    }
    if (c == '{' && depth < 4) {
      return object(depth + 1);
    }
    if (c == 'n' && text.startsWith("null", at)) {
      at += 4;
      return null;
    }
    return number();
  }

  private Long number() {
    int from = at;
    while (at < text.length() && (text.charAt(at) == '-' || Character.isDigit(text.charAt(at)))) {
      at++;
    }
    try {
      return Long.valueOf(text.substring(from, at));
    } catch (NumberFormatException e) {
      throw wrong("no value that an entry can have");
    }
  }

  private String string() {
    var value = new StringBuilder();
    expect('"');
    for (char c = next(); c != '"'; c = next()) {
      if (c < ' ') {
        throw wrong("a control character");
      }
      value.append(c == '\\' ? escaped() : c);
    }
    refuseUnstorable(value);
    return value.toString();
  }

  private char escaped() {
    char c = next();
    return switch (c) {
      case '"', '\\', '/' -> c;
      case 'b' -> '\b';
      case 'f' -> '\f';
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      case 'u' -> unit();
      default -> throw wrong("an unknown escape");
    };
  }

  private char unit() {
    int value = 0;
    for (int i = 0; i < 4; i++) {
      int digit = Character.digit(next(), 16);
      if (digit < 0) {
        throw wrong("no hexadecimal digit");
      }
      value = value * 16 + digit;
    }
    return (char) value;
  }

  private void refuseUnstorable(CharSequence value) {
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      boolean pair =
          Character.isHighSurrogate(c)
              && i + 1 < value.length()
              && Character.isLowSurrogate(value.charAt(i + 1));
      if (c == 0 || (Character.isSurrogate(c) && !pair)) {
        throw wrong("a text that cannot be stored");
      }
      i += pair ? 1 : 0;
    }
  }

  private void space() {
    while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) {
      at++;
    }
  }

  private boolean accept(char wanted) {
    space();
    if (at < text.length() && text.charAt(at) == wanted) {
      at++;
      return true;
    }
    return false;
  }

  private void expect(char wanted) {
    if (!accept(wanted)) {
      throw wrong("no " + wanted);
    }
  }

  private char peek() {
    if (at >= text.length()) {
      throw wrong("the end");
    }
    return text.charAt(at);
  }

  private char next() {
    char c = peek();
    at++;
    return c;
  }

  private IllegalArgumentException wrong(String what) {
    return new IllegalArgumentException("character " + (at + 1) + ": " + what);
  }
}
