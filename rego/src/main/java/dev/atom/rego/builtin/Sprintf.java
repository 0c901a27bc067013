// SPDX-License-Identifier: Apache-2.0
package dev.atom.rego.builtin;

import dev.atom.rego.Value;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Locale;

/// Formats with the verbs of the language: `%s %v %d %q %x %X %o %b %c %U %e %f %g %t %T %%`, with
/// flags, width, precision and explicit argument indexes.
final class Sprintf {
  private static final int WIDTH_MAX = 10_000;
  private static final int LENGTH_MAX = 16 << 20;

  private final String format;
  private final Value.Arr args;
  private final StringBuilder out = new StringBuilder();
  private int at;
  private int next;
  private boolean reordered;
  private boolean minus;
  private boolean plus;
  private boolean zero;
  private boolean sharp;
  private boolean space;
  private int width;
  private int precision;

  Sprintf(String format, Value.Arr args) {
    this.format = format;
    this.args = args;
  }

  String text() {
    while (at < format.length()) {
      char c = format.charAt(at++);
      if (c == '%') {
        directive();
      } else {
        out.append(c);
      }
      if (out.length() > LENGTH_MAX) {
        throw BuiltinException.failed("string longer than " + LENGTH_MAX);
      }
    }
    if (!reordered && next < args.size()) {
      extra();
    }
    return out.toString();
  }

  private void extra() {
    out.append("%!(EXTRA ");
    for (int i = next; i < args.size(); i++) {
      out.append(i > next ? ", " : "");
      out.append(typeName(args.get(i))).append('=').append(Texts.plain(args.get(i)));
    }
    out.append(')');
  }

  private void directive() {
    flags();
    index();
    width = count();
    if (peek() == '.') {
      at++;
      index();
      precision = Math.max(0, count());
    } else {
      precision = -1;
    }
    index();
    if (at >= format.length()) {
      out.append("%!(NOVERB)");
      return;
    }
    int verb = format.codePointAt(at);
    at += Character.charCount(verb);
    if (verb == '%') {
      out.append('%');
    } else if (next < 0 || next >= args.size()) {
      out.append("%!").appendCodePoint(verb).append(reordered ? "(BADINDEX)" : "(MISSING)");
    } else {
      pad(formatted(verb, args.get(next++)), verb);
    }
  }

  private void flags() {
    minus = plus = zero = sharp = space = false;
    for (; ; at++) {
      switch (peek()) {
        case '-' -> minus = true;
        case '+' -> plus = true;
        case '0' -> zero = true;
        case '#' -> sharp = true;
        case ' ' -> space = true;
        default -> {
          return;
        }
      }
    }
  }

  private void index() {
    if (peek() != '[') {
      return;
    }
    int end = format.indexOf(']', at);
    if (end > at && end - at < 8) {
      String digits = format.substring(at + 1, end);
      if (digits.chars().allMatch(Character::isDigit) && !digits.isEmpty()) {
        next = Integer.parseInt(digits) - 1;
        reordered = true;
        at = end + 1;
      }
    }
  }

  /// A width or precision: digits, or `*` for the next argument; -1 when there is none.
  private int count() {
    if (peek() == '*') {
      at++;
      if (next < args.size() && args.get(next) instanceof Value.Num n && n.isLong()) {
        next++;
        return Math.clamp(n.longValue(), -1, WIDTH_MAX);
      }
      return -1;
    }
    int number = -1;
    while (Character.isDigit(peek())) {
      number = Math.min(WIDTH_MAX, Math.max(0, number) * 10 + (peek() - '0'));
      at++;
    }
    return number;
  }

  private char peek() {
    return at < format.length() ? format.charAt(at) : '\0';
  }

  private String formatted(int verb, Value value) {
    return switch (verb) {
      case 'v' -> cut(value, Texts.plain(value));
      case 's' ->
          value instanceof Value.Num n && (n.isLong() || !n.isInteger())
              ? bad(verb, value)
              : cut(value, Texts.plain(value));
      case 'q' -> value instanceof Value.Num ? bad(verb, value) : quoted(value);
      case 'T' -> typeName(value);
      case 't' -> value instanceof Value.Num ? bad(verb, value) : Texts.plain(value);
      case 'd', 'b', 'o', 'O', 'c', 'U' ->
          value instanceof Value.Num n && n.isInteger() ? integer(verb, n) : bad(verb, value);
      case 'x', 'X' -> hexadecimal(verb, value);
      case 'e', 'E', 'f', 'F', 'g', 'G' ->
          value instanceof Value.Num n && !n.isInteger() ? fraction(verb, n) : bad(verb, value);
      default -> bad(verb, value);
    };
  }

  private String cut(Value value, String text) {
    if (value instanceof Value.Num n) {
      return sign(n) + text;
    }
    return precision >= 0 && precision < text.codePointCount(0, text.length())
        ? text.substring(0, text.offsetByCodePoints(0, precision))
        : text;
  }

  private String quoted(Value value) {
    return Value.of(Texts.plain(value)).toJson();
  }

  private String integer(int verb, Value.Num number) {
    BigInteger n = number.decimal().toBigIntegerExact();
    return switch (verb) {
      case 'b' -> sign(number) + n.toString(2);
      case 'o' -> sign(number) + (sharp ? "0" : "") + n.toString(8);
      case 'O' -> sign(number) + "0o" + n.toString(8);
      case 'c' ->
          n.signum() >= 0 && n.bitLength() < 21 && Character.isValidCodePoint(n.intValue())
              ? Character.toString(n.intValue())
              : "\uFFFD";
      case 'U' -> String.format(Locale.ROOT, "U+%04X", n);
      default -> sign(number) + n;
    };
  }

  private String hexadecimal(int verb, Value value) {
    String hex;
    String sign = "";
    if (value instanceof Value.Num n) {
      if (!n.isInteger()) {
        return bad(verb, value);
      }
      hex = n.decimal().toBigIntegerExact().toString(16);
      sign = sign(n);
    } else {
      byte[] bytes = Texts.plain(value).getBytes(java.nio.charset.StandardCharsets.UTF_8);
      hex = java.util.HexFormat.of().formatHex(bytes);
    }
    String text = sign + (sharp ? "0x" : "") + hex;
    return verb == 'X' ? text.toUpperCase(Locale.ROOT) : text;
  }

  private String fraction(int verb, Value.Num number) {
    BigDecimal n = number.decimal();
    int digits = precision < 0 ? 6 : precision;
    return switch (verb) {
      case 'f', 'F' ->
          sign(number) + n.setScale(digits, java.math.RoundingMode.HALF_EVEN).toPlainString();
      case 'e', 'E' -> {
        String text = String.format(Locale.ROOT, "%." + digits + "e", n);
        yield sign(number) + (verb == 'E' ? text.toUpperCase(Locale.ROOT) : text);
      }
      default ->
          sign(number)
              + (precision < 0
                  ? n.toPlainString()
                  : n.round(new java.math.MathContext(Math.max(1, precision)))
                      .stripTrailingZeros()
                      .toPlainString());
    };
  }

  private String sign(Value.Num number) {
    if (number.decimal().signum() < 0) {
      return "";
    }
    return plus ? "+" : space ? " " : "";
  }

  private static String bad(int verb, Value value) {
    return "%!" + Character.toString(verb) + "(" + typeName(value) + "=" + Texts.plain(value) + ")";
  }

  private static String typeName(Value value) {
    return switch (value) {
      case Value.Num n when n.isLong() -> "int";
      case Value.Num n when n.isInteger() -> "*big.Int";
      case Value.Num _ -> "float64";
      default -> "string";
    };
  }

  private void pad(String text, int verb) {
    int missing = width - text.codePointCount(0, text.length());
    if (missing <= 0) {
      out.append(text);
    } else if (minus) {
      out.append(text).append(" ".repeat(missing));
    } else if (zero && verb != 's' && verb != 'q') {
      int signed = text.startsWith("-") || text.startsWith("+") ? 1 : 0;
      out.append(text, 0, signed).append("0".repeat(missing)).append(text, signed, text.length());
    } else {
      out.append(" ".repeat(missing)).append(text);
    }
  }
}
