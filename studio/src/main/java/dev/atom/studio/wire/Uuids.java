// SPDX-License-Identifier: Apache-2.0
package dev.atom.studio.wire;

import java.util.Optional;
import java.util.UUID;
import java.util.random.RandomGenerator;

/// UUIDs: read strictly in their one written form, made from a given source of randomness.
public final class Uuids {
  private Uuids() {}

  /// Reads 36 characters of lower-case hex and hyphens; anything else is empty.
  public static Optional<UUID> parse(String text) {
    if (text.length() != 36) {
      return Optional.empty();
    }
    try {
      var id = UUID.fromString(text);
      return id.toString().equals(text) ? Optional.of(id) : Optional.empty();
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  /// A version 4 UUID.
  public static UUID random(RandomGenerator random) {
    long high = (random.nextLong() & 0xFFFFFFFFFFFF0FFFL) | 0x4000L;
    long low = (random.nextLong() & 0x3FFFFFFFFFFFFFFFL) | 0x8000000000000000L;
    return new UUID(high, low);
  }
}
