// SPDX-License-Identifier: Apache-2.0
package dev.atom.posture.secret;

import java.util.Optional;

/// Says whether a value is a secret, judging by the value and by the key it stands under.
///
/// Known shapes count under any key. A key that names a secret makes a random-looking value one; a
/// key that names a password makes any literal one; a key that is about a secret (`TOKEN_FILE`,
/// `secretName`) makes none. References that something fills in later are not secrets, and neither
/// are words that stand for one: those are weak, see [Weakness].
public final class SecretDetector {
  private SecretDetector() {}

  /// What the value is, in words without the value; nothing when it is no secret.
  public static Optional<String> detect(String key, String value) {
    String bare = value.strip();
    if (bare.isEmpty() || Placeholders.isReference(bare)) {
      return Optional.empty();
    }
    Optional<String> shape = TokenShapes.in(bare);
    if (shape.isPresent()) {
      return shape;
    }
    if (Placeholders.isPlaceholder(bare) || isSomethingElse(bare)) {
      return Optional.empty();
    }
    KeyWords words = KeyWords.of(key);
    if (words.namesPassword()) {
      return Optional.of("a password");
    }
    if (words.namesSecret() && (Randomness.isRandom(bare) || Randomness.isVeryRandom(bare))) {
      return Optional.of("a random value under a key that names a secret");
    }
    return !words.isPublic() && Randomness.isVeryRandom(bare)
        ? Optional.of("a value that looks like a random key")
        : Optional.empty();
  }

  /// Whether a key names a secret, whatever the value.
  public static boolean namesSecret(String key) {
    KeyWords words = KeyWords.of(key);
    return words.namesPassword() || words.namesSecret();
  }

  /// Paths, code, sentences, switches, addresses without a password, spans of time.
  private static boolean isSomethingElse(String value) {
    return value.startsWith("/")
        || value.startsWith("./")
        || value.contains("://")
        || value.equals("true")
        || value.equals("false")
        || value.chars().anyMatch(c -> Character.isWhitespace(c) || "(){}[];,".indexOf(c) >= 0);
  }
}
