// SPDX-License-Identifier: Apache-2.0
package dev.atom.rego.builtin;

import dev.atom.rego.ObjectValue;
import dev.atom.rego.SetValue;
import dev.atom.rego.Value;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;

/// Reads arguments as what a builtin needs, or says what they are instead.
final class Args {
  private Args() {}

  static String text(Value[] args, int index) {
    if (args[index] instanceof Value.Str s) {
      return s.text();
    }
    throw wrong(args, index, "string");
  }

  static Value.Num number(Value[] args, int index) {
    if (args[index] instanceof Value.Num n) {
      return n;
    }
    throw wrong(args, index, "number");
  }

  static boolean bool(Value[] args, int index) {
    if (args[index] instanceof Value.Bool b) {
      return b.value();
    }
    throw wrong(args, index, "boolean");
  }

  static Value.Arr array(Value[] args, int index) {
    if (args[index] instanceof Value.Arr a) {
      return a;
    }
    throw wrong(args, index, "array");
  }

  static ObjectValue object(Value[] args, int index) {
    if (args[index] instanceof ObjectValue o) {
      return o;
    }
    throw wrong(args, index, "object");
  }

  static SetValue set(Value[] args, int index) {
    if (args[index] instanceof SetValue s) {
      return s;
    }
    throw wrong(args, index, "set");
  }

  /// An integer of any size.
  static BigInteger integer(Value[] args, int index) {
    Value.Num number = number(args, index);
    if (!number.isInteger()) {
      throw BuiltinException.type(
          "operand " + (index + 1) + " must be integer number but got floating-point number");
    }
    return number.decimal().toBigIntegerExact();
  }

  /// An integer in the range of an int.
  static int small(Value[] args, int index) {
    BigInteger integer = integer(args, index);
    if (integer.bitLength() > 31) {
      throw BuiltinException.failed("operand " + (index + 1) + " is out of range");
    }
    return integer.intValue();
  }

  /// The items of an array or a set.
  static List<Value> items(Value[] args, int index) {
    return switch (args[index]) {
      case Value.Arr a -> a.items();
      case SetValue s -> s.items();
      default -> throw wrong(args, index, "one of {set, array}");
    };
  }

  /// The strings of an array or a set.
  static List<String> texts(Value[] args, int index) {
    var texts = new ArrayList<String>();
    for (Value item : items(args, index)) {
      if (!(item instanceof Value.Str s)) {
        throw BuiltinException.type(
            "operand "
                + (index + 1)
                + " must be "
                + kind(args[index])
                + " of strings but got "
                + kind(args[index])
                + " containing "
                + kind(item));
      }
      texts.add(s.text());
    }
    return texts;
  }

  static BuiltinException wrong(Value[] args, int index, String wanted) {
    return BuiltinException.type(
        "operand " + (index + 1) + " must be " + wanted + " but got " + kind(args[index]));
  }

  static String kind(Value value) {
    return switch (value) {
      case Value.Null _ -> "null";
      case Value.Bool _ -> "boolean";
      case Value.Num _ -> "number";
      case Value.Str _ -> "string";
      case Value.Arr _ -> "array";
      case ObjectValue _ -> "object";
      case SetValue _ -> "set";
    };
  }
}
