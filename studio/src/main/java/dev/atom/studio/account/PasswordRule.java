// SPDX-License-Identifier: Apache-2.0
package dev.atom.studio.account;

import java.util.Optional;

/// What a password must be: long, and not what everybody knows about its owner.
final class PasswordRule {
  static final int LENGTH_MIN = 12;
  static final int LENGTH_MAX = 128;

  private PasswordRule() {}

  /// Why `password` is refused for this user, empty when it is not. Never quotes it.
  static Optional<String> refusal(String password, String email) {
    if (password.length() < LENGTH_MIN || password.length() > LENGTH_MAX) {
      return Optional.of(
          "a password has %d to %d characters; this one has %d"
              .formatted(LENGTH_MIN, LENGTH_MAX, password.length()));
    }
    if (password.chars().distinct().count() < 5) {
      return Optional.of("the password repeats too few characters");
    }
    if (password.equalsIgnoreCase(email)) {
      return Optional.of("the password is the e-mail address");
    }
    return Optional.empty();
  }
}
