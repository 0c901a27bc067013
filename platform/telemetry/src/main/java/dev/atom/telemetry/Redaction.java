// SPDX-License-Identifier: Apache-2.0
package dev.atom.telemetry;

/// Takes out of a text what has the form of a credential: JSON web tokens, and keys that start with
/// `sk-` or `vk-`. A last net; what is known to be secret never comes here.
final class Redaction {
  private static final int KEY_LENGTH_MIN = 20;
  private static final String HIDDEN = "***";

  private Redaction() {}

  static String of(String text) {
    if (!text.contains("eyJ") && !text.contains("sk-") && !text.contains("vk-")) {
      return text;
    }
    var clean = new StringBuilder(text.length());
    int at = 0;
    while (at < text.length()) {
      int end = at;
      while (end < text.length() && isTokenCharacter(text.charAt(end))) {
        end++;
      }
      if (end == at) {
        clean.append(text.charAt(at++));
      } else {
        clean.append(isCredential(text, at, end) ? HIDDEN : text.substring(at, end));
        at = end;
      }
    }
    return clean.toString();
  }

  private static boolean isCredential(String text, int from, int to) {
    if (to - from < KEY_LENGTH_MIN) {
      return false;
    }
    return text.startsWith("eyJ", from)
        || text.startsWith("sk-", from)
        || text.startsWith("vk-", from);
  }

  private static boolean isTokenCharacter(char c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || c == '-'
        || c == '_'
        || c == '.';
  }
}
