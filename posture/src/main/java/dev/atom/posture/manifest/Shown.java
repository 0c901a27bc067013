// SPDX-License-Identifier: Apache-2.0
package dev.atom.posture.manifest;

/// Foreign text in our messages: short, on one line, without control characters.
public final class Shown {
  private static final int LENGTH_MAX = 80;

  private Shown() {}

  /// `key`, quoted.
  public static String key(String key) {
    return "'" + plain(key) + "'";
  }

  /// `text`, cut to eighty characters.
  public static String plain(String text) {
    var shown = new StringBuilder();
    for (int i = 0; i < text.length() && shown.length() < LENGTH_MAX; i++) {
      char c = text.charAt(i);
      shown.append(isPrintable(c) ? c : '?');
    }
    return text.length() > LENGTH_MAX ? shown + "…" : shown.toString();
  }

  private static boolean isPrintable(char c) {
    return c >= ' '
        && c != 0x7F
        && !(c >= 0x80 && c < 0xA0)
        && Character.getType(c) != Character.FORMAT
        && c != '\u2028'
        && c != '\u2029';
  }
}
