// SPDX-License-Identifier: Apache-2.0
package dev.atom.rego.eval;

import dev.atom.rego.ObjectValue;
import dev.atom.rego.SetValue;
import dev.atom.rego.Value;
import dev.atom.rego.builtin.Texts;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The expressions that collections and references compile to.
final class Exprs {
  /// The whole input.
  static final Expr INPUT = frame -> frame.run.scope.input;

  private Exprs() {}

  static Expr array(Expr[] items) {
    return frame -> {
      var values = new Value[items.length];
      for (int i = 0; i < values.length; i++) {
        Value value = items[i].eval(frame);
        if (value == null) {
          return null;
        }
        values[i] = value;
      }
      return Value.Arr.owning(values);
    };
  }

  static Expr set(Expr[] items) {
    return frame -> {
      var builder = new SetValue.Builder(items.length);
      for (Expr item : items) {
        Value value = item.eval(frame);
        if (value == null) {
          return null;
        }
        builder.add(value);
      }
      return builder.build();
    };
  }

  static Expr object(Expr[] keys, Expr[] values) {
    return frame -> {
      var builder = new ObjectValue.Builder(keys.length);
      for (int i = 0; i < keys.length; i++) {
        Value key = keys[i].eval(frame);
        Value value = key == null ? null : values[i].eval(frame);
        if (key == null || value == null) {
          return null;
        }
        builder.put(key, value);
      }
      return builder.build();
    };
  }

  /// A path into the input; constant keys are looked up without evaluating anything.
  static Expr input(Expr[] keys, List<Node> nodes) {
    return index(INPUT, keys, nodes);
  }

  static Expr index(Expr head, Expr[] keys, List<Node> nodes) {
    Value[] constants = constants(nodes);
    if (constants == null) {
      return frame -> {
        Value value = head.eval(frame);
        for (int i = 0; i < keys.length && value != null; i++) {
          Value key = keys[i].eval(frame);
          value = key == null ? null : at(value, key);
        }
        return value;
      };
    }
    if (constants.length == 1) {
      Value key = constants[0];
      return frame -> {
        Value value = head.eval(frame);
        return value == null ? null : at(value, key);
      };
    }
    return frame -> {
      Value value = head.eval(frame);
      for (int i = 0; i < constants.length && value != null; i++) {
        value = at(value, constants[i]);
      }
      return value;
    };
  }

  static Value @Nullable [] constants(List<Node> nodes) {
    var values = new Value[nodes.size()];
    for (int i = 0; i < values.length; i++) {
      if (!(nodes.get(i) instanceof Node.Const(Value value))) {
        return null;
      }
      values[i] = value;
    }
    return values;
  }

  /// What a key points at: in a set, itself.
  static @Nullable Value at(Value value, Value key) {
    return switch (value) {
      case ObjectValue o -> o.get(key);
      case Value.Arr a -> a.get(key);
      case SetValue s -> s.contains(key) ? key : null;
      case Value.Null _, Value.Bool _, Value.Num _, Value.Str _ -> null;
    };
  }

  /// Text with the values of its holes; a hole without a value shows as undefined.
  static Expr template(Expr[] parts) {
    return frame -> {
      var out = new StringBuilder();
      for (Expr part : parts) {
        Value value = part.eval(frame);
        if (value instanceof Value.Str text) {
          out.append(text.text());
        } else if (value instanceof SetValue shown && shown.size() > 0) {
          out.append(Texts.plain(shown.at(0)));
        } else {
          out.append("<undefined>");
        }
        frame.run.charge(out.length() >> 4);
      }
      return Value.of(out.toString());
    };
  }
}
