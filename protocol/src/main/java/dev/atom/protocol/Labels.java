// SPDX-License-Identifier: Apache-2.0
package dev.atom.protocol;

import java.util.List;

/// The attributes of a sample: names and values in turn, in the order they were given.
///
/// @param pairs name, value, name, value
public record Labels(List<String> pairs) {
  /// Without any.
  public static final Labels NONE = new Labels(List.of());

  public Labels {
    pairs = List.copyOf(pairs);
    if (pairs.size() % 2 != 0) {
      throw new IllegalArgumentException("a label without a value in " + pairs);
    }
  }

  /// Names and values in turn.
  public static Labels of(String... pairs) {
    return new Labels(List.of(pairs));
  }

  /// The value under `name`, or an empty text.
  public String get(String name) {
    for (int i = 0; i < pairs.size(); i += 2) {
      if (pairs.get(i).equals(name)) {
        return pairs.get(i + 1);
      }
    }
    return "";
  }
}
