// SPDX-License-Identifier: Apache-2.0
package dev.atom.posture.podsecurity;

import java.util.Locale;
import java.util.Optional;

/// How strict a Pod Security Standard is, least first.
public enum Level {
  PRIVILEGED,
  BASELINE,
  RESTRICTED;

  /// The level that namespaces' labels call `word`.
  public static Optional<Level> parse(String word) {
    for (Level level : values()) {
      if (level.word().equals(word)) {
        return Optional.of(level);
      }
    }
    return Optional.empty();
  }

  /// The name in labels.
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
