// SPDX-License-Identifier: Apache-2.0
package dev.atom.stream;

import static java.util.Objects.requireNonNull;

import java.time.Instant;

/// A record as a reader finds it.
///
/// @param slot where it stands
/// @param offset its number there
/// @param at when the stream took it, in milliseconds
/// @param key its key; empty for none
/// @param value what it says
public record StreamEntry(Slot slot, long offset, Instant at, String key, Bytes value) {
  public StreamEntry {
    requireNonNull(slot, "slot");
    requireNonNull(at, "at");
    requireNonNull(key, "key");
    requireNonNull(value, "value");
  }
}
