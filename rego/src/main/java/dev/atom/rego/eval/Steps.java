// SPDX-License-Identifier: Apache-2.0
package dev.atom.rego.eval;

import dev.atom.rego.ObjectValue;
import dev.atom.rego.SetValue;
import dev.atom.rego.Value;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// The steps and patterns that bodies are made of.
final class Steps {
  /// The end of a body that is only asked whether it holds.
  static final Step FOUND = frame -> true;

  /// The pattern of `_`.
  static final Pattern ANY = (frame, value) -> true;

  private Steps() {}

  /// Whether a value counts as true: it is there, and is not false.
  static boolean holds(@Nullable Value value) {
    return value != null && !(value instanceof Value.Bool b && !b.value());
  }

  static Pattern bind(int slot) {
    return (frame, value) -> {
      frame.slots[slot] = value;
      return true;
    };
  }

  static Pattern same(Expr expr) {
    return (frame, value) -> value.equals(expr.eval(frame));
  }

  static Pattern items(Pattern[] items) {
    return (frame, value) -> {
      if (!(value instanceof Value.Arr array) || array.size() != items.length) {
        return false;
      }
      for (int i = 0; i < items.length; i++) {
        if (!items[i].match(frame, array.get(i))) {
          return false;
        }
      }
      return true;
    };
  }

  static Pattern members(Expr[] keys, Pattern[] values) {
    return (frame, value) -> {
      if (!(value instanceof ObjectValue object) || object.size() != keys.length) {
        return false;
      }
      for (int i = 0; i < keys.length; i++) {
        Value key = keys[i].eval(frame);
        Value member = key == null ? null : object.get(key);
        if (member == null || !values[i].match(frame, member)) {
          return false;
        }
      }
      return true;
    };
  }

  static UnaryOperator<Step> match(Expr expr, Pattern pattern) {
    return next ->
        frame -> {
          Value value = expr.eval(frame);
          return value != null && pattern.match(frame, value) && next.run(frame);
        };
  }

  /// Runs what follows for each item of a collection.
  static Step each(Expr domain, Pattern keys, Pattern values, Step next) {
    return frame -> {
      Value collection = domain.eval(frame);
      return collection != null && eachItem(frame, collection, keys, values, next);
    };
  }

  private static boolean eachItem(
      Frame frame, Value collection, Pattern keys, Pattern values, Step next) {
    int size = size(collection);
    for (int i = 0; i < size; i++) {
      frame.run.step();
      if (keys.match(frame, key(collection, i))
          && values.match(frame, item(collection, i))
          && next.run(frame)) {
        return true;
      }
    }
    return false;
  }

  /// Holds when the body holds for every item; undefined for what is not a collection.
  static Step every(Expr domain, int key, int value, Step body, Step next) {
    return frame -> {
      Value collection = domain.eval(frame);
      if (collection == null || collection.rank() < 4) {
        return false;
      }
      int size = size(collection);
      for (int i = 0; i < size; i++) {
        frame.run.step();
        if (key >= 0) {
          frame.slots[key] = key(collection, i);
        }
        frame.slots[value] = item(collection, i);
        if (!body.run(frame)) {
          return false;
        }
      }
      return next.run(frame);
    };
  }

  /// How many items a value has; 0 of what is not a collection.
  static int size(Value value) {
    return switch (value) {
      case Value.Arr a -> a.size();
      case ObjectValue o -> o.size();
      case SetValue s -> s.size();
      case Value.Null _, Value.Bool _, Value.Num _, Value.Str _ -> 0;
    };
  }

  /// The key at a position of a collection: of a set the item itself.
  static Value key(Value collection, int position) {
    return switch (collection) {
      case ObjectValue o -> o.keyAt(position);
      case SetValue s -> s.at(position);
      default -> Value.of(position);
    };
  }

  static Value item(Value collection, int position) {
    return switch (collection) {
      case Value.Arr a -> a.get(position);
      case ObjectValue o -> o.valueAt(position);
      case SetValue s -> s.at(position);
      default -> Value.Null.NULL;
    };
  }

  /// Enters a world with replacements, for the steps up to [#leave].
  static Step enter(int saved, Replacement replacement, Step inner) {
    return frame -> {
      Scope before = frame.run.scope;
      Scope replaced = replacement.apply(frame);
      if (replaced == null) {
        return false;
      }
      frame.aux[saved] = before;
      frame.run.scope = replaced;
      boolean stop = inner.run(frame);
      frame.run.scope = before;
      return stop;
    };
  }

  /// Leaves the world with replacements for all that follows, and comes back to it afterwards.
  static Step leave(int saved, Step next) {
    return frame -> {
      Scope inside = frame.run.scope;
      frame.run.scope = (Scope) frame.aux[saved];
      boolean stop = next.run(frame);
      frame.aux[saved] = frame.run.scope;
      frame.run.scope = inside;
      return stop;
    };
  }
}
