// SPDX-License-Identifier: Apache-2.0
package dev.atom.studio.wire;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

/// Reads `a=1&b=x%20y`. Of a repeated name the last counts; what cannot be decoded, or decoded
/// could not be stored, stays as it is.
public final class QueryString {
  private QueryString() {}

  public static Map<String, String> parse(String raw) {
    Map<String, String> values = new TreeMap<>();
    int from = 0;
    while (from < raw.length()) {
      int to = raw.indexOf('&', from);
      to = to < 0 ? raw.length() : to;
      var pair = raw.substring(from, to);
      int equals = pair.indexOf('=');
      if (!pair.isEmpty()) {
        values.put(
            decode(equals < 0 ? pair : pair.substring(0, equals)),
            decode(equals < 0 ? "" : pair.substring(equals + 1)));
      }
      from = to + 1;
    }
    return values;
  }

  private static String decode(String text) {
    try {
      var decoded = URLDecoder.decode(text, StandardCharsets.UTF_8);
      return Storable.is(decoded) ? decoded : text;
    } catch (IllegalArgumentException _) {
      return text;
    }
  }
}
