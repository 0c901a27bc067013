// SPDX-License-Identifier: Apache-2.0
package dev.atom.intake.store;

import java.util.Map;
import java.util.TreeMap;

/// JSON objects of plain texts.
final class JsonText {
  private JsonText() {}

  static String object(Map<String, String> values) {
    var text = new StringBuilder("{");
    new TreeMap<>(values)
        .forEach((name, value) -> {
          text.append(text.length() > 1 ? "," : "");
          quote(name, text);
          text.append(':');
          quote(value, text);
        });
    return text.append('}').toString();
  }

  private static void quote(String value, StringBuilder text) {
    text.append('"');
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c == '"' || c == '\\') {
        text.append('\\').append(c);
      } else if (c == 0) {
        // PostgreSQL's JSON cannot hold it.
        text.append('?');
      } else if (c < ' ') {
        text.append("\\u00").append(c < 16 ? "0" : "").append(Integer.toHexString(c));
      } else {
        text.append(c);
      }
    }
    text.append('"');
  }
}
