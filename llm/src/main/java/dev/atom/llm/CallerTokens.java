// SPDX-License-Identifier: Apache-2.0
package dev.atom.llm;

import io.vertx.core.MultiMap;
import java.util.Map;

/// Notices callers' own tokens: they end at GATE, and one that comes this far was forwarded by
/// mistake and must go no further.
final class CallerTokens {
  private CallerTokens() {}

  /// Whether any header carries a JSON web token.
  static boolean anyIn(MultiMap headers) {
    for (Map.Entry<String, String> header : headers) {
      String value = header.getValue();
      if (value.contains("eyJ") && carriesToken(value)) {
        return true;
      }
    }
    return false;
  }

  /// Whether the text as a whole is three parts with dots between them.
  static boolean hasTokenForm(String text) {
    int first = text.indexOf('.');
    int second = text.indexOf('.', first + 1);
    return first > 0
        && second > first + 1
        && second < text.length() - 1
        && text.indexOf('.', second + 1) < 0;
  }

  private static boolean carriesToken(String value) {
    int from = value.indexOf("eyJ");
    while (from >= 0) {
      int to = from;
      while (to < value.length() && isTokenCharacter(value.charAt(to))) {
        to++;
      }
      if (hasTokenForm(value.substring(from, to))) {
        return true;
      }
      from = value.indexOf("eyJ", from + 3);
    }
    return false;
  }

  private static boolean isTokenCharacter(char c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || c == '-'
        || c == '_'
        || c == '.';
  }
}
