// SPDX-License-Identifier: Apache-2.0
package dev.atom.config;

import java.util.Collection;
import java.util.Locale;
import java.util.Optional;

/// Spelling: component names and enum constants as kebab-case keys, and which known key a wrong one
/// was probably meant to be.
final class Names {
  private Names() {}

  /// `staleAfter` becomes `stale-after`.
  static String kebab(String component) {
    var key = new StringBuilder(component.length() + 4);
    for (int i = 0; i < component.length(); i++) {
      char c = component.charAt(i);
      if (Character.isUpperCase(c)) {
        key.append('-');
      }
      key.append(Character.toLowerCase(c));
    }
    return key.toString();
  }

  /// `OPENAI_COMPATIBLE` becomes `openai-compatible`.
  static String kebab(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  static String join(String path, String key) {
    return path.isEmpty() ? key : path + "." + key;
  }

  /// The text without the password of a URL, which has no business in a printed configuration.
  static String withoutPassword(String text) {
    String clean = text;
    int authority = text.indexOf("://");
    int at = text.lastIndexOf('@');
    int colon = authority < 0 ? -1 : text.indexOf(':', authority + 3);
    if (colon > 0 && colon < at) {
      clean = text.substring(0, colon + 1) + "***" + text.substring(at);
    }
    int parameter = clean.indexOf("password=");
    if (parameter < 0) {
      return clean;
    }
    int end = clean.indexOf('&', parameter);
    return clean.substring(0, parameter + "password=".length())
        + "***"
        + (end < 0 ? "" : clean.substring(end));
  }

  /// The known name that differs least, if it differs little.
  static Optional<String> nearest(String wrong, Collection<String> known) {
    String best = "";
    int least = Math.max(2, wrong.length() / 3) + 1;
    for (String name : known) {
      int distance = distance(wrong, name);
      if (distance < least) {
        least = distance;
        best = name;
      }
    }
    return best.isEmpty() ? Optional.empty() : Optional.of(best);
  }

  /// Levenshtein's distance, where letter case, `_` and `-` do not count.
  private static int distance(String a, String b) {
    String from = a.toLowerCase(Locale.ROOT).replace("_", "").replace("-", "");
    String to = b.toLowerCase(Locale.ROOT).replace("_", "").replace("-", "");
    int[] row = new int[to.length() + 1];
    for (int j = 0; j < row.length; j++) {
      row[j] = j;
    }
    for (int i = 1; i <= from.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= to.length(); j++) {
        int substituted = diagonal + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(substituted, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row[to.length()];
  }
}
