// SPDX-License-Identifier: Apache-2.0
package dev.atom.rego.builtin;

import dev.atom.rego.ObjectValue;
import dev.atom.rego.SetValue;
import dev.atom.rego.Value;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.List;

/// Comparison, arithmetic, membership and the infix operations of sets.
final class Operators {
  private static final MathContext QUOTIENT = new MathContext(20, RoundingMode.HALF_EVEN);
  private static final MathContext FRACTION = new MathContext(19, RoundingMode.HALF_EVEN);
  private static final int DIGITS_MAX = 10_000;

  private Operators() {}

  static List<Builtin> table() {
    return List.of(
        new Builtin("equal", 2, (c, a) -> Value.of(a[0].equals(a[1]))),
        new Builtin("neq", 2, (c, a) -> Value.of(!a[0].equals(a[1]))),
        new Builtin("lt", 2, (c, a) -> Value.of(a[0].compareTo(a[1]) < 0)),
        new Builtin("lte", 2, (c, a) -> Value.of(a[0].compareTo(a[1]) <= 0)),
        new Builtin("gt", 2, (c, a) -> Value.of(a[0].compareTo(a[1]) > 0)),
        new Builtin("gte", 2, (c, a) -> Value.of(a[0].compareTo(a[1]) >= 0)),
        new Builtin("plus", 2, (c, a) -> plus(Args.number(a, 0), Args.number(a, 1))),
        new Builtin("minus", 2, (c, a) -> minus(a)),
        new Builtin("mul", 2, (c, a) -> times(Args.number(a, 0), Args.number(a, 1))),
        new Builtin("div", 2, (c, a) -> divide(Args.number(a, 0), Args.number(a, 1))),
        new Builtin("rem", 2, (c, a) -> remainder(a)),
        new Builtin("and", 2, (c, a) -> intersection(Args.set(a, 0), Args.set(a, 1))),
        new Builtin("or", 2, (c, a) -> union(Args.set(a, 0), Args.set(a, 1))),
        new Builtin("internal.member_2", 2, (c, a) -> Value.of(isMember(a[0], a[1]))),
        new Builtin("internal.member_3", 3, (c, a) -> Value.of(isMember(a[0], a[1], a[2]))),
        new Builtin("abs", 1, (c, a) -> bounded(Args.number(a, 0).decimal().abs())),
        new Builtin("ceil", 1, (c, a) -> rounded(a, RoundingMode.CEILING)),
        new Builtin("floor", 1, (c, a) -> rounded(a, RoundingMode.FLOOR)),
        new Builtin("round", 1, (c, a) -> rounded(a, RoundingMode.HALF_UP)));
  }

  static Value.Num plus(Value.Num a, Value.Num b) {
    if (a.isLong() && b.isLong()) {
      long sum = a.longValue() + b.longValue();
      if (((a.longValue() ^ sum) & (b.longValue() ^ sum)) >= 0) {
        return Value.of(sum);
      }
    }
    return bounded(fraction(a, b, a.decimal().add(b.decimal())));
  }

  static Value.Num times(Value.Num a, Value.Num b) {
    if (a.isLong() && b.isLong()) {
      long high = Math.multiplyHigh(a.longValue(), b.longValue());
      long low = a.longValue() * b.longValue();
      if ((high == 0 && low >= 0) || (high == -1 && low < 0)) {
        return Value.of(low);
      }
    }
    return bounded(fraction(a, b, a.decimal().multiply(b.decimal())));
  }

  private static Value minus(Value[] args) {
    if (args[0] instanceof SetValue a) {
      SetValue b = Args.set(args, 1);
      var rest = new SetValue.Builder(a.size());
      a.items().stream().filter(i -> !b.contains(i)).forEach(rest::add);
      return rest.build();
    }
    Value.Num a = Args.number(args, 0);
    Value.Num b = Args.number(args, 1);
    if (a.isLong() && b.isLong() && b.longValue() != Long.MIN_VALUE) {
      return plus(a, Value.of(-b.longValue()));
    }
    return bounded(fraction(a, b, a.decimal().subtract(b.decimal())));
  }

  private static Value divide(Value.Num a, Value.Num b) {
    if (b.decimal().signum() == 0) {
      throw BuiltinException.failed("divide by zero");
    }
    if (a.isInteger() && b.isInteger()) {
      BigInteger[] whole =
          a.decimal().toBigIntegerExact().divideAndRemainder(b.decimal().toBigIntegerExact());
      if (whole[1].signum() == 0) {
        return Value.Num.of(whole[0]);
      }
    }
    return bounded(a.decimal().divide(b.decimal(), QUOTIENT));
  }

  private static Value remainder(Value[] args) {
    Value.Num a = Args.number(args, 0);
    Value.Num b = Args.number(args, 1);
    if (!a.isInteger() || !b.isInteger()) {
      throw BuiltinException.failed("modulo on floating-point number");
    }
    if (b.decimal().signum() == 0) {
      throw BuiltinException.failed("modulo by zero");
    }
    return Value.Num.of(a.decimal().toBigIntegerExact().remainder(b.decimal().toBigIntegerExact()));
  }

  /// Whole numbers stay exact; fractions keep what a 64 bit mantissa would.
  private static BigDecimal fraction(Value.Num a, Value.Num b, BigDecimal result) {
    return a.isInteger() && b.isInteger() ? result : result.round(FRACTION);
  }

  private static Value.Num rounded(Value[] args, RoundingMode mode) {
    Value.Num number = Args.number(args, 0);
    return number.isInteger() ? number : bounded(number.decimal().setScale(0, mode));
  }

  static Value.Num bounded(BigDecimal number) {
    if (number.precision() > DIGITS_MAX || Math.abs((long) number.scale()) > DIGITS_MAX) {
      throw BuiltinException.failed("number with more than " + DIGITS_MAX + " digits");
    }
    return Value.of(number);
  }

  static SetValue union(SetValue a, SetValue b) {
    var all = new SetValue.Builder(a.size() + b.size());
    a.items().forEach(all::add);
    b.items().forEach(all::add);
    return all.build();
  }

  static SetValue intersection(SetValue a, SetValue b) {
    var both = new SetValue.Builder(Math.min(a.size(), b.size()));
    a.items().stream().filter(b::contains).forEach(both::add);
    return both.build();
  }

  private static boolean isMember(Value item, Value collection) {
    return switch (collection) {
      case SetValue s -> s.contains(item);
      case Value.Arr a -> a.items().contains(item);
      case ObjectValue o -> {
        for (int i = 0; i < o.size(); i++) {
          if (o.valueAt(i).equals(item)) {
            yield true;
          }
        }
        yield false;
      }
      case Value.Null _, Value.Bool _, Value.Num _, Value.Str _ -> false;
    };
  }

  private static boolean isMember(Value key, Value item, Value collection) {
    return switch (collection) {
      case SetValue s -> key.equals(item) && s.contains(item);
      case Value.Arr a -> item.equals(a.get(key));
      case ObjectValue o -> item.equals(o.get(key));
      case Value.Null _, Value.Bool _, Value.Num _, Value.Str _ -> false;
    };
  }
}
