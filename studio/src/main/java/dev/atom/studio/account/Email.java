// SPDX-License-Identifier: Apache-2.0
package dev.atom.studio.account;

import java.util.Locale;

/// An e-mail address as a login name: lower case, one `@`, no blanks, at most 254 characters.
///
/// @param text the address
record Email(String text) {
  Email {
    text = text.strip().toLowerCase(Locale.ROOT);
    int at = text.indexOf('@');
    boolean plain = text.chars().allMatch(c -> c > ' ' && c < 0x7f);
    if (at < 1 || at != text.lastIndexOf('@') || at == text.length() - 1 || !plain) {
      throw new IllegalArgumentException(
          "field 'email' must be an address such as ann@example.org");
    }
    if (text.length() > 254) {
      throw new IllegalArgumentException("field 'email' has more than 254 characters");
    }
  }
}
