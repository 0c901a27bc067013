// SPDX-License-Identifier: Apache-2.0
package dev.atom.config;

import java.util.List;
import java.util.Locale;

/// Which secrets are too weak to start with: placeholders, short ones, and ones with a pattern that
/// a person typed. It judges form only; a secret that passes can still be badly made.
final class SecretRules {
  /// 32 characters: 128 bits when the secret is hex, more in any richer alphabet.
  static final int USUAL_LENGTH = 32;

  private static final String ADVICE = "make one with: openssl rand -hex 32";

  /// What people write where a secret should be. Longer words before their parts.
  private static final List<String> PLACEHOLDERS =
      List.of(
          "placeholder",
          "changeit",
          "changeme",
          "replaceme",
          "insecure",
          "passw0rd",
          "password",
          "examples",
          "example",
          "default",
          "letmein",
          "testing",
          "change",
          "secret",
          "please",
          "token",
          "admin",
          "value",
          "qwerty",
          "sample",
          "dummy",
          "hmac",
          "todo",
          "test",
          "your",
          "here",
          "this",
          "atom",
          "dev",
          "key",
          "foo",
          "bar",
          "xxx",
          "my",
          "me",
          "in");

  private SecretRules() {}

  /// What is wrong with `value`, without a word of it; empty text when nothing is.
  static String weakness(String value, int least) {
    if (value.isBlank()) {
      return "the secret is empty; " + ADVICE;
    }
    if (isPlaceholder(value)) {
      return "the secret is a placeholder; " + ADVICE;
    }
    if (hasPattern(value)) {
      return "the secret is a pattern that can be guessed; " + ADVICE;
    }
    if (value.length() < least) {
      return "the secret has %d characters and needs %d; %s"
          .formatted(value.length(), least, ADVICE);
    }
    return "";
  }

  /// Little is left when the usual words, digits at the end and punctuation are taken out.
  private static boolean isPlaceholder(String value) {
    String rest = value.toLowerCase(Locale.ROOT);
    for (String word : PLACEHOLDERS) {
      rest = rest.replace(word, "");
    }
    long left = rest.chars().filter(Character::isLetterOrDigit).count();
    boolean lostWords = rest.length() < value.length();
    return (lostWords && left <= value.length() / 3)
        || (value.startsWith("${") && value.endsWith("}"))
        || (value.startsWith("<") && value.endsWith(">"));
  }

  /// One block repeated, or mostly neighbours in the alphabet.
  private static boolean hasPattern(String value) {
    for (int block = 1; block <= Math.min(16, value.length() / 2); block++) {
      if (repeats(value, block)) {
        return true;
      }
    }
    int neighbours = 0;
    for (int i = 1; i < value.length(); i++) {
      if (Math.abs(value.charAt(i) - value.charAt(i - 1)) == 1) {
        neighbours++;
      }
    }
    return value.length() >= 8 && neighbours * 2 > value.length();
  }

  private static boolean repeats(String value, int block) {
    for (int i = block; i < value.length(); i++) {
      if (value.charAt(i) != value.charAt(i - block)) {
        return false;
      }
    }
    return true;
  }
}
