// SPDX-License-Identifier: Apache-2.0
package dev.atom.rego;

import java.math.BigDecimal;
import java.util.ArrayList;

/// Reads JSON strictly, with bounded depth and bounded numbers.
final class JsonReader {
  private static final int DEPTH_MAX = 1000;
  private static final int EXPONENT_MAX = 5000;
  private static final int DIGITS_MAX = 5000;

  private final String text;
  private int at;
  private int depth;

  JsonReader(String text) {
    this.text = text;
  }

  Value document() {
    Value value = value();
    blank();
    if (at < text.length()) {
      throw fail("unexpected text after the value");
    }
    return value;
  }

  private Value value() {
    blank();
    char c = peek();
    return switch (c) {
      case '{' -> object();
      case '[' -> array();
      case '"' -> new Value.Str(string());
      case 't' -> word("true", Value.Bool.TRUE);
      case 'f' -> word("false", Value.Bool.FALSE);
      case 'n' -> word("null", Value.Null.NULL);
      default -> number();
    };
  }

  private Value object() {
    enter();
    var builder = new ObjectValue.Builder(4);
    blank();
    if (peek() == '}') {
      at++;
      depth--;
      return builder.build();
    }
    while (true) {
      blank();
      if (peek() != '"') {
        throw fail("expected a string as key");
      }
      var key = new Value.Str(string());
      blank();
      expect(':');
      builder.put(key, value());
      blank();
      if (peek() == ',') {
        at++;
      } else {
        expect('}');
        depth--;
        return builder.build();
      }
    }
  }

  private Value array() {
    enter();
    var items = new ArrayList<Value>();
    blank();
    if (peek() == ']') {
      at++;
      depth--;
      return Value.Arr.EMPTY;
    }
    while (true) {
      items.add(value());
      blank();
      if (peek() == ',') {
        at++;
      } else {
        expect(']');
        depth--;
        return Value.array(items);
      }
    }
  }

  private Value word(String word, Value value) {
    if (!text.startsWith(word, at)) {
      throw fail("unexpected character '" + peek() + "'");
    }
    at += word.length();
    return value;
  }

  private Value number() {
    int start = at;
    if (peek() == '-') {
      at++;
    }
    int whole = digits();
    if (whole == 0 || (whole > 1 && text.charAt(at - whole) == '0')) {
      at = start;
      throw fail("unexpected character '" + peek() + "'");
    }
    boolean plain = true;
    if (peek() == '.') {
      plain = false;
      at++;
      if (digits() == 0) {
        throw fail("expected a digit");
      }
    }
    int mantissaEnd = at;
    if (peek() == 'e' || peek() == 'E') {
      plain = false;
      at++;
      if (peek() == '+' || peek() == '-') {
        at++;
      }
      int length = digits();
      if (length == 0 || length > 5) {
        throw fail("exponent missing or out of range");
      }
      if (Math.abs(Integer.parseInt(text.substring(mantissaEnd + 1, at))) > EXPONENT_MAX) {
        throw fail("exponent out of range");
      }
    }
    if (at - start > DIGITS_MAX) {
      throw fail("number with too many digits");
    }
    String digits = text.substring(start, at);
    return plain && digits.length() < 18
        ? Value.of(Long.parseLong(digits))
        : Value.of(new BigDecimal(digits));
  }

  private int digits() {
    int start = at;
    while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
      at++;
    }
    return at - start;
  }

  private String string() {
    at++;
    int start = at;
    while (at < text.length() && text.charAt(at) != '"' && text.charAt(at) != '\\') {
      if (text.charAt(at) < 0x20) {
        throw fail("control character in string");
      }
      at++;
    }
    if (peek() == '"') {
      return text.substring(start, at++);
    }
    var out = new StringBuilder(text.substring(start, at));
    while (peek() != '"') {
      char c = peek();
      at++;
      if (c < 0x20) {
        throw fail("control character in string");
      }
      out.append(c == '\\' ? escape() : c);
    }
    at++;
    return out.toString();
  }

  private char escape() {
    char c = peek();
    at++;
    return switch (c) {
      case '"', '\\', '/' -> c;
      case 'b' -> '\b';
      case 'f' -> '\f';
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      case 'u' -> unicode();
      default -> throw fail("unknown escape '\\" + c + "'");
    };
  }

  private char unicode() {
    int code = 0;
    for (int i = 0; i < 4; i++) {
      int digit = Character.digit(peek(), 16);
      if (digit < 0 || peek() > 'f') {
        throw fail("expected four hexadecimal digits");
      }
      code = code * 16 + digit;
      at++;
    }
    return (char) code;
  }

  private void enter() {
    at++;
    if (++depth > DEPTH_MAX) {
      throw fail("nested deeper than " + DEPTH_MAX);
    }
  }

  private void blank() {
    while (at < text.length()) {
      char c = text.charAt(at);
      if (c != ' ' && c != '\n' && c != '\t' && c != '\r') {
        return;
      }
      at++;
    }
  }

  /// The character at hand; NUL, which no JSON contains bare, at the end of the text.
  private char peek() {
    return at < text.length() ? text.charAt(at) : '\0';
  }

  private void expect(char wanted) {
    if (peek() != wanted) {
      throw fail("expected '" + wanted + "'");
    }
    at++;
  }

  private IllegalArgumentException fail(String what) {
    return new IllegalArgumentException(
        at >= text.length()
            ? "unexpected end of JSON at position " + at
            : what + " at position " + at);
  }
}
