// SPDX-License-Identifier: Apache-2.0
package dev.atom.stream;

import static java.util.Objects.requireNonNull;

/// What is published.
///
/// @param topic where to
/// @param key records of one key stay in order; may be empty
/// @param value what it says
public record StreamRecord(String topic, String key, Bytes value) {
  public StreamRecord {
    requireNonNull(key, "key");
    requireNonNull(value, "value");
    if (topic.isEmpty()) {
      throw new IllegalArgumentException("a record without a topic goes nowhere");
    }
  }
}
