// SPDX-License-Identifier: Apache-2.0
package dev.atom.posture.manifest;

import java.util.HashMap;
import java.util.Map;

/// Keeps one copy of each short word, since manifests say the same few over and over.
final class Words {
  private static final int LENGTH_MAX = 32;
  private static final int COUNT_MAX = 50_000;

  private final Map<String, String> words = new HashMap<>();

  /// A text equal to `word`, and the same object for equal words.
  String same(String word) {
    if (word.length() > LENGTH_MAX) {
      return word;
    }
    String known = words.get(word);
    if (known != null) {
      return known;
    }
    if (words.size() < COUNT_MAX) {
      words.put(word, word);
    }
    return word;
  }
}
