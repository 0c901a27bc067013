// SPDX-License-Identifier: Apache-2.0
package dev.atom.archiver.integrate;

import dev.atom.audit.checkpoint.Checkpoint;
import dev.atom.audit.checkpoint.NoteSignature;
import dev.atom.audit.checkpoint.SignedNote;
import dev.atom.audit.tree.TileSource;
import java.util.List;

/// Those who are asked to confirm that a checkpoint is consistent with all that they saw before.
interface Witnesses extends AutoCloseable {
  /// Nobody.
  Witnesses NONE = (_, _, _) -> List.of();

  /// The cosignatures of those who answered.
  ///
  /// @param tiles for proofs of consistency
  /// @throws RefusedException when a witness saw a larger log, or another
  List<NoteSignature> ask(SignedNote note, Checkpoint checkpoint, TileSource tiles)
      throws RefusedException;

  @Override
  default void close() {}
}
