// SPDX-License-Identifier: Apache-2.0
package dev.atom.archiver.export;

import dev.atom.audit.checkpoint.Checkpoint;
import dev.atom.audit.checkpoint.CheckpointSigner;
import dev.atom.audit.checkpoint.SignedNote;
import dev.atom.audit.tree.ConsistencyProof;
import dev.atom.audit.tree.MerkleFrontier;
import dev.atom.audit.tree.TreeHash;
import dev.atom.audit.verify.Plan;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A signed tree over the leaves it was given.
final class MemoryTree implements SignedTree, Plan.LeafSink {
  private final String origin;
  private final CheckpointSigner signer;
  private final List<TreeHash> leaves = new ArrayList<>();

  MemoryTree(String origin, CheckpointSigner signer) {
    this.origin = origin;
    this.signer = signer;
  }

  @Override
  public void leaves(long firstSeq, byte[] hashes) {
    for (int at = 0; at < hashes.length; at += TreeHash.BYTES) {
      leaves.add(TreeHash.of(hashes, at));
    }
  }

  /// Signs for another leaf than there is.
  void forge(int index) {
    leaves.set(index, TreeHash.EMPTY);
  }

  int size() {
    return leaves.size();
  }

  @Override
  public Optional<Covering> covering(long size) {
    if (leaves.size() < size) {
      return Optional.empty();
    }
    var checkpoint = new Checkpoint(origin, leaves.size(), root(0, leaves.size()));
    var note = SignedNote.sign(checkpoint.text(), List.of(signer));
    var proof =
        ConsistencyProof.make(
            size,
            leaves.size(),
            (height, index) -> root((int) (index << height), (int) ((index + 1) << height)));
    return Optional.of(
        new Covering(new String(note.bytes(), StandardCharsets.UTF_8), checkpoint, proof));
  }

  private TreeHash root(int from, int to) {
    var frontier = new MerkleFrontier();
    leaves.subList(from, to).forEach(frontier::append);
    return frontier.root();
  }
}
