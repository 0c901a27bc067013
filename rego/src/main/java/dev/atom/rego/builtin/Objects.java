// SPDX-License-Identifier: Apache-2.0
package dev.atom.rego.builtin;

import dev.atom.rego.ObjectValue;
import dev.atom.rego.SetValue;
import dev.atom.rego.Value;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Functions over objects.
final class Objects {
  private Objects() {}

  static List<Builtin> table() {
    return List.of(
        new Builtin("object.get", 3, (c, a) -> get(a)),
        new Builtin("object.keys", 1, (c, a) -> keys(Args.object(a, 0))),
        new Builtin("object.values", 1, (c, a) -> values(Args.object(a, 0))),
        new Builtin("object.remove", 2, (c, a) -> choose(a, false)),
        new Builtin("object.filter", 2, (c, a) -> choose(a, true)),
        new Builtin("object.union", 2, (c, a) -> union(Args.object(a, 0), Args.object(a, 1))),
        new Builtin("object.union_n", 1, (c, a) -> unionN(a)),
        new Builtin("object.subset", 2, (c, a) -> subset(a)),
        new Builtin("walk", 1, (c, a) -> walk(c, a[0])));
  }

  private static Value get(Value[] args) {
    ObjectValue object = Args.object(args, 0);
    if (args[1] instanceof Value.Arr path) {
      Value value = object;
      for (int i = 0; i < path.size() && value != null; i++) {
        value = at(value, path.get(i));
      }
      return value == null ? args[2] : value;
    }
    Value value = object.get(args[1]);
    return value == null ? args[2] : value;
  }

  static @Nullable Value at(Value value, Value key) {
    return switch (value) {
      case ObjectValue o -> o.get(key);
      case Value.Arr a -> a.get(key);
      case SetValue s -> s.contains(key) ? key : null;
      case Value.Null _, Value.Bool _, Value.Num _, Value.Str _ -> null;
    };
  }

  private static Value keys(ObjectValue object) {
    var keys = new SetValue.Builder(object.size());
    object.forEach((key, value) -> keys.add(key));
    return keys.build();
  }

  private static Value values(ObjectValue object) {
    var values = new ArrayList<Value>();
    object.forEach((key, value) -> values.add(value));
    return Value.array(values);
  }

  private static Value choose(Value[] args, boolean keep) {
    ObjectValue object = Args.object(args, 0);
    Set<Value> named = new LinkedHashSet<>();
    switch (args[1]) {
      case Value.Arr a -> named.addAll(a.items());
      case SetValue s -> named.addAll(s.items());
      case ObjectValue o -> o.forEach((key, value) -> named.add(key));
      default -> throw Args.wrong(args, 1, "one of {object, set, array}");
    }
    var chosen = new ObjectValue.Builder(object.size());
    object.forEach((key, value) -> {
      if (named.contains(key) == keep) {
        chosen.put(key, value);
      }
    });
    return chosen.build();
  }

  /// Members of both; where both have objects these are united, else the right one wins.
  static ObjectValue union(ObjectValue left, ObjectValue right) {
    ObjectValue.Builder both = left.toBuilder();
    right.forEach((key, value) ->
        both.put(
            key,
            both.get(key) instanceof ObjectValue a && value instanceof ObjectValue b
                ? union(a, b)
                : value));
    return both.build();
  }

  private static Value unionN(Value[] args) {
    ObjectValue all = ObjectValue.EMPTY;
    for (Value item : Args.array(args, 0).items()) {
      if (!(item instanceof ObjectValue object)) {
        throw BuiltinException.type(
            "operand 1 must be array of objects but got array containing " + Args.kind(item));
      }
      all = union(all, object);
    }
    return all;
  }

  private static Value subset(Value[] args) {
    if (args[0] instanceof Value.Arr whole && args[1] instanceof SetValue part) {
      return Value.of(whole.items().containsAll(part.items()));
    }
    if (args[0].rank() != args[1].rank() || args[0].rank() < 4) {
      throw BuiltinException.type(
          "both arguments object.subset must be of the same type or array and set");
    }
    return Value.of(isSubset(args[0], args[1]));
  }

  private static boolean isSubset(Value whole, Value part) {
    return switch (whole) {
      case ObjectValue a when part instanceof ObjectValue b -> {
        for (int i = 0; i < b.size(); i++) {
          Value member = a.get(b.keyAt(i));
          if (member == null || !isSubset(member, b.valueAt(i))) {
            yield false;
          }
        }
        yield true;
      }
      case SetValue a when part instanceof SetValue b -> b.items().stream().allMatch(a::contains);
      case Value.Arr a when part instanceof Value.Arr b -> isPart(a, b);
      default -> whole.equals(part);
    };
  }

  /// Whether the items of one array stand together, in order, in another.
  private static boolean isPart(Value.Arr whole, Value.Arr part) {
    for (int start = 0; start + part.size() <= whole.size(); start++) {
      int same = 0;
      while (same < part.size() && isSubset(whole.get(start + same), part.get(same))) {
        same++;
      }
      if (same == part.size()) {
        return true;
      }
    }
    return false;
  }

  /// Every value inside a value, each with its path from the top.
  private static Value walk(BuiltinContext context, Value value) {
    var found = new ArrayList<Value>();
    walk(context, value, new ArrayList<>(), found);
    return Value.array(found);
  }

  private static void walk(
      BuiltinContext context, Value value, List<Value> path, List<Value> found) {
    context.charge(1 + path.size() / 8);
    found.add(Value.array(Value.array(path), value));
    switch (value) {
      case Value.Arr a -> {
        for (int i = 0; i < a.size(); i++) {
          into(context, Value.of(i), a.get(i), path, found);
        }
      }
      case ObjectValue o -> {
        for (int i = 0; i < o.size(); i++) {
          into(context, o.keyAt(i), o.valueAt(i), path, found);
        }
      }
      case SetValue s -> {
        for (int i = 0; i < s.size(); i++) {
          into(context, s.at(i), s.at(i), path, found);
        }
      }
      case Value.Null _, Value.Bool _, Value.Num _, Value.Str _ -> {
        // Nothing inside.
      }
    }
  }

  private static void into(
      BuiltinContext context, Value key, Value value, List<Value> path, List<Value> found) {
    path.add(key);
    walk(context, value, path, found);
    path.removeLast();
  }
}
