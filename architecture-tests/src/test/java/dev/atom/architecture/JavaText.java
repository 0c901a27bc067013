// SPDX-License-Identifier: Apache-2.0
package dev.atom.architecture;

/// Java source with the text of comments and literals blanked out, so that a rule about code does
/// not trip over words. Lines and columns stay where they are.
final class JavaText {
  private JavaText() {}

  static String codeOnly(String source) {
    var out = new StringBuilder(source);
    int i = 0;
    while (i < source.length()) {
      int end = endOfWords(source, i);
      if (end > i) {
        blank(out, i, end);
        i = end;
      } else {
        i++;
      }
    }
    return out.toString();
  }

  /// Where the comment or literal that begins at `i` ends; `i` when none begins there.
  private static int endOfWords(String source, int i) {
    if (source.startsWith("//", i)) {
      return until(source, "\n", i + 2, 0);
    }
    if (source.startsWith("/*", i)) {
      return until(source, "*/", i + 2, 2);
    }
    if (source.startsWith("\"\"\"", i)) {
      return until(source, "\"\"\"", i + 3, 3);
    }
    char c = source.charAt(i);
    return c == '"' || c == '\'' ? endOfLiteral(source, i, c) : i;
  }

  private static int endOfLiteral(String source, int start, char quote) {
    int i = start + 1;
    while (i < source.length() && source.charAt(i) != quote && source.charAt(i) != '\n') {
      i += source.charAt(i) == '\\' ? 2 : 1;
    }
    return Math.min(i + 1, source.length());
  }

  private static int until(String source, String mark, int from, int length) {
    int at = source.indexOf(mark, from);
    return at < 0 ? source.length() : at + length;
  }

  private static void blank(StringBuilder text, int from, int to) {
    for (int i = from; i < to; i++) {
      if (text.charAt(i) != '\n') {
        text.setCharAt(i, ' ');
      }
    }
  }

  static int line(String source, int offset) {
    return (int) source.substring(0, offset).chars().filter(c -> c == '\n').count() + 1;
  }
}
