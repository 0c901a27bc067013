// SPDX-License-Identifier: Apache-2.0
package dev.atom.rego.builtin;

import dev.atom.rego.ObjectValue;
import dev.atom.rego.SetValue;
import dev.atom.rego.Value;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Patches of RFC 6902, on sets too, where the path names the item itself.
final class JsonPatch {
  private JsonPatch() {}

  static Value patch(Value[] args) {
    Value target = args[0];
    for (Value item : Args.array(args, 1).items()) {
      if (!(item instanceof ObjectValue operation)) {
        throw BuiltinException.type(
            "operand 2 must be array of objects but got array containing " + Args.kind(item));
      }
      target = apply(target, operation);
    }
    return target;
  }

  private static Value apply(Value target, ObjectValue operation) {
    List<Value> path = path(operation, "path");
    return switch (text(operation)) {
      case "add" -> add(target, path, 0, member(operation, "value"));
      case "remove" -> remove(target, path, 0);
      case "replace" -> replace(target, path, member(operation, "value"));
      case "move" -> {
        List<Value> from = path(operation, "from");
        Value moved = at(target, from);
        yield add(remove(target, from, 0), path, 0, moved);
      }
      case "copy" -> add(target, path, 0, at(target, path(operation, "from")));
      case "test" -> {
        if (!at(target, path).equals(member(operation, "value"))) {
          throw BuiltinException.failed("test of a patch failed");
        }
        yield target;
      }
      default -> throw BuiltinException.failed("unknown patch operation " + text(operation));
    };
  }

  private static String text(ObjectValue operation) {
    return Texts.plain(member(operation, "op"));
  }

  private static Value member(ObjectValue operation, String name) {
    Value value = operation.get(name);
    if (value == null) {
      throw BuiltinException.failed("missing '" + name + "' attribute");
    }
    return value;
  }

  private static List<Value> path(ObjectValue operation, String name) {
    return switch (member(operation, name)) {
      case Value.Str pointer -> {
        var path = new ArrayList<Value>();
        JsonPaths.parts(pointer.text()).forEach(part -> path.add(Value.of(part)));
        yield path;
      }
      case Value.Arr segments -> segments.items();
      default -> throw BuiltinException.type("attribute '" + name + "' must be string or array");
    };
  }

  private static Value at(Value target, List<Value> path) {
    Value value = target;
    for (Value key : path) {
      value = child(value, key);
      if (value == null) {
        throw missing(key);
      }
    }
    return value;
  }

  private static @Nullable Value child(Value value, Value key) {
    return switch (value) {
      case ObjectValue o -> o.get(key);
      case Value.Arr a -> {
        int index = index(a, key, a.size() - 1);
        yield a.get(index);
      }
      case SetValue s -> s.contains(key) ? key : null;
      default -> null;
    };
  }

  private static Value add(Value target, List<Value> path, int depth, Value value) {
    if (depth == path.size()) {
      return value;
    }
    Value key = path.get(depth);
    if (depth < path.size() - 1) {
      return rebuild(target, key, child -> add(child, path, depth + 1, value));
    }
    return switch (target) {
      case ObjectValue o -> o.with(key, value);
      case SetValue s -> {
        if (!key.equals(value)) {
          throw BuiltinException.failed("path of a set must be the value added");
        }
        yield Operators.union(s, Value.set(value));
      }
      case Value.Arr a -> {
        boolean end = key instanceof Value.Str dash && dash.text().equals("-");
        int index = end ? a.size() : index(a, key, a.size());
        var items = new ArrayList<>(a.items());
        items.add(index, value);
        yield Value.array(items);
      }
      default -> throw missing(key);
    };
  }

  private static Value remove(Value target, List<Value> path, int depth) {
    if (path.isEmpty()) {
      throw BuiltinException.failed("cannot remove the whole document");
    }
    Value key = path.get(depth);
    if (depth < path.size() - 1) {
      return rebuild(target, key, child -> remove(child, path, depth + 1));
    }
    if (child(target, key) == null) {
      throw missing(key);
    }
    return switch (target) {
      case ObjectValue o -> {
        var left = new ObjectValue.Builder(o.size());
        o.forEach((k, v) -> {
          if (!k.equals(key)) {
            left.put(k, v);
          }
        });
        yield left.build();
      }
      case SetValue s -> Value.set(s.items().stream().filter(i -> !i.equals(key)).toList());
      case Value.Arr a -> {
        var items = new ArrayList<>(a.items());
        items.remove(index(a, key, a.size() - 1));
        yield Value.array(items);
      }
      default -> throw missing(key);
    };
  }

  private static Value replace(Value target, List<Value> path, Value value) {
    if (path.isEmpty()) {
      return value;
    }
    at(target, path);
    Value parent = at(target, path.subList(0, path.size() - 1));
    if (parent instanceof Value.Arr || parent instanceof ObjectValue) {
      return set(target, path, 0, value);
    }
    return add(remove(target, path, 0), path, 0, value);
  }

  private static Value set(Value target, List<Value> path, int depth, Value value) {
    return depth == path.size()
        ? value
        : rebuild(target, path.get(depth), child -> set(child, path, depth + 1, value));
  }

  /// The value with one of its children made anew.
  private static Value rebuild(
      Value target, Value key, java.util.function.UnaryOperator<Value> change) {
    Value child = child(target, key);
    if (child == null) {
      throw missing(key);
    }
    Value changed = change.apply(child);
    return switch (target) {
      case ObjectValue o -> o.with(key, changed);
      case Value.Arr a -> {
        var items = new ArrayList<>(a.items());
        items.set(index(a, key, a.size() - 1), changed);
        yield Value.array(items);
      }
      case SetValue s -> {
        var items = new ArrayList<>(s.items());
        items.remove(key);
        items.add(changed);
        yield Value.set(items);
      }
      default -> throw missing(key);
    };
  }

  private static int index(Value.Arr array, Value key, int max) {
    String text = Texts.plain(key);
    boolean plain =
        !text.isEmpty()
            && text.length() < 10
            && text.chars().allMatch(c -> c >= '0' && c <= '9')
            && (text.length() == 1 || text.charAt(0) != '0');
    int index = plain ? Integer.parseInt(text) : -1;
    if (index < 0 || index > max) {
      throw BuiltinException.failed(
          "index " + text + " is not in the array of " + array.size() + " items");
    }
    return index;
  }

  private static BuiltinException missing(Value key) {
    return BuiltinException.failed("path segment " + key.toJson() + " not found");
  }
}
