// SPDX-License-Identifier: Apache-2.0
package dev.atom.posture.contract;

import dev.atom.posture.manifest.Node;

/// A condition on one key of a values file: `key=value`, `key>number`, or `key` alone, which wants
/// the key set to something that is neither empty nor false.
///
/// @param key the path, `image.digest`
/// @param test how the value is looked at
/// @param value what it is compared with
public record Toggle(String key, Test test, String value) {
  /// How a value is looked at.
  public enum Test {
    EQUALS,
    ABOVE,
    SET
  }

  /// Reads one; whatever it says is a toggle.
  static Toggle parse(String text) {
    int equals = text.indexOf('=');
    if (equals > 0) {
      return new Toggle(
          text.substring(0, equals).strip(), Test.EQUALS, text.substring(equals + 1).strip());
    }
    int above = text.indexOf('>');
    return above > 0
        ? new Toggle(
            text.substring(0, above).strip(), Test.ABOVE, text.substring(above + 1).strip())
        : new Toggle(text.strip(), Test.SET, "");
  }

  /// The value under the key.
  Node in(Node values) {
    return values.at(key.split("\\."));
  }

  /// Whether it holds for these values.
  boolean holds(Node values) {
    Node node = in(values);
    return switch (test) {
      case EQUALS -> node.scalar().equals(value);
      case ABOVE -> node.integer().isPresent() && node.integer().getAsLong() > number();
      case SET -> !node.isEmpty() && !node.isFalse();
    };
  }

  private long number() {
    try {
      return Long.parseLong(value);
    } catch (NumberFormatException _) {
      return Long.MAX_VALUE;
    }
  }

  @Override
  public String toString() {
    return switch (test) {
      case EQUALS -> key + "=" + value;
      case ABOVE -> key + ">" + value;
      case SET -> key;
    };
  }
}
