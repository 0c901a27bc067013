// SPDX-License-Identifier: Apache-2.0
package dev.atom.llm;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Optional;

/// Finds an arithmetic expression in a text and works it out: `+ - * /`, brackets, decimals.
/// Bounded in length and depth.
final class Arithmetic {
  private static final int LENGTH_MAX = 200;
  private static final int DEPTH_MAX = 20;
  private static final String CHARACTERS = "0123456789.+-*/() ";

  private final String text;
  private int at;
  private int depth;

  private Arithmetic(String text) {
    this.text = text;
  }

  /// The value of the longest expression in `text` that has an operator.
  static Optional<String> valueIn(String text) {
    String best = "";
    int from = 0;
    while (from < text.length()) {
      int to = from;
      while (to < text.length() && CHARACTERS.indexOf(text.charAt(to)) >= 0) {
        to++;
      }
      String piece = text.substring(from, to).strip();
      if (piece.length() > best.length()) {
        best = piece;
      }
      from = Math.max(to, from + 1);
    }
    return best.length() > LENGTH_MAX ? Optional.empty() : new Arithmetic(clean(best)).value();
  }

  /// A full stop behind a number ends the sentence.
  private static String clean(String piece) {
    String bare = piece.replace(" ", "");
    return bare.endsWith(".") ? bare.substring(0, bare.length() - 1) : bare;
  }

  private Optional<String> value() {
    boolean calculates = text.chars().skip(1).anyMatch(c -> "+-*/".indexOf(c) >= 0);
    if (!calculates) {
      return Optional.empty();
    }
    try {
      BigDecimal value = sum();
      return at == text.length()
          ? Optional.of(value.stripTrailingZeros().toPlainString())
          : Optional.empty();
    } catch (ArithmeticException _) {
      return Optional.of("There is no answer: that divides by zero.");
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  private BigDecimal sum() {
    BigDecimal value = product();
    while (at < text.length() && (peek() == '+' || peek() == '-')) {
      value = text.charAt(at++) == '+' ? value.add(product()) : value.subtract(product());
    }
    return value;
  }

  private BigDecimal product() {
    BigDecimal value = factor();
    while (at < text.length() && (peek() == '*' || peek() == '/')) {
      value =
          text.charAt(at++) == '*'
              ? value.multiply(factor(), MathContext.DECIMAL64)
              : value.divide(factor(), MathContext.DECIMAL64);
    }
    return value;
  }

  private BigDecimal factor() {
    if (++depth > DEPTH_MAX || at >= text.length()) {
      throw new IllegalArgumentException("not an expression");
    }
    BigDecimal value;
    if (peek() == '-') {
      at++;
      value = factor().negate();
    } else if (peek() == '(') {
      at++;
      value = sum();
      if (at >= text.length() || text.charAt(at++) != ')') {
        throw new IllegalArgumentException("not an expression");
      }
    } else {
      value = number();
    }
    depth--;
    return value;
  }

  private BigDecimal number() {
    int from = at;
    while (at < text.length() && (Character.isDigit(peek()) || peek() == '.')) {
      at++;
    }
    return new BigDecimal(text.substring(from, at));
  }

  private char peek() {
    return text.charAt(at);
  }
}
