// SPDX-License-Identifier: Apache-2.0
package dev.atom.posture.secret;

import java.util.HashMap;
import java.util.Map;

/// Whether a text looks drawn by lot.
final class Randomness {
  private Randomness() {}

  /// Shannon's entropy of its characters, in bits each.
  static double entropy(String text) {
    Map<Integer, Integer> counts = new HashMap<>();
    text.chars().forEach(c -> counts.merge(c, 1, Integer::sum));
    double entropy = 0;
    for (int count : counts.values()) {
      double share = (double) count / text.length();
      entropy -= share * Math.log(share) / Math.log(2);
    }
    return entropy;
  }

  /// Random enough under a key that names a secret: long, and of more than words with hyphens.
  static boolean isRandom(String value) {
    if (value.length() < 12) {
      return false;
    }
    int digits = 0;
    int upper = 0;
    int lower = 0;
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      digits += c >= '0' && c <= '9' ? 1 : 0;
      upper += c >= 'A' && c <= 'Z' ? 1 : 0;
      lower += c >= 'a' && c <= 'z' ? 1 : 0;
    }
    int kinds = (digits > 1 ? 1 : 0) + (upper > 1 ? 1 : 0) + (lower > 1 ? 1 : 0);
    return kinds >= 2 && entropy(value) >= 3.0 && !isName(value);
  }

  /// Random enough whatever the key: as long as a key of 24 bytes, of all kinds of characters.
  static boolean isVeryRandom(String value) {
    if (value.length() < 32 || value.length() > 512) {
      return false;
    }
    int digits = 0;
    int upper = 0;
    int lower = 0;
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c >= '0' && c <= '9') {
        digits++;
      } else if (c >= 'A' && c <= 'Z') {
        upper++;
      } else if (c >= 'a' && c <= 'z') {
        lower++;
      } else if ("+/=_-".indexOf(c) < 0) {
        return false;
      }
    }
    return digits > 2 && upper > 2 && lower > 2 && entropy(value) >= 4.3 && !hasWords(value);
  }

  /// Small letters, hyphens and a few digits: what objects are called.
  private static boolean isName(String value) {
    int digits = 0;
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      boolean small = (c >= 'a' && c <= 'z') || c == '-' || c == '.' || c == '/' || c == '_';
      digits += c >= '0' && c <= '9' ? 1 : 0;
      if (!small && !(c >= '0' && c <= '9')) {
        return false;
      }
    }
    return value.indexOf('-') > 0 && digits * 5 < value.length();
  }

  /// Parts of many small letters between separators: a path, a list of names.
  private static boolean hasWords(String value) {
    int run = 0;
    int longest = 0;
    for (int i = 0; i < value.length(); i++) {
      run = value.charAt(i) >= 'a' && value.charAt(i) <= 'z' ? run + 1 : 0;
      longest = Math.max(longest, run);
    }
    return longest > 8;
  }
}
