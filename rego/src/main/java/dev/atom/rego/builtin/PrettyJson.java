// SPDX-License-Identifier: Apache-2.0
package dev.atom.rego.builtin;

import dev.atom.rego.ObjectValue;
import dev.atom.rego.SetValue;
import dev.atom.rego.Value;
import java.util.List;

/// JSON with line breaks and indents.
final class PrettyJson {
  private final String prefix;
  private final String indent;
  private final StringBuilder out = new StringBuilder();

  private PrettyJson(String prefix, String indent) {
    this.prefix = prefix;
    this.indent = indent;
  }

  static Value marshal(Value[] args) {
    ObjectValue options = Args.object(args, 1);
    String prefix = "";
    String indent = "\t";
    boolean pretty = false;
    boolean chosen = false;
    for (int i = 0; i < options.size(); i++) {
      String key = Texts.plain(options.keyAt(i));
      Value[] value = {options.valueAt(i)};
      switch (key) {
        case "pretty" -> {
          pretty = Args.bool(value, 0);
          chosen = true;
        }
        case "prefix" -> prefix = Args.text(value, 0);
        case "indent" -> indent = Args.text(value, 0);
        default -> throw BuiltinException.type("object contained unknown key \"" + key + "\"");
      }
    }
    if (chosen ? !pretty : options.size() == 0) {
      return Value.of(args[0].toJson());
    }
    var writer = new PrettyJson(prefix, indent);
    writer.out.append(prefix);
    writer.write(args[0], 0);
    return Value.of(writer.out.toString());
  }

  private void write(Value value, int depth) {
    switch (value) {
      case Value.Arr a -> items(a.items(), depth);
      case SetValue s -> items(s.items(), depth);
      case ObjectValue o when o.size() > 0 -> {
        out.append('{');
        for (int i = 0; i < o.size(); i++) {
          line(i, depth + 1);
          out.append(Value.of(Texts.plain(o.keyAt(i))).toJson()).append(": ");
          write(o.valueAt(i), depth + 1);
        }
        line(0, depth);
        out.append('}');
      }
      default -> out.append(value.toJson());
    }
  }

  private void items(List<Value> items, int depth) {
    if (items.isEmpty()) {
      out.append("[]");
      return;
    }
    out.append('[');
    for (int i = 0; i < items.size(); i++) {
      line(i, depth + 1);
      write(items.get(i), depth + 1);
    }
    line(0, depth);
    out.append(']');
  }

  private void line(int position, int depth) {
    out.append(position > 0 ? "," : "").append('\n').append(prefix).append(indent.repeat(depth));
  }
}
