// SPDX-License-Identifier: Apache-2.0
package dev.atom.rego.builtin;

import dev.atom.rego.ObjectValue;
import dev.atom.rego.SetValue;
import dev.atom.rego.Value;

/// Shows values as the language writes them: `[1, "a"]`, `{"k": 1}`, `{1, 2}`, `set()`.
public final class Texts {
  private Texts() {}

  /// A string as it is, anything else as written.
  public static String plain(Value value) {
    return value instanceof Value.Str s ? s.text() : shown(value);
  }

  /// The value as written in source text.
  static String shown(Value value) {
    var out = new StringBuilder();
    show(value, out);
    return out.toString();
  }

  private static void show(Value value, StringBuilder out) {
    switch (value) {
      case Value.Arr a -> {
        out.append('[');
        for (int i = 0; i < a.size(); i++) {
          comma(i, out);
          show(a.get(i), out);
        }
        out.append(']');
      }
      case SetValue s -> {
        if (s.size() == 0) {
          out.append("set()");
          return;
        }
        out.append('{');
        for (int i = 0; i < s.size(); i++) {
          comma(i, out);
          show(s.at(i), out);
        }
        out.append('}');
      }
      case ObjectValue o -> {
        out.append('{');
        for (int i = 0; i < o.size(); i++) {
          comma(i, out);
          show(o.keyAt(i), out);
          out.append(": ");
          show(o.valueAt(i), out);
        }
        out.append('}');
      }
      case Value.Null _, Value.Bool _, Value.Num _, Value.Str _ -> out.append(value.toJson());
    }
  }

  private static void comma(int position, StringBuilder out) {
    if (position > 0) {
      out.append(", ");
    }
  }
}
