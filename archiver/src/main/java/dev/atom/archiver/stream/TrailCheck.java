// SPDX-License-Identifier: Apache-2.0
package dev.atom.archiver.stream;

/// What [ArchivedTrail] found.
public sealed interface TrailCheck {
  /// Every entry between the first and the last is there, names the one before it, and stands there
  /// once or more than once with the same content.
  ///
  /// @param duplicates how many lines repeat an entry
  record Whole(long firstSeq, long lastSeq, long duplicates) implements TrailCheck {}

  /// Entries are missing between others.
  record Incomplete(long fromSeq, long toSeq) implements TrailCheck {}

  /// Something is not as it was written.
  ///
  /// @param seq the first entry that is wrong; 0 when the line is none
  /// @param object where it was read
  record Tampered(long seq, String object, String why) implements TrailCheck {}

  /// There is nothing.
  record Empty() implements TrailCheck {}
}
