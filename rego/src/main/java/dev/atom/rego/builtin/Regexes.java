// SPDX-License-Identifier: Apache-2.0
package dev.atom.rego.builtin;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import dev.atom.rego.Value;
import java.util.ArrayList;
import java.util.List;

/// Regular expressions, matched in linear time.
final class Regexes {
  private Regexes() {}

  static List<Builtin> table() {
    return List.of(
        new Builtin("regex.match", 2, (c, a) -> match(c, a)),
        new Builtin("re_match", 2, (c, a) -> match(c, a)),
        new Builtin("regex.is_valid", 1, (c, a) -> isValid(c, a)),
        new Builtin("regex.split", 2, (c, a) -> split(c, a)),
        new Builtin("regex.find_n", 3, (c, a) -> find(c, a)),
        new Builtin("regex.find_all_string_submatch_n", 3, (c, a) -> submatches(c, a)),
        new Builtin("regex.replace", 3, (c, a) -> replace(c, a)),
        new Builtin("regex.template_match", 4, (c, a) -> template(c, a)),
        new Builtin("regex.globs_match", 2, (c, a) -> Value.of(GlobIntersection.meet(a))));
  }

  private static Value match(BuiltinContext context, Value[] args) {
    Pattern pattern = context.pattern(Args.text(args, 0));
    String text = Args.text(args, 1);
    context.charge(text.length() >> 4);
    return Value.of(pattern.matcher(text).find());
  }

  private static Value isValid(BuiltinContext context, Value[] args) {
    if (!(args[0] instanceof Value.Str expression)) {
      return Value.Bool.FALSE;
    }
    try {
      context.pattern(expression.text());
      return Value.Bool.TRUE;
    } catch (BuiltinException e) {
      return Value.Bool.FALSE;
    }
  }

  private static Value split(BuiltinContext context, Value[] args) {
    Matcher matcher = context.pattern(Args.text(args, 0)).matcher(Args.text(args, 1));
    String text = Args.text(args, 1);
    var parts = new ArrayList<Value>();
    int from = 0;
    while (matcher.find()) {
      boolean emptyAtEnd = matcher.start() == text.length() && matcher.end() == text.length();
      if (matcher.end() == 0 || emptyAtEnd) {
        continue;
      }
      parts.add(Value.of(text.substring(from, matcher.start())));
      from = matcher.end();
    }
    parts.add(Value.of(text.substring(from)));
    return Value.array(parts);
  }

  private static Value find(BuiltinContext context, Value[] args) {
    Matcher matcher = context.pattern(Args.text(args, 0)).matcher(Args.text(args, 1));
    int limit = Args.small(args, 2);
    var found = new ArrayList<Value>();
    while ((limit < 0 || found.size() < limit) && matcher.find()) {
      found.add(Value.of(matcher.group()));
    }
    return Value.array(found);
  }

  private static Value submatches(BuiltinContext context, Value[] args) {
    Matcher matcher = context.pattern(Args.text(args, 0)).matcher(Args.text(args, 1));
    int limit = Args.small(args, 2);
    var found = new ArrayList<Value>();
    while ((limit < 0 || found.size() < limit) && matcher.find()) {
      var groups = new ArrayList<Value>();
      for (int i = 0; i <= matcher.groupCount(); i++) {
        String group = matcher.group(i);
        groups.add(Value.of(group == null ? "" : group));
      }
      found.add(Value.array(groups));
    }
    return Value.array(found);
  }

  private static Value replace(BuiltinContext context, Value[] args) {
    String text = Args.text(args, 0);
    Matcher matcher = context.pattern(Args.text(args, 1)).matcher(text);
    String by = Args.text(args, 2);
    var out = new StringBuilder();
    int from = 0;
    while (matcher.find()) {
      out.append(text, from, matcher.start());
      expand(by, matcher, out);
      context.charge(1 + by.length() / 16);
      from = matcher.end();
    }
    return Value.of(out.append(text, from, text.length()).toString());
  }

  /// Appends a replacement with `$1`, `${1}`, `$name`, `${name}` filled in and `$$` as a dollar.
  private static void expand(String by, Matcher matcher, StringBuilder out) {
    int at = 0;
    while (at < by.length()) {
      char c = by.charAt(at++);
      if (c != '$' || at == by.length()) {
        out.append(c);
        continue;
      }
      if (by.charAt(at) == '$') {
        out.append('$');
        at++;
        continue;
      }
      boolean braced = by.charAt(at) == '{';
      int start = braced ? at + 1 : at;
      int end = start;
      while (end < by.length()
          && (Character.isLetterOrDigit(by.charAt(end)) || by.charAt(end) == '_')) {
        end++;
      }
      if (end == start || (braced && (end == by.length() || by.charAt(end) != '}'))) {
        out.append('$');
        continue;
      }
      out.append(group(by.substring(start, end), matcher));
      at = braced ? end + 1 : end;
    }
  }

  private static String group(String name, Matcher matcher) {
    if (name.length() < 6 && name.chars().allMatch(d -> d >= '0' && d <= '9')) {
      int number = Integer.parseInt(name);
      String group = number <= matcher.groupCount() ? matcher.group(number) : null;
      return group == null ? "" : group;
    }
    try {
      String group = matcher.group(name);
      return group == null ? "" : group;
    } catch (IllegalArgumentException e) {
      return "";
    }
  }

  /// Matches text with a template: plain text with regular expressions between two delimiters.
  private static Value template(BuiltinContext context, Value[] args) {
    String template = Args.text(args, 0);
    String text = Args.text(args, 1);
    String open = Args.text(args, 2);
    String close = Args.text(args, 3);
    if (open.length() != 1 || close.length() != 1) {
      throw BuiltinException.failed("delimiters must be one character each");
    }
    var expression = new StringBuilder("^");
    int from = 0;
    for (int at = template.indexOf(open); at >= 0; at = template.indexOf(open, from)) {
      int end = template.indexOf(close, at);
      if (end < 0) {
        throw BuiltinException.failed("unbalanced braces in " + template);
      }
      expression.append(Pattern.quote(template.substring(from, at)));
      expression.append('(').append(template, at + 1, end).append(')');
      from = end + 1;
    }
    expression.append(Pattern.quote(template.substring(from))).append('$');
    return Value.of(context.pattern(expression.toString()).matcher(text).find());
  }
}
