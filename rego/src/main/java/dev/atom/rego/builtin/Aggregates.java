// SPDX-License-Identifier: Apache-2.0
package dev.atom.rego.builtin;

import dev.atom.rego.ObjectValue;
import dev.atom.rego.SetValue;
import dev.atom.rego.Value;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Functions over whole collections: counting, sums, order, sets of sets, arrays.
final class Aggregates {
  private Aggregates() {}

  static List<Builtin> table() {
    return List.of(
        new Builtin("count", 1, (c, a) -> Value.of(count(a))),
        new Builtin("sum", 1, (c, a) -> sum(a)),
        new Builtin("product", 1, (c, a) -> product(a)),
        new Builtin("max", 1, (c, a) -> extreme(Args.items(a, 0), 1)),
        new Builtin("min", 1, (c, a) -> extreme(Args.items(a, 0), -1)),
        new Builtin("sort", 1, (c, a) -> Value.array(Args.items(a, 0).stream().sorted().toList())),
        new Builtin("all", 1, (c, a) -> Value.of(all(Args.items(a, 0)))),
        new Builtin("any", 1, (c, a) -> Value.of(Args.items(a, 0).contains(Value.Bool.TRUE))),
        new Builtin("union", 1, (c, a) -> union(a)),
        new Builtin("intersection", 1, (c, a) -> intersection(a)),
        new Builtin("array.concat", 2, (c, a) -> Args.array(a, 0).concat(Args.array(a, 1))),
        new Builtin("array.slice", 3, (c, a) -> slice(a)),
        new Builtin("array.reverse", 1, (c, a) -> reverse(Args.array(a, 0))),
        new Builtin("array.flatten", 1, (c, a) -> flatten(Args.array(a, 0))),
        new Builtin("numbers.range", 2, (c, a) -> range(c, a)),
        new Builtin("numbers.range_step", 3, (c, a) -> rangeStep(c, a)));
  }

  private static int count(Value[] args) {
    return switch (args[0]) {
      case Value.Arr a -> a.size();
      case ObjectValue o -> o.size();
      case SetValue s -> s.size();
      case Value.Str s -> s.text().codePointCount(0, s.text().length());
      default -> throw Args.wrong(args, 0, "one of {array, object, set, string}");
    };
  }

  private static Value sum(Value[] args) {
    Value.Num sum = Value.of(0);
    for (Value item : Args.items(args, 0)) {
      sum = Operators.plus(sum, number(item));
    }
    return sum;
  }

  private static Value product(Value[] args) {
    Value.Num product = Value.of(1);
    for (Value item : Args.items(args, 0)) {
      product = Operators.times(product, number(item));
    }
    return product;
  }

  private static Value.Num number(Value item) {
    if (item instanceof Value.Num n) {
      return n;
    }
    throw BuiltinException.type(
        "operand 1 must be array of numbers but got array containing " + Args.kind(item));
  }

  private static @Nullable Value extreme(List<Value> items, int sign) {
    Value best = null;
    for (Value item : items) {
      if (best == null || Integer.signum(item.compareTo(best)) == sign) {
        best = item;
      }
    }
    return best;
  }

  private static boolean all(List<Value> items) {
    return items.stream().allMatch(Value.Bool.TRUE::equals);
  }

  private static Value union(Value[] args) {
    var all = new SetValue.Builder(8);
    for (Value item : Args.set(args, 0).items()) {
      Args.set(new Value[] {item}, 0).items().forEach(all::add);
    }
    return all.build();
  }

  private static Value intersection(Value[] args) {
    SetValue result = null;
    for (Value item : Args.set(args, 0).items()) {
      SetValue set = Args.set(new Value[] {item}, 0);
      result = result == null ? set : Operators.intersection(result, set);
    }
    return result == null ? SetValue.EMPTY : result;
  }

  private static Value slice(Value[] args) {
    Value.Arr array = Args.array(args, 0);
    int from = Math.clamp(Args.small(args, 1), 0, array.size());
    int to = Math.clamp(Args.small(args, 2), 0, array.size());
    return from >= to ? Value.Arr.EMPTY : array.slice(from, to);
  }

  private static Value reverse(Value.Arr array) {
    var items = new ArrayList<>(array.items());
    Collections.reverse(items);
    return Value.array(items);
  }

  private static Value flatten(Value.Arr array) {
    var items = new ArrayList<Value>();
    for (Value item : array.items()) {
      if (item instanceof Value.Arr inner) {
        items.addAll(inner.items());
      } else {
        items.add(item);
      }
    }
    return Value.array(items);
  }

  private static Value range(BuiltinContext context, Value[] args) {
    return range(context, args, 1);
  }

  private static Value rangeStep(BuiltinContext context, Value[] args) {
    var step = Args.integer(args, 2);
    if (step.signum() <= 0) {
      throw BuiltinException.failed("step must be a positive integer");
    }
    return range(context, args, step.bitLength() > 62 ? Long.MAX_VALUE : step.longValue());
  }

  private static Value range(BuiltinContext context, Value[] args, long step) {
    var start = Args.integer(args, 0);
    var end = Args.integer(args, 1);
    if (start.bitLength() > 61 || end.bitLength() > 61) {
      throw BuiltinException.failed("range bounds out of range");
    }
    long from = start.longValue();
    long to = end.longValue();
    long size = Math.abs(to - from) / step + 1;
    context.charge(size);
    var items = new Value[(int) size];
    for (int i = 0; i < items.length; i++) {
      items[i] = Value.of(from <= to ? from + i * step : from - i * step);
    }
    return Value.Arr.owning(items);
  }
}
