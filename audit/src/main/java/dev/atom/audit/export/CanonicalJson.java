// SPDX-License-Identifier: Apache-2.0
package dev.atom.audit.export;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// JSON with one form only: members sorted by name, no spaces, whole numbers, in texts only `"`,
/// `\\` and line feeds escaped. What a manifest does not use does not exist: null, true, false,
/// fractions.
///
/// Values are String, Long, List and Map. Reading accepts nothing that writing would not give back.
final class CanonicalJson {
  private static final int DEPTH_MAX = 8;

  private final String text;
  private int at;

  private CanonicalJson(String text) {
    this.text = text;
  }

  static String write(Object value) {
    var out = new StringBuilder();
    write(value, out);
    return out.toString();
  }

  private static void write(Object value, StringBuilder out) {
    switch (value) {
      case String string -> quote(string, out);
      case Long number -> out.append(number.longValue());
      case List<?> list -> {
        char before = '[';
        for (Object each : list) {
          out.append(before);
          write(each, out);
          before = ',';
        }
        out.append(list.isEmpty() ? "[]" : "]");
      }
      case Map<?, ?> map -> {
        char before = '{';
        for (var each : new TreeMap<>(map).entrySet()) {
          out.append(before);
          quote((String) each.getKey(), out);
          out.append(':');
          write(each.getValue(), out);
          before = ',';
        }
        out.append(map.isEmpty() ? "{}" : "}");
      }
      default -> throw new IllegalArgumentException("no JSON of ours: " + value.getClass());
    }
  }

  private static void quote(String string, StringBuilder out) {
    out.append('"');
    for (int i = 0; i < string.length(); i++) {
      char c = string.charAt(i);
      switch (c) {
        case '"' -> out.append("\\\"");
        case '\\' -> out.append("\\\\");
        case '\n' -> out.append("\\n");
        default -> {
          if (c < ' ') {
            throw new IllegalArgumentException("a control character in a text");
          }
          out.append(c);
        }
      }
    }
    out.append('"');
  }

  /// @throws IllegalArgumentException when `text` is not the one form of what it says
  static Map<?, ?> readObject(String text) {
    var reader = new CanonicalJson(text);
    Object value = reader.value(0);
    if (reader.at == text.length() && value instanceof Map<?, ?> map && write(map).equals(text)) {
      return map;
    }
    throw new IllegalArgumentException("it is not in canonical form");
  }

  private Object value(int depth) {
    if (depth > DEPTH_MAX) {
      throw wrong();
    }
    return switch (peek()) {
      case '"' -> string();
      case '[' -> list(depth);
      case '{' -> map(depth);
      default -> number();
    };
  }

  private List<Object> list(int depth) {
    List<Object> list = new ArrayList<>();
    at++;
    while (!accept(']')) {
      if (!list.isEmpty()) {
        expect(',');
      }
      list.add(value(depth + 1));
    }
    return list;
  }

  private Map<String, Object> map(int depth) {
    Map<String, Object> map = new TreeMap<>();
    at++;
    while (!accept('}')) {
      if (!map.isEmpty()) {
        expect(',');
      }
      String name = string();
      expect(':');
      map.put(name, value(depth + 1));
    }
    return map;
  }

  private String string() {
    expect('"');
    var string = new StringBuilder();
    while (!accept('"')) {
      char c = next();
      if (c == '\\') {
        char escaped = next();
        string.append(escaped == 'n' ? '\n' : escaped);
      } else {
        string.append(c);
      }
    }
    return string.toString();
  }

  private Long number() {
    int from = at;
    while (at < text.length() && "-0123456789".indexOf(text.charAt(at)) >= 0) {
      at++;
    }
    try {
      return Long.valueOf(text.substring(from, at));
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("no value at character " + from, e);
    }
  }

  private char peek() {
    if (at >= text.length()) {
      throw wrong();
    }
    return text.charAt(at);
  }

  private char next() {
    char c = peek();
    at++;
    return c;
  }

  private boolean accept(char c) {
    if (peek() == c) {
      at++;
      return true;
    }
    return false;
  }

  private void expect(char c) {
    if (next() != c) {
      throw wrong();
    }
  }

  private IllegalArgumentException wrong() {
    return new IllegalArgumentException("no JSON at character " + at);
  }
}
