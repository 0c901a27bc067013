// SPDX-License-Identifier: Apache-2.0
package dev.atom.archiver.store;

/// What keys may look like: parts of letters, digits, `.`, `_`, `-`, `=`, joined by `/`, none of
/// them beginning with a dot. So a key is a file name everywhere, and never leaves its folder.
final class ArchiveKeys {
  private static final int LENGTH_MAX = 512;

  private ArchiveKeys() {}

  static String checked(String key) {
    boolean good = !key.isEmpty() && key.length() <= LENGTH_MAX && !key.endsWith("/");
    char before = '/';
    for (int i = 0; good && i < key.length(); i++) {
      char c = key.charAt(i);
      good = before == '/' ? isInside(c) : isInside(c) || c == '/' || c == '.';
      before = c;
    }
    if (!good) {
      throw new IllegalArgumentException("'" + key + "' is no key of an archive, such as a/b/c.d");
    }
    return key;
  }

  private static boolean isInside(char c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || c == '_'
        || c == '-'
        || c == '=';
  }
}
