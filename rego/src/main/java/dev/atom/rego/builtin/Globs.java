// SPDX-License-Identifier: Apache-2.0
package dev.atom.rego.builtin;

import dev.atom.rego.Value;
import java.util.List;

/// Globs: `*` stops at delimiters, `**` does not, `?`, `[a-c]`, `[!a-c]`, `{one,other}`.
final class Globs {
  private Globs() {}

  static List<Builtin> table() {
    return List.of(
        new Builtin("glob.match", 3, (c, a) -> match(c, a)),
        new Builtin("glob.quote_meta", 1, (c, a) -> quote(Args.text(a, 0))));
  }

  private static Value match(BuiltinContext context, Value[] args) {
    String glob = Args.text(args, 0);
    String delimiters;
    if (args[1] instanceof Value.Null) {
      delimiters = "";
    } else {
      List<String> given = Args.texts(args, 1);
      delimiters = given.isEmpty() ? "." : String.join("", given);
    }
    String text = Args.text(args, 2);
    return Value.of(context.pattern(expression(glob, delimiters)).matcher(text).matches());
  }

  private static String expression(String glob, String delimiters) {
    String single = delimiters.isEmpty() ? "(?s:.)" : "[^" + escaped(delimiters) + "]";
    var out = new StringBuilder();
    int alternatives = 0;
    for (int i = 0; i < glob.length(); i++) {
      char c = glob.charAt(i);
      switch (c) {
        case '*' -> {
          boolean wide = i + 1 < glob.length() && glob.charAt(i + 1) == '*';
          out.append(wide ? "(?s:.*)" : single + "*");
          i += wide ? 1 : 0;
        }
        case '?' -> out.append(single);
        case '[' -> i = range(glob, i, out);
        case '{' -> {
          out.append("(?:");
          alternatives++;
        }
        case '}' -> {
          out.append(alternatives > 0 ? ")" : "\\}");
          alternatives = Math.max(0, alternatives - 1);
        }
        case ',' -> out.append(alternatives > 0 ? "|" : ",");
        case '\\' -> {
          i++;
          if (i == glob.length()) {
            throw BuiltinException.failed("glob '" + glob + "' ends in an escape");
          }
          out.append(escaped(glob.substring(i, i + 1)));
        }
        default -> out.append(escaped(String.valueOf(c)));
      }
    }
    if (alternatives > 0) {
      throw BuiltinException.failed("glob '" + glob + "' has an open brace");
    }
    return out.toString();
  }

  /// Appends a character class and gives the place of its closing bracket.
  private static int range(String glob, int start, StringBuilder out) {
    int end = glob.indexOf(']', start + 2);
    if (end < 0) {
      throw BuiltinException.failed("glob '" + glob + "' has an open bracket");
    }
    boolean negated = glob.charAt(start + 1) == '!';
    String inside = glob.substring(start + (negated ? 2 : 1), end);
    out.append(negated ? "[^" : "[");
    for (int i = 0; i < inside.length(); i++) {
      char c = inside.charAt(i);
      boolean dash = c == '-' && i > 0 && i < inside.length() - 1;
      out.append(dash ? "-" : escaped(String.valueOf(c)));
    }
    out.append(']');
    return end;
  }

  private static String escaped(String text) {
    var out = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < 128 && !Character.isLetterOrDigit(c) && c > ' ') {
        out.append('\\');
      }
      out.append(c);
    }
    return out.toString();
  }

  private static Value quote(String text) {
    var out = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if ("*?\\[]{}".indexOf(c) >= 0) {
        out.append('\\');
      }
      out.append(c);
    }
    return Value.of(out.toString());
  }
}
