// SPDX-License-Identifier: Apache-2.0
package dev.atom.archiver.export;

import dev.atom.audit.checkpoint.Checkpoint;
import dev.atom.audit.tree.ConsistencyProof;
import java.util.Optional;

/// The published log, as far as it is signed.
@FunctionalInterface
public interface SignedTree {
  /// A signed checkpoint over at least `size` entries; empty when the log is not so far yet.
  Optional<Covering> covering(long size);

  /// A checkpoint, and how its tree begins with an earlier one.
  ///
  /// @param note verbatim
  record Covering(String note, Checkpoint checkpoint, ConsistencyProof proof) {}
}
