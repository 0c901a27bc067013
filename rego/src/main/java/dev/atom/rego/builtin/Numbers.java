// SPDX-License-Identifier: Apache-2.0
package dev.atom.rego.builtin;

import dev.atom.rego.Value;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// Bits, units of quantity and size, version numbers.
final class Numbers {
  private static final int SHIFT_MAX = 10_000;
  private static final Map<String, Integer> DECIMAL =
      Map.of("", 0, "m", -3, "k", 3, "K", 3, "M", 6, "G", 9, "T", 12, "P", 15, "E", 18);

  private Numbers() {}

  static List<Builtin> table() {
    return List.of(
        new Builtin("bits.and", 2, (c, a) -> of(Args.integer(a, 0).and(Args.integer(a, 1)))),
        new Builtin("bits.or", 2, (c, a) -> of(Args.integer(a, 0).or(Args.integer(a, 1)))),
        new Builtin("bits.xor", 2, (c, a) -> of(Args.integer(a, 0).xor(Args.integer(a, 1)))),
        new Builtin("bits.negate", 1, (c, a) -> of(Args.integer(a, 0).not())),
        new Builtin("bits.lsh", 2, (c, a) -> of(Args.integer(a, 0).shiftLeft(distance(a)))),
        new Builtin("bits.rsh", 2, (c, a) -> of(Args.integer(a, 0).shiftRight(distance(a)))),
        new Builtin("units.parse", 1, (c, a) -> quantity(Args.text(a, 0))),
        new Builtin("units.parse_bytes", 1, (c, a) -> bytes(Args.text(a, 0))),
        new Builtin("semver.is_valid", 1, (c, a) -> Value.of(Semver.isValid(a[0]))),
        new Builtin("semver.compare", 2, (c, a) -> Semver.compare(a)));
  }

  private static Value of(BigInteger number) {
    return Operators.bounded(new BigDecimal(number));
  }

  private static int distance(Value[] args) {
    BigInteger distance = Args.integer(args, 1);
    if (distance.signum() < 0) {
      throw BuiltinException.type(
          "operand 2 must be an unsigned integer number but got a negative integer");
    }
    if (distance.bitLength() > 31 || distance.intValue() > SHIFT_MAX) {
      throw BuiltinException.failed("shift by more than " + SHIFT_MAX);
    }
    return distance.intValue();
  }

  private static Value quantity(String text) {
    String unit = unit(text, "no amount provided", "could not parse amount to a number");
    BigDecimal amount = new BigDecimal(number(text));
    if (unit.length() == 2 && unit.endsWith("i")) {
      return Operators.bounded(amount.multiply(binary(unit.substring(0, 1), unit)));
    }
    Integer power = DECIMAL.get(unit.length() == 1 && !unit.equals("m") ? upper(unit) : unit);
    if (power == null) {
      throw BuiltinException.failed("unit " + unit + " not recognized");
    }
    return Operators.bounded(amount.scaleByPowerOfTen(power));
  }

  private static Value bytes(String text) {
    String unit =
        upper(unit(text, "no byte amount provided", "could not parse byte amount to a number"));
    BigDecimal amount = new BigDecimal(number(text));
    String bare = unit.endsWith("B") ? unit.substring(0, unit.length() - 1) : unit;
    BigDecimal factor;
    if (bare.endsWith("I")) {
      factor = binary(bare.substring(0, bare.length() - 1), unit);
    } else {
      Integer power = DECIMAL.get(bare);
      if (power == null) {
        throw BuiltinException.failed("byte unit " + unit + " not recognized");
      }
      factor = BigDecimal.ONE.scaleByPowerOfTen(power);
    }
    return Value.Num.of(amount.multiply(factor).toBigInteger());
  }

  private static String upper(String unit) {
    return unit.toUpperCase(Locale.ROOT);
  }

  private static BigDecimal binary(String prefix, String unit) {
    int power = prefix.isEmpty() ? -1 : "KMGTPE".indexOf(upper(prefix));
    if (power < 0) {
      throw BuiltinException.failed("unit " + unit + " not recognized");
    }
    return new BigDecimal(BigInteger.ONE.shiftLeft(10 * (power + 1)));
  }

  /// The text after the number; complains of blanks, of no number and of what is none.
  private static String unit(String quoted, String none, String bad) {
    String text = quoted.replace("\"", "");
    if (text.contains(" ")) {
      throw BuiltinException.failed("spaces not allowed in resource strings");
    }
    String number = number(text);
    if (number.isEmpty()) {
      throw BuiltinException.failed(none);
    }
    if (number.length() > 400 || !number.matches("-?(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d{1,3})?")) {
      throw BuiltinException.failed(bad);
    }
    return text.substring(number.length());
  }

  private static String number(String quoted) {
    String text = quoted.replace("\"", "");
    int end = 0;
    while (end < text.length() && "0123456789.-".indexOf(text.charAt(end)) >= 0) {
      end++;
    }
    if (end > 0
        && end + 1 < text.length()
        && (text.charAt(end) == 'e' || text.charAt(end) == 'E')
        && "0123456789+-".indexOf(text.charAt(end + 1)) >= 0) {
      end += 2;
      while (end < text.length() && Character.isDigit(text.charAt(end))) {
        end++;
      }
    }
    return text.substring(0, end);
  }
}
