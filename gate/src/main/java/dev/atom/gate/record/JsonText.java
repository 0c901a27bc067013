// SPDX-License-Identifier: Apache-2.0
package dev.atom.gate.record;

/// Writes one flat JSON object into a string, in the order of the calls; no allocation besides.
///
/// Not thread-safe; used for one object and dropped.
final class JsonText {
  private static final char[] HEX = "0123456789abcdef".toCharArray();

  private static final int LENGTH_EXPECTED = 512;

  private final StringBuilder out = new StringBuilder(LENGTH_EXPECTED).append('{');

  /// An object that begins with `members`, written by [#members()].
  static JsonText beginningWith(String members) {
    var text = new JsonText();
    text.out.append(members);
    return text;
  }

  JsonText put(String name, String value) {
    name(name);
    quoted(value);
    return this;
  }

  JsonText put(String name, long value) {
    name(name);
    out.append(value);
    return this;
  }

  JsonText put(String name, boolean value) {
    name(name);
    out.append(value);
    return this;
  }

  JsonText putAll(String name, Iterable<?> values) {
    name(name);
    out.append('[');
    boolean first = true;
    for (Object value : values) {
      if (!first) {
        out.append(',');
      }
      first = false;
      quoted(value.toString());
    }
    out.append(']');
    return this;
  }

  /// Puts `json`, which must be a JSON text, as it is.
  JsonText putRaw(String name, String json) {
    name(name);
    out.append(json);
    return this;
  }

  private void name(String name) {
    if (out.length() > 1) {
      out.append(',');
    }
    out.append('"').append(name).append("\":");
  }

  /// What needs no escape is taken over in one piece.
  private void quoted(String text) {
    out.append('"');
    int from = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < ' ' || c == '"' || c == '\\' || c == 0x7f || Character.isSurrogate(c)) {
        out.append(text, from, i);
        escape(c);
        from = i + 1;
      }
    }
    out.append(text, from, text.length()).append('"');
  }

  private void escape(char c) {
    if (c == '"' || c == '\\') {
      out.append('\\').append(c);
      return;
    }
    out.append("\\u")
        .append(HEX[c >> 12])
        .append(HEX[c >> 8 & 15])
        .append(HEX[c >> 4 & 15])
        .append(HEX[c & 15]);
  }

  /// What was put so far, for [#beginningWith].
  String members() {
    return out.substring(1);
  }

  /// Closes the object; nothing is put afterwards.
  String end() {
    return out.append('}').toString();
  }
}
