// SPDX-License-Identifier: Apache-2.0
package dev.atom.posture.secret;

import java.util.Base64;
import java.util.Optional;

/// Says why a secret is none worth the name: a word that should have been replaced, a password that
/// everybody knows, a key of a MAC or cipher of less than 32 bytes.
public final class Weakness {
  private static final int KEY_BYTES_MIN = 32;

  private Weakness() {}

  /// What is weak about `value` under `key`; nothing when it is no secret, or a good one.
  public static Optional<String> of(String key, String value) {
    String bare = value.strip();
    if (bare.isEmpty() || Placeholders.isReference(bare)) {
      return Optional.empty();
    }
    KeyWords words = KeyWords.of(key);
    if ((words.namesPassword() || words.namesSecret()) && Placeholders.isPlaceholder(bare)) {
      return Optional.of("a placeholder or a password that everybody knows");
    }
    String inUrl = TokenShapes.urlPassword(bare);
    if (!inUrl.isEmpty() && Placeholders.isPlaceholder(inUrl)) {
      return Optional.of("a URL with a password that everybody knows");
    }
    int bytes = bytes(bare);
    return words.namesMacOrCipher() && bytes < KEY_BYTES_MIN
        ? Optional.of("a key of " + bytes + " bytes")
        : Optional.empty();
  }

  /// How many bytes a key stands for: hexadecimal and Base64 stand for fewer than they have.
  private static int bytes(String value) {
    boolean hex =
        value.length() % 2 == 0 && value.chars().allMatch(c -> Character.digit(c, 16) >= 0);
    if (hex) {
      return value.length() / 2;
    }
    if (value.endsWith("=") || value.length() % 4 == 0) {
      try {
        return Base64.getDecoder().decode(value).length;
      } catch (IllegalArgumentException _) {
        return value.length();
      }
    }
    return value.length();
  }
}
