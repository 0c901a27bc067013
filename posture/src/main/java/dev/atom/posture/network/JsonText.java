// SPDX-License-Identifier: Apache-2.0
package dev.atom.posture.network;

import dev.atom.posture.manifest.BoolNode;
import dev.atom.posture.manifest.ListNode;
import dev.atom.posture.manifest.MapNode;
import dev.atom.posture.manifest.Node;
import dev.atom.posture.manifest.NullNode;
import dev.atom.posture.manifest.NumberNode;
import dev.atom.posture.manifest.TextNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Plain values as JSON, which is also YAML.
final class JsonText {
  private JsonText() {}

  /// The text of maps, lists, texts, numbers and booleans; keys of maps without an order are
  /// sorted.
  static String of(Object value) {
    var out = new StringBuilder();
    append(value, out);
    return out.toString();
  }

  private static void append(Object value, StringBuilder out) {
    switch (value) {
      case Map<?, ?> map -> {
        out.append('{');
        String gap = "";
        for (var entry : ordered(map).entrySet()) {
          out.append(gap).append(quoted(String.valueOf(entry.getKey()))).append(": ");
          append(entry.getValue(), out);
          gap = ", ";
        }
        out.append('}');
      }
      case List<?> list -> {
        out.append('[');
        String gap = "";
        for (Object each : list) {
          out.append(gap);
          append(each, out);
          gap = ", ";
        }
        out.append(']');
      }
      case Number number -> out.append(number);
      case Boolean flag -> out.append(flag.booleanValue());
      default -> out.append(quoted(value.toString()));
    }
  }

  private static Map<?, ?> ordered(Map<?, ?> map) {
    return map instanceof LinkedHashMap ? map : new TreeMap<>(map);
  }

  /// The value of a manifest as maps, lists, texts, numbers and booleans.
  static Object plain(Node node) {
    return switch (node) {
      case MapNode map -> {
        var out = new LinkedHashMap<String, Object>();
        map.keys().forEach(key -> out.put(key, plain(map.get(key))));
        yield out;
      }
      case ListNode list -> {
        var out = new ArrayList<Object>();
        list.items().forEach(each -> out.add(plain(each)));
        yield out;
      }
      case NumberNode number ->
          number.integer().isPresent() ? number.integer().getAsLong() : number.literal();
      case BoolNode flag -> flag.value();
      case TextNode text -> text.text();
      case NullNode _ -> Map.of();
    };
  }

  static String quoted(String text) {
    var out = new StringBuilder(text.length() + 2).append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') {
        out.append('\\').append(c);
      } else if (c < ' ') {
        out.append("\\u00")
            .append(Character.forDigit(c >> 4, 16))
            .append(Character.forDigit(c & 15, 16));
      } else {
        out.append(c);
      }
    }
    return out.append('"').toString();
  }
}
