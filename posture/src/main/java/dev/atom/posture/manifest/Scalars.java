// SPDX-License-Identifier: Apache-2.0
package dev.atom.posture.manifest;

import java.math.BigDecimal;
import java.util.OptionalLong;

/// What an unquoted word means, as the YAML reader of Kubernetes' own tools decides it: YAML 1.1
/// booleans (`on`, `No`, `y`), integers with underscores and C's prefixes, floats.
final class Scalars {
  private Scalars() {}

  /// The value of the unquoted `word`.
  static Node plain(String word, Place place) {
    if (word.isEmpty()) {
      return new NullNode(place, true);
    }
    char first = word.charAt(0);
    if ((first >= '0' && first <= '9') || first == '+' || first == '-' || first == '.') {
      return isNumber(word) ? new NumberNode(word, place) : new TextNode(word, place);
    }
    if (word.length() > 5) {
      return new TextNode(word, place);
    }
    return switch (word) {
      case "~", "null", "Null", "NULL" -> new NullNode(place, true);
      case "y", "Y", "yes", "Yes", "YES", "true", "True", "TRUE", "on", "On", "ON" ->
          new BoolNode(true, place);
      case "n", "N", "no", "No", "NO", "false", "False", "FALSE", "off", "Off", "OFF" ->
          new BoolNode(false, place);
      default -> new TextNode(word, place);
    };
  }

  private static boolean isNumber(String word) {
    if (integer(word).isPresent()) {
      return true;
    }
    return switch (word) {
      case ".nan",
          ".NaN",
          ".NAN",
          ".inf",
          ".Inf",
          ".INF",
          "+.inf",
          "+.Inf",
          "+.INF",
          "-.inf",
          "-.Inf",
          "-.INF" ->
          true;
      default -> isFloat(word);
    };
  }

  /// Digits with at most one point, then at most an exponent.
  private static boolean isFloat(String word) {
    int at = word.charAt(0) == '+' || word.charAt(0) == '-' ? 1 : 0;
    int digits = 0;
    boolean point = false;
    for (; at < word.length(); at++) {
      char c = word.charAt(at);
      if (c >= '0' && c <= '9') {
        digits++;
      } else if (c == '.' && !point) {
        point = true;
      } else {
        break;
      }
    }
    return digits > 0 && (at == word.length() || isExponent(word, at));
  }

  private static boolean isExponent(String word, int start) {
    char e = word.charAt(start);
    int at = start + 1;
    if ((e != 'e' && e != 'E') || at == word.length()) {
      return false;
    }
    if (word.charAt(at) == '+' || word.charAt(at) == '-') {
      at++;
    }
    if (at == word.length()) {
      return false;
    }
    for (; at < word.length(); at++) {
      if (word.charAt(at) < '0' || word.charAt(at) > '9') {
        return false;
      }
    }
    return true;
  }

  /// The integer that `word` stands for; a float without a fraction, `1e3` or `2.0`, is one too.
  static OptionalLong integer(String word) {
    int sign = word.charAt(0) == '+' || word.charAt(0) == '-' ? 1 : 0;
    boolean negative = word.charAt(0) == '-';
    int radix = 10;
    int from = sign;
    if (word.length() > sign + 1 && word.charAt(sign) == '0') {
      radix = radix(word.charAt(sign + 1));
      from = sign + (radix == 8 && Character.isDigit(word.charAt(sign + 1)) ? 1 : 2);
      if (radix == 0) {
        return whole(word);
      }
    }
    long value = 0;
    boolean any = false;
    for (int i = from; i < word.length(); i++) {
      char c = word.charAt(i);
      if (c == '_') {
        continue;
      }
      int digit = c < 128 ? Character.digit(c, radix) : -1;
      if (digit < 0 || value > (Long.MAX_VALUE - digit) / radix) {
        return whole(word);
      }
      value = value * radix + digit;
      any = true;
    }
    return any ? OptionalLong.of(negative ? -value : value) : OptionalLong.empty();
  }

  private static int radix(char second) {
    return switch (second) {
      case 'x', 'X' -> 16;
      case 'o', 'O' -> 8;
      case 'b', 'B' -> 2;
      case '0', '1', '2', '3', '4', '5', '6', '7', '8', '9', '_' -> 8;
      default -> 0;
    };
  }

  private static OptionalLong whole(String word) {
    if (word.length() > 32 || !isFloat(word)) {
      return OptionalLong.empty();
    }
    try {
      var exact = new BigDecimal(word);
      return exact.scale() < -20 || exact.precision() > 20
          ? OptionalLong.empty()
          : OptionalLong.of(exact.longValueExact());
    } catch (ArithmeticException | NumberFormatException _) {
      return OptionalLong.empty();
    }
  }
}
