// SPDX-License-Identifier: Apache-2.0
package dev.atom.witness;

import dev.atom.audit.checkpoint.NoteSignature;

/// What the witness answers to a checkpoint.
sealed interface Answer {
  /// It continues what was seen before, and is remembered.
  record Cosigned(NoteSignature cosignature) implements Answer {}

  /// The request cannot be read, or contradicts itself.
  record Malformed(String why) implements Answer {}

  /// No key of the log signed it.
  record Unsigned() implements Answer {}

  /// The log is not one of those that are seen.
  record UnknownLog() implements Answer {}

  /// The log was last seen at another size than the request begins from, or with another root.
  ///
  /// @param size at which it was last seen
  record Conflict(long size) implements Answer {}

  /// The proof does not lead from the one to the other.
  record Unproved() implements Answer {}
}
