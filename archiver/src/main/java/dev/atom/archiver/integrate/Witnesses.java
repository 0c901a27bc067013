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
  Witnesses NONE =
      new Witnesses() {
        @Override
        public int count() {
          return 0;
        }

        @Override
        public List<NoteSignature> ask(SignedNote note, Checkpoint checkpoint, TileSource tiles) {
          return List.of();
        }
      };

  /// How many cosignatures there are when everybody answers.
  int count();

  /// The cosignatures of those who answered.
  ///
  /// @param tiles for proofs of consistency
  /// @throws RefusedException when a witness saw a larger log, or another
  List<NoteSignature> ask(SignedNote note, Checkpoint checkpoint, TileSource tiles)
      throws RefusedException;

  @Override
  default void close() {}
}
