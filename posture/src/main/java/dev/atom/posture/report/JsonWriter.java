// SPDX-License-Identifier: Apache-2.0
package dev.atom.posture.report;

import java.util.List;

/// Writes one JSON document, value by value, in the order it is told. Either on one line or, with
/// indentation, over several.
public final class JsonWriter {
  private static final String HEX = "0123456789abcdef";

  private final StringBuilder out = new StringBuilder();
  private final boolean indented;
  private int depth;
  private boolean first = true;

  private JsonWriter(boolean indented) {
    this.indented = indented;
  }

  /// A document on one line.
  public static JsonWriter line() {
    return new JsonWriter(false);
  }

  /// A document over several lines.
  public static JsonWriter indented() {
    return new JsonWriter(true);
  }

  /// Begins an object, as an element or the whole.
  public JsonWriter object() {
    return begin('{');
  }

  /// Begins an object under `key`.
  public JsonWriter object(String key) {
    return key(key).open('{');
  }

  /// Ends the object.
  public JsonWriter endObject() {
    return end('}');
  }

  /// Begins a list, as an element or the whole.
  public JsonWriter array() {
    return begin('[');
  }

  /// Begins a list under `key`.
  public JsonWriter array(String key) {
    return key(key).open('[');
  }

  /// Ends the list.
  public JsonWriter endArray() {
    return end(']');
  }

  /// A text under `key`.
  public JsonWriter put(String key, String value) {
    key(key);
    text(value);
    return this;
  }

  /// A number under `key`.
  public JsonWriter put(String key, long value) {
    key(key);
    out.append(value);
    return this;
  }

  /// A boolean under `key`.
  public JsonWriter put(String key, boolean value) {
    key(key);
    out.append(value);
    return this;
  }

  /// Nothing under `key`.
  public JsonWriter putNull(String key) {
    key(key);
    out.append("null");
    return this;
  }

  /// A list of texts under `key`.
  public JsonWriter put(String key, List<String> values) {
    array(key);
    values.forEach(this::add);
    return endArray();
  }

  /// A text as an element.
  public JsonWriter add(String value) {
    separate();
    text(value);
    return this;
  }

  @Override
  public String toString() {
    return out.toString();
  }

  private JsonWriter key(String key) {
    separate();
    text(key);
    out.append(indented ? ": " : ":");
    return this;
  }

  private JsonWriter begin(char c) {
    if (depth > 0) {
      separate();
    }
    return open(c);
  }

  private JsonWriter open(char c) {
    out.append(c);
    depth++;
    first = true;
    return this;
  }

  private JsonWriter end(char c) {
    depth--;
    if (!first) {
      newLine();
    }
    out.append(c);
    first = false;
    return this;
  }

  private void separate() {
    if (!first) {
      out.append(',');
    }
    newLine();
    first = false;
  }

  private void newLine() {
    if (indented) {
      out.append('\n').repeat("  ", depth);
    }
  }

  private void text(String value) {
    out.append('"');
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      switch (c) {
        case '"' -> out.append("\\\"");
        case '\\' -> out.append("\\\\");
        case '\n' -> out.append("\\n");
        case '\r' -> out.append("\\r");
        case '\t' -> out.append("\\t");
        default -> {
          if (c < ' ' || c == 0x7F || isLoneSurrogate(value, i)) {
            escape(c);
          } else {
            out.append(c);
          }
        }
      }
    }
    out.append('"');
  }

  private static boolean isLoneSurrogate(String value, int at) {
    char c = value.charAt(at);
    if (Character.isHighSurrogate(c)) {
      return at + 1 == value.length() || !Character.isLowSurrogate(value.charAt(at + 1));
    }
    return Character.isLowSurrogate(c)
        && (at == 0 || !Character.isHighSurrogate(value.charAt(at - 1)));
  }

  private void escape(char c) {
    out.append("\\u");
    for (int shift = 12; shift >= 0; shift -= 4) {
      out.append(HEX.charAt(c >> shift & 0xF));
    }
  }
}
