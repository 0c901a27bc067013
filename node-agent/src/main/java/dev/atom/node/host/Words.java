// SPDX-License-Identifier: Apache-2.0
package dev.atom.node.host;

import java.util.ArrayList;
import java.util.List;

/// Cuts kernel text: lines, words, numbers. Nothing here fails, whatever the text is.
public final class Words {
  private static final int LINES_MAX = 200_000;

  private Words() {}

  /// The lines that are not empty.
  public static List<String> lines(String text) {
    List<String> lines = new ArrayList<>();
    int from = 0;
    while (from < text.length() && lines.size() < LINES_MAX) {
      int to = text.indexOf('\n', from);
      if (to < 0) {
        to = text.length();
      }
      if (to > from) {
        lines.add(text.substring(from, to));
      }
      from = to + 1;
    }
    return lines;
  }

  /// The words between blanks.
  public static List<String> of(String line) {
    List<String> words = new ArrayList<>(16);
    int i = 0;
    while (i < line.length()) {
      while (i < line.length() && isBlank(line.charAt(i))) {
        i++;
      }
      int from = i;
      while (i < line.length() && !isBlank(line.charAt(i))) {
        i++;
      }
      if (i > from) {
        words.add(line.substring(from, i));
      }
    }
    return words;
  }

  private static boolean isBlank(char c) {
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
  }

  /// Whether the text is digits only.
  public static boolean isNumber(String text) {
    if (text.isEmpty()) {
      return false;
    }
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) < '0' || text.charAt(i) > '9') {
        return false;
      }
    }
    return true;
  }

  /// A count of up to 64 bits, as the kernel writes it; `otherwise` for anything else. Counts over
  /// 2^63 come out negative: they are differences modulo 2^64 that matter.
  public static long number(String text, long otherwise) {
    String digits = text.strip();
    if (!isNumber(digits) || digits.length() > 20) {
      return otherwise;
    }
    try {
      return Long.parseUnsignedLong(digits);
    } catch (NumberFormatException _) {
      return otherwise;
    }
  }

  /// The number at `index` of `words`.
  public static long number(List<String> words, int index, long otherwise) {
    return index < words.size() ? number(words.get(index), otherwise) : otherwise;
  }

  /// A whole number that may be negative.
  public static long signed(String text, long otherwise) {
    String digits = text.strip();
    if (digits.startsWith("-")) {
      long value = number(digits.substring(1), -1);
      return value < 0 ? otherwise : -value;
    }
    return number(digits, otherwise);
  }

  /// A number with a fraction; NaN for anything else.
  public static double real(List<String> words, int index) {
    if (index >= words.size()) {
      return Double.NaN;
    }
    try {
      return Double.parseDouble(words.get(index));
    } catch (NumberFormatException _) {
      return Double.NaN;
    }
  }

  /// An unsigned count as a value on the wire.
  public static double unsigned(long count) {
    return count >= 0 ? count : (count >>> 1) * 2.0 + (count & 1);
  }

  /// Text that can be shown and stored: no control characters, bounded.
  public static String printable(String text) {
    String bare = text.strip();
    int end = Math.min(bare.length(), 256);
    StringBuilder clean = new StringBuilder(end);
    for (int i = 0; i < end; i++) {
      char c = bare.charAt(i);
      boolean hidden = Character.isISOControl(c) || Character.getType(c) == Character.FORMAT;
      clean.append(hidden || Character.isSurrogate(c) ? '?' : c);
    }
    return clean.toString();
  }
}
