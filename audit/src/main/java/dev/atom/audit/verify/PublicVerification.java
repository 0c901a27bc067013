// SPDX-License-Identifier: Apache-2.0
package dev.atom.audit.verify;

import dev.atom.audit.checkpoint.Checkpoint;
import dev.atom.audit.checkpoint.VerifierKey;
import java.util.List;

/// What somebody without the secret finds.
public sealed interface PublicVerification {
  /// The leaves are those of the checkpoint, and of every earlier one that was given.
  ///
  /// @param by whose signatures it carries, of those that are known
  /// @param headHash chain hash of the last entry
  record Intact(Checkpoint checkpoint, List<VerifierKey> by, long leaves, String headHash)
      implements PublicVerification {}

  /// Something is not as it was signed. Hashes of the tree are public, so they may be told.
  ///
  /// @param kind stable name of the finding
  /// @param seq the entry it is about; 0 when only the whole can be named
  record Tampered(Kind kind, long seq, String why, String expected, String found)
      implements PublicVerification {}

  /// There is less than was signed.
  ///
  /// @param atSeq the last entry there is
  record Incomplete(String why, long atSeq) implements PublicVerification {}

  /// It cannot be told.
  record Unverifiable(String why) implements PublicVerification {}

  /// How it was tampered with.
  enum Kind {
    /// A checkpoint that no log of ours writes.
    MALFORMED_CHECKPOINT,
    /// A signature that is not that of its key.
    FORGED_SIGNATURE,
    /// The leaves do not give the root that was signed.
    ROOT_DIFFERS,
    /// The log of an earlier checkpoint is not the beginning of this one.
    INCONSISTENT_CHECKPOINTS,
    /// A published hash is not that of the entry beside it.
    TILE_DIFFERS,
    /// A leaf is no entry, out of order, or not linked to the one before.
    BROKEN_CHAIN,
    /// A bundle has bytes too many or too few.
    MALFORMED_BUNDLE
  }
}
