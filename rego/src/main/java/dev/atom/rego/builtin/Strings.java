// SPDX-License-Identifier: Apache-2.0
package dev.atom.rego.builtin;

import dev.atom.rego.ObjectValue;
import dev.atom.rego.Value;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Functions over strings. Positions and lengths count code points.
final class Strings {
  private static final int LENGTH_MAX = 16 << 20;

  private Strings() {}

  static List<Builtin> table() {
    return List.of(
        new Builtin("concat", 2, (c, a) -> concat(c, a)),
        new Builtin("contains", 2, (c, a) -> Value.of(Args.text(a, 0).contains(Args.text(a, 1)))),
        new Builtin(
            "startswith", 2, (c, a) -> Value.of(Args.text(a, 0).startsWith(Args.text(a, 1)))),
        new Builtin("endswith", 2, (c, a) -> Value.of(Args.text(a, 0).endsWith(Args.text(a, 1)))),
        new Builtin("lower", 1, (c, a) -> Value.of(Args.text(a, 0).toLowerCase(Locale.ROOT))),
        new Builtin("upper", 1, (c, a) -> Value.of(Args.text(a, 0).toUpperCase(Locale.ROOT))),
        new Builtin("split", 2, (c, a) -> split(a)),
        new Builtin("replace", 3, (c, a) -> replace(a)),
        new Builtin("strings.replace_n", 2, (c, a) -> replaceN(a)),
        new Builtin("strings.reverse", 1, (c, a) -> reverse(Args.text(a, 0))),
        new Builtin("strings.count", 2, (c, a) -> occurrences(a)),
        new Builtin("strings.any_prefix_match", 2, (c, a) -> anyMatch(a, true)),
        new Builtin("strings.any_suffix_match", 2, (c, a) -> anyMatch(a, false)),
        new Builtin("indexof", 2, (c, a) -> indexOf(a)),
        new Builtin("indexof_n", 2, (c, a) -> indexOfN(a)),
        new Builtin("substring", 3, (c, a) -> substring(a)),
        new Builtin("format_int", 2, (c, a) -> formatInt(a)),
        new Builtin("sprintf", 2, (c, a) -> sprintf(a)),
        new Builtin("trim", 2, (c, a) -> trim(Args.text(a, 0), Args.text(a, 1), true, true)),
        new Builtin("trim_left", 2, (c, a) -> trim(Args.text(a, 0), Args.text(a, 1), true, false)),
        new Builtin("trim_right", 2, (c, a) -> trim(Args.text(a, 0), Args.text(a, 1), false, true)),
        new Builtin("trim_space", 1, (c, a) -> Value.of(Args.text(a, 0).strip())),
        new Builtin("trim_prefix", 2, (c, a) -> trimPrefix(Args.text(a, 0), Args.text(a, 1))),
        new Builtin("trim_suffix", 2, (c, a) -> trimSuffix(Args.text(a, 0), Args.text(a, 1))));
  }

  private static Value concat(BuiltinContext context, Value[] args) {
    String by = Args.text(args, 0);
    List<String> parts = Args.texts(args, 1);
    long length = (long) by.length() * parts.size();
    for (String part : parts) {
      length += part.length();
    }
    context.charge(length >> 4);
    bounded(length);
    return Value.of(String.join(by, parts));
  }

  private static void bounded(long length) {
    if (length > LENGTH_MAX) {
      throw BuiltinException.failed("string longer than " + LENGTH_MAX);
    }
  }

  private static Value split(Value[] args) {
    String text = Args.text(args, 0);
    String by = Args.text(args, 1);
    var parts = new ArrayList<Value>();
    if (by.isEmpty()) {
      text.codePoints().forEach(c -> parts.add(Value.of(Character.toString(c))));
      return Value.array(parts);
    }
    int from = 0;
    for (int at = text.indexOf(by); at >= 0; at = text.indexOf(by, from)) {
      parts.add(Value.of(text.substring(from, at)));
      from = at + by.length();
    }
    parts.add(Value.of(text.substring(from)));
    return Value.array(parts);
  }

  private static Value replace(Value[] args) {
    String text = Args.text(args, 0);
    String old = Args.text(args, 1);
    String fresh = Args.text(args, 2);
    long times = text.length() / Math.max(1L, old.length()) + 1;
    if (fresh.length() > old.length() && times * fresh.length() > LENGTH_MAX) {
      bounded(text.length() + occurrences(text, old) * (long) fresh.length());
    }
    return Value.of(text.replace(old, fresh));
  }

  private static long occurrences(String text, String part) {
    if (part.isEmpty()) {
      return text.codePointCount(0, text.length()) + 1L;
    }
    long count = 0;
    for (int at = text.indexOf(part); at >= 0; at = text.indexOf(part, at + part.length())) {
      count++;
    }
    return count;
  }

  /// Replaces in one pass; where several keys match, the first in sorted order wins.
  private static Value replaceN(Value[] args) {
    ObjectValue patterns = Args.object(args, 0);
    var olds = new ArrayList<String>();
    var news = new ArrayList<String>();
    for (int i = 0; i < patterns.size(); i++) {
      if (!(patterns.keyAt(i) instanceof Value.Str old)) {
        throw BuiltinException.type("operand 1 non-string key found in pattern object");
      }
      if (!(patterns.valueAt(i) instanceof Value.Str fresh)) {
        throw BuiltinException.type("operand 1 non-string value found in pattern object");
      }
      olds.add(old.text());
      news.add(fresh.text());
    }
    String text = Args.text(args, 1);
    var out = new StringBuilder();
    int at = 0;
    while (at < text.length()) {
      int match = matching(text, at, olds);
      bounded(out.length());
      if (match < 0 || olds.get(match).isEmpty()) {
        if (match >= 0) {
          out.append(news.get(match));
        }
        out.append(text.charAt(at));
        at++;
      } else {
        out.append(news.get(match));
        at += olds.get(match).length();
      }
    }
    return Value.of(out.toString());
  }

  private static int matching(String text, int at, List<String> olds) {
    for (int i = 0; i < olds.size(); i++) {
      if (text.startsWith(olds.get(i), at)) {
        return i;
      }
    }
    return -1;
  }

  private static Value reverse(String text) {
    return Value.of(new StringBuilder(text).reverse().toString());
  }

  private static Value occurrences(Value[] args) {
    return Value.of(occurrences(Args.text(args, 0), Args.text(args, 1)));
  }

  private static Value anyMatch(Value[] args, boolean prefix) {
    List<String> texts = oneOrMore(args, 0);
    List<String> parts = oneOrMore(args, 1);
    for (String text : texts) {
      for (String part : parts) {
        if (prefix ? text.startsWith(part) : text.endsWith(part)) {
          return Value.Bool.TRUE;
        }
      }
    }
    return Value.Bool.FALSE;
  }

  private static List<String> oneOrMore(Value[] args, int index) {
    if (args[index] instanceof Value.Str s) {
      return List.of(s.text());
    }
    if (args[index].rank() == 4 || args[index].rank() == 6) {
      return Args.texts(args, index);
    }
    throw Args.wrong(args, index, "one of {string, set, array}");
  }

  private static Value indexOf(Value[] args) {
    String text = Args.text(args, 0);
    String part = Args.text(args, 1);
    if (part.isEmpty()) {
      throw BuiltinException.failed("empty search character");
    }
    int at = text.indexOf(part);
    return Value.of(at < 0 ? -1 : text.codePointCount(0, at));
  }

  private static Value indexOfN(Value[] args) {
    String text = Args.text(args, 0);
    String part = Args.text(args, 1);
    if (part.isEmpty()) {
      throw BuiltinException.failed("empty search character");
    }
    var places = new ArrayList<Value>();
    for (int at = text.indexOf(part); at >= 0; at = text.indexOf(part, at + 1)) {
      places.add(Value.of(text.codePointCount(0, at)));
    }
    return Value.array(places);
  }

  private static Value substring(Value[] args) {
    String text = Args.text(args, 0);
    int start = Args.small(args, 1);
    int length = Args.small(args, 2);
    if (start < 0) {
      throw BuiltinException.failed("negative offset");
    }
    int points = text.codePointCount(0, text.length());
    if (start >= points) {
      return Value.of("");
    }
    int from = text.offsetByCodePoints(0, start);
    if (length < 0 || start + (long) length >= points) {
      return Value.of(text.substring(from));
    }
    return Value.of(text.substring(from, text.offsetByCodePoints(from, length)));
  }

  private static Value formatInt(Value[] args) {
    BigInteger number = Args.number(args, 0).decimal().toBigInteger();
    Value.Num base = Args.number(args, 1);
    return switch ((int) base.longValue()) {
      case 2, 8, 10, 16 -> Value.of(number.toString((int) base.longValue()));
      default -> throw BuiltinException.type("operand 2 must be one of {2, 8, 10, 16}");
    };
  }

  private static Value sprintf(Value[] args) {
    return Value.of(new Sprintf(Args.text(args, 0), Args.array(args, 1)).text());
  }

  private static Value trim(String text, String cut, boolean left, boolean right) {
    int from = 0;
    int to = text.length();
    while (left && from < to && cut.indexOf(text.codePointAt(from)) >= 0) {
      from += Character.charCount(text.codePointAt(from));
    }
    while (right && to > from && cut.indexOf(text.codePointBefore(to)) >= 0) {
      to -= Character.charCount(text.codePointBefore(to));
    }
    return Value.of(text.substring(from, to));
  }

  private static Value trimPrefix(String text, String prefix) {
    return Value.of(text.startsWith(prefix) ? text.substring(prefix.length()) : text);
  }

  private static Value trimSuffix(String text, String suffix) {
    return Value.of(
        text.endsWith(suffix) ? text.substring(0, text.length() - suffix.length()) : text);
  }
}
