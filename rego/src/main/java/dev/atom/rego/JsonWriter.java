// SPDX-License-Identifier: Apache-2.0
package dev.atom.rego;

import java.math.BigDecimal;

/// Writes values as canonical JSON: sorted keys, sets as sorted arrays, no spaces.
///
/// A key that is not a string is written as its own JSON text in quotes.
final class JsonWriter {
  private static final String HEX = "0123456789abcdef";

  private static final int LENGTH_EXPECTED = 512;

  private final StringBuilder out = new StringBuilder(LENGTH_EXPECTED);

  private JsonWriter() {}

  static String write(Value value) {
    var writer = new JsonWriter();
    writer.value(value);
    return writer.out.toString();
  }

  static String number(Value.Num number) {
    if (number.isLong()) {
      return Long.toString(number.longValue());
    }
    BigDecimal big = number.decimal();
    return Math.abs(big.scale()) < 400 ? big.toPlainString() : big.toString();
  }

  private void value(Value value) {
    switch (value) {
      case Value.Null _ -> out.append("null");
      case Value.Bool b -> out.append(b.value());
      case Value.Num n -> out.append(number(n));
      case Value.Str s -> string(s.text());
      case Value.Arr a -> {
        out.append('[');
        for (int i = 0; i < a.size(); i++) {
          comma(i);
          value(a.get(i));
        }
        out.append(']');
      }
      case ObjectValue o -> object(o);
      case SetValue s -> {
        out.append('[');
        for (int i = 0; i < s.size(); i++) {
          comma(i);
          value(s.at(i));
        }
        out.append(']');
      }
    }
  }

  private void object(ObjectValue object) {
    out.append('{');
    for (int i = 0; i < object.size(); i++) {
      comma(i);
      string(object.keyAt(i) instanceof Value.Str s ? s.text() : write(object.keyAt(i)));
      out.append(':');
      value(object.valueAt(i));
    }
    out.append('}');
  }

  private void comma(int position) {
    if (position > 0) {
      out.append(',');
    }
  }

  private void string(String text) {
    out.append('"');
    int from = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < ' ' || c == '"' || c == '\\') {
        out.append(text, from, i);
        escape(c);
        from = i + 1;
      }
    }
    out.append(text, from, text.length()).append('"');
  }

  private void escape(char c) {
    switch (c) {
      case '"' -> out.append("\\\"");
      case '\\' -> out.append("\\\\");
      case '\n' -> out.append("\\n");
      case '\r' -> out.append("\\r");
      case '\t' -> out.append("\\t");
      default -> out.append("\\u00").append(HEX.charAt(c >> 4)).append(HEX.charAt(c & 15));
    }
  }
}
