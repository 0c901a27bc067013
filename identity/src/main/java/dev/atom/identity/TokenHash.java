// SPDX-License-Identifier: Apache-2.0
package dev.atom.identity;

import dev.atom.base.Sha256;

/// The SHA-256 of a token's whole compact text: the only trace of a token that is stored anywhere.
///
/// @param hex 64 lower-case hex characters
public record TokenHash(String hex) {
  private static final int LENGTH = 64;

  public TokenHash {
    if (!matches(hex)) {
      throw new IllegalArgumentException(
          "'" + hex + "' is not a token hash: 64 lower-case hex characters are needed");
    }
  }

  /// Reads the written form.
  ///
  /// @throws IllegalArgumentException naming the text when it is anything else
  public static TokenHash parse(String hex) {
    return new TokenHash(hex);
  }

  /// The hash of a compact token.
  public static TokenHash ofToken(String compact) {
    return new TokenHash(Sha256.hex(compact));
  }

  private static boolean matches(String hex) {
    if (hex.length() != LENGTH) {
      return false;
    }
    for (int i = 0; i < LENGTH; i++) {
      if (!CanonicalUuid.hexDigit(hex.charAt(i))) {
        return false;
      }
    }
    return true;
  }

  @Override
  public String toString() {
    return hex;
  }
}
