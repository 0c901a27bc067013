// SPDX-License-Identifier: Apache-2.0
package dev.atom.rego.builtin;

import dev.atom.rego.ObjectValue;
import dev.atom.rego.SetValue;
import dev.atom.rego.Value;
import java.util.List;
import java.util.regex.Pattern;

/// Questions about kinds of values, and conversions between them.
final class Types {
  private static final Pattern NUMBER =
      Pattern.compile("[+-]?(\\d+(\\.\\d*)?|\\.\\d+)([eE][+-]?\\d{1,4})?");

  private Types() {}

  static List<Builtin> table() {
    return List.of(
        new Builtin("is_null", 1, (c, a) -> Value.of(a[0] instanceof Value.Null)),
        new Builtin("is_boolean", 1, (c, a) -> Value.of(a[0] instanceof Value.Bool)),
        new Builtin("is_number", 1, (c, a) -> Value.of(a[0] instanceof Value.Num)),
        new Builtin("is_string", 1, (c, a) -> Value.of(a[0] instanceof Value.Str)),
        new Builtin("is_array", 1, (c, a) -> Value.of(a[0] instanceof Value.Arr)),
        new Builtin("is_object", 1, (c, a) -> Value.of(a[0] instanceof ObjectValue)),
        new Builtin("is_set", 1, (c, a) -> Value.of(a[0] instanceof SetValue)),
        new Builtin("type_name", 1, (c, a) -> Value.of(Args.kind(a[0]))),
        new Builtin("to_number", 1, (c, a) -> toNumber(a)),
        new Builtin("cast_array", 1, (c, a) -> Value.array(Args.items(a, 0))),
        new Builtin("cast_set", 1, (c, a) -> Value.set(Args.items(a, 0))),
        new Builtin("cast_string", 1, (c, a) -> Value.of(Args.text(a, 0))),
        new Builtin("cast_boolean", 1, (c, a) -> Value.of(Args.bool(a, 0))),
        new Builtin("cast_null", 1, (c, a) -> castNull(a)),
        new Builtin("cast_object", 1, (c, a) -> Args.object(a, 0)));
  }

  private static Value castNull(Value[] args) {
    if (args[0] instanceof Value.Null) {
      return args[0];
    }
    throw Args.wrong(args, 0, "null");
  }

  private static Value toNumber(Value[] args) {
    return switch (args[0]) {
      case Value.Null _ -> Value.of(0);
      case Value.Bool b -> Value.of(b.value() ? 1 : 0);
      case Value.Num n -> n;
      case Value.Str s -> parsed(s.text());
      default -> throw Args.wrong(args, 0, "one of {null, boolean, number, string}");
    };
  }

  private static Value parsed(String text) {
    String bare = text.startsWith("+") || text.startsWith("-") ? text.substring(1) : text;
    if (bare.equalsIgnoreCase("nan")
        || bare.equalsIgnoreCase("inf")
        || bare.equalsIgnoreCase("infinity")) {
      throw BuiltinException.type("operand 1 must be valid number string but got " + text);
    }
    if (text.length() > 5000 || !NUMBER.matcher(text).matches()) {
      throw BuiltinException.failed("invalid syntax");
    }
    return Operators.bounded(new java.math.BigDecimal(text));
  }
}
