// SPDX-License-Identifier: Apache-2.0
package dev.atom.studio.wire;

/// Which texts PostgreSQL can hold: all but those with U+0000 or half a surrogate pair.
final class Storable {
  private Storable() {}

  static boolean is(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == 0 || Character.isLowSurrogate(c)) {
        return false;
      }
      if (Character.isHighSurrogate(c)) {
        i++;
        if (i == text.length() || !Character.isLowSurrogate(text.charAt(i))) {
          return false;
        }
      }
    }
    return true;
  }
}
