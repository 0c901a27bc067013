// SPDX-License-Identifier: Apache-2.0
package dev.atom.config;

import java.util.ArrayList;
import java.util.List;

/// The configuration as it took effect: every key with its value and where that came from. Safe to
/// print: secrets are `***`.
///
/// @param entries in the order of the record tree
public record EffectiveConfig(List<Entry> entries) {
  /// One key.
  ///
  /// @param path the key, such as `listener.port`
  /// @param value the value as text, `***` for a secret, `-` for an absent optional one
  /// @param origin where it came from
  public record Entry(String path, String value, Origin origin) {}

  public EffectiveConfig {
    entries = List.copyOf(entries);
  }

  /// The same with one more line, for what belongs beside the configuration: a policy's digest.
  public EffectiveConfig plus(String path, String value, String where) {
    var more = new ArrayList<>(entries);
    more.add(new Entry(path, value, new Origin(Origin.Kind.FILE, where)));
    return new EffectiveConfig(more);
  }

  /// The paths of secrets that came in the environment, where other processes of the same user can
  /// read them: worth a warning at start.
  public List<String> secretsFromEnvironment() {
    return entries.stream()
        .filter(entry -> entry.value().equals(Binder.HIDDEN))
        .filter(entry -> entry.origin().where().contains("env"))
        .filter(entry -> !entry.origin().where().contains("file:"))
        .map(Entry::path)
        .toList();
  }

  /// One line per key: `key = value # origin`.
  public String toText() {
    var text = new StringBuilder();
    for (Entry entry : entries) {
      text.append(entry.path()).append(" = ").append(entry.value());
      text.append("  # ").append(entry.origin()).append('\n');
    }
    return text.toString();
  }

  /// One object; each key holds `{"value", "origin"}`.
  public String toJson() {
    var json = new StringBuilder("{");
    for (Entry entry : entries) {
      json.append(json.length() == 1 ? "" : ",");
      quote(json, entry.path()).append(":{\"value\":");
      quote(json, entry.value()).append(",\"origin\":");
      quote(json, entry.origin().where()).append('}');
    }
    return json.append('}').toString();
  }

  private static StringBuilder quote(StringBuilder json, String text) {
    json.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') {
        json.append('\\').append(c);
      } else if (c < 0x20) {
        json.append("\\u00").append(Character.forDigit(c >> 4, 16));
        json.append(Character.forDigit(c & 0xf, 16));
      } else {
        json.append(c);
      }
    }
    return json.append('"');
  }
}
