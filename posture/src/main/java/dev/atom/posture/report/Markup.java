// SPDX-License-Identifier: Apache-2.0
package dev.atom.posture.report;

/// Text within XML and HTML.
final class Markup {
  private Markup() {}

  /// `text` with what means something to XML written out, and what XML may not hold replaced.
  static String escape(String text) {
    var out = new StringBuilder(text.length() + 16);
    text.codePoints()
        .forEach(c -> {
          switch (c) {
            case '&' -> out.append("&amp;");
            case '<' -> out.append("&lt;");
            case '>' -> out.append("&gt;");
            case '"' -> out.append("&quot;");
            case '\'' -> out.append("&#39;");
            default -> {
              if (isAllowed(c)) {
                out.appendCodePoint(c);
              } else {
                out.append('\uFFFD');
              }
            }
          }
        });
    return out.toString();
  }

  private static boolean isAllowed(int c) {
    return c == '\t'
        || c == '\n'
        || c == '\r'
        || (c >= 0x20 && c <= 0xD7FF)
        || (c >= 0xE000 && c <= 0xFFFD)
        || c >= 0x10000;
  }
}
