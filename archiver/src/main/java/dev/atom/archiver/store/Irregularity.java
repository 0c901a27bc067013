// SPDX-License-Identifier: Apache-2.0
package dev.atom.archiver.store;

/// Something that nobody of ours did to the store.
///
/// @param key where
/// @param kind what
/// @param detail in words
public record Irregularity(String key, Kind kind, String detail) {
  /// What was done.
  public enum Kind {
    /// Another version lies over the first one.
    LATER_VERSION,
    /// A delete marker hides the object.
    DELETE_MARKER,
    /// It was stored and is gone before its time.
    GONE,
    /// It could be deleted or changed though its time is not over.
    UNLOCKED
  }
}
