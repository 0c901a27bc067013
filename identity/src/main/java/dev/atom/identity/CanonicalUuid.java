// SPDX-License-Identifier: Apache-2.0
package dev.atom.identity;

/// The one way a UUID is written here: 36 characters, lower case, hyphens at 8, 13, 18 and 23. One
/// form only, since two spellings of an identifier are two identifiers to a rule.
final class CanonicalUuid {
  private static final int LENGTH = 36;

  private CanonicalUuid() {}

  static boolean matches(String text) {
    if (text.length() != LENGTH) {
      return false;
    }
    for (int i = 0; i < LENGTH; i++) {
      char c = text.charAt(i);
      boolean hyphen = i == 8 || i == 13 || i == 18 || i == 23;
      if (hyphen ? c != '-' : !hexDigit(c)) {
        return false;
      }
    }
    return true;
  }

  static void require(String text, String what) {
    if (!matches(text)) {
      throw new IllegalArgumentException(
          "'" + text + "' is not a " + what + ": a UUID in lower case is needed");
    }
  }

  static boolean hexDigit(char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
  }
}
