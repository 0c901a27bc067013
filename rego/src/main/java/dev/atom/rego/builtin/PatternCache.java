// SPDX-License-Identifier: Apache-2.0
package dev.atom.rego.builtin;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// Compiled regular expressions of a program. Matching takes linear time; compiling is kept in
/// bounds by the length of an expression and by the product of its repetitions.
public final class PatternCache {
  private static final int ENTRIES_MAX = 512;
  private static final int LENGTH_MAX = 4096;
  private static final long REPEATS_MAX = 1000;
  private static final int NESTING_MAX = 200;

  private final Map<String, Pattern> patterns = new ConcurrentHashMap<>();

  /// The compiled expression.
  ///
  /// @throws BuiltinException when it is not a regular expression or too large
  public Pattern get(String expression) {
    Pattern known = patterns.get(expression);
    if (known != null) {
      return known;
    }
    bounded(expression);
    Pattern pattern;
    try {
      pattern = Pattern.compile(expression);
    } catch (PatternSyntaxException e) {
      throw BuiltinException.failed("error parsing regexp: " + e.getMessage());
    }
    if (patterns.size() >= ENTRIES_MAX) {
      patterns.clear();
    }
    patterns.put(expression, pattern);
    return pattern;
  }

  private static void bounded(String expression) {
    if (expression.length() > LENGTH_MAX) {
      throw BuiltinException.failed("regular expression longer than " + LENGTH_MAX);
    }
    int nesting = 0;
    int deepest = 0;
    long product = 1;
    for (int i = 0; i < expression.length(); i++) {
      char c = expression.charAt(i);
      nesting += c == '(' ? 1 : c == ')' ? -1 : 0;
      deepest = Math.max(deepest, nesting);
      if (c == '{') {
        product = Math.min(product * Math.max(1, repeats(expression, i + 1)), 1L << 40);
      }
    }
    if (deepest > NESTING_MAX || product > REPEATS_MAX) {
      throw BuiltinException.failed("regular expression repeats or nests too much");
    }
  }

  /// The largest number in `{2}`, `{2,}` or `{2,5}`; 0 when this is no repetition.
  private static long repeats(String expression, int start) {
    long largest = 0;
    long number = 0;
    for (int i = start; i < expression.length() && i < start + 12; i++) {
      char c = expression.charAt(i);
      if (c >= '0' && c <= '9') {
        number = number * 10 + (c - '0');
        largest = Math.max(largest, number);
      } else if (c == ',') {
        number = 0;
      } else {
        return c == '}' ? largest : 0;
      }
    }
    return largest;
  }
}
