// SPDX-License-Identifier: Apache-2.0
package dev.atom.audit.verify;

import dev.atom.audit.tree.MerkleFrontier;

/// Judges the record that the beginning of a chain was removed, with keys from outside of it.
@FunctionalInterface
public interface RemovalCheck {
  /// @param removal what was removed, and what an entry says of it
  Judgement judge(Removal removal);

  /// A beginning that is not there, and the entry that says so.
  ///
  /// @param lastSeq the last entry removed
  /// @param segment which it ended
  /// @param lastChainHash its chain hash
  /// @param details of the entry, as they stand there
  record Removal(long lastSeq, long segment, String lastChainHash, String details) {}

  /// What comes of it.
  sealed interface Judgement {
    /// The log signed it.
    ///
    /// @param tree over the entries that were removed
    record Signed(MerkleFrontier tree) implements Judgement {}

    /// It is not as the log signs such records.
    record Wrong(String why) implements Judgement {}

    /// No key is known of whoever signed it.
    record Unknown(String why) implements Judgement {}
  }
}
