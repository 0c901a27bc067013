// SPDX-License-Identifier: Apache-2.0
package dev.atom.audit.verify;

import dev.atom.audit.checkpoint.Checkpoint;
import dev.atom.audit.tree.LeafRange;
import dev.atom.audit.tree.MerkleFrontier;
import dev.atom.audit.tree.TreeHash;
import dev.atom.audit.verify.Verification.Flaw;
import dev.atom.audit.verify.Verification.FlawKind;
import dev.atom.audit.verify.Verification.Incomplete;
import dev.atom.audit.verify.Verification.Tampered;
import dev.atom.audit.verify.Verification.Unverifiable;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Recomputes the tree from all leaves, and compares it with a checkpoint that came from outside
/// the database. It needs no secret, and it sees what the chain alone cannot: an end that was cut,
/// and a chain made anew by somebody who has the secret.
public final class RootCheck implements Plan.LeafSink {
  private final Checkpoint checkpoint;
  private MerkleFrontier frontier = new MerkleFrontier();
  private @Nullable LeafRange later;
  private long entries;
  private @Nullable Verification closing;

  /// @param checkpoint its signatures have been checked
  public RootCheck(Checkpoint checkpoint) {
    this.checkpoint = checkpoint;
  }

  @Override
  public void leaves(long firstSeq, byte[] hashes) {
    if (entries == 0 && firstSeq > 1) {
      later = new LeafRange(firstSeq - 1);
      entries = firstSeq - 1;
    }
    entries += hashes.length / TreeHash.BYTES;
    if (later != null) {
      append(later, hashes);
      return;
    }
    for (int at = 0; at < hashes.length && frontier.size() < checkpoint.size(); ) {
      frontier.append(hashes, at);
      at += TreeHash.BYTES;
    }
  }

  private void append(LeafRange range, byte[] hashes) {
    for (int at = 0; at < hashes.length && range.end() < checkpoint.size(); ) {
      range.append(TreeHash.of(hashes, at));
      at += TreeHash.BYTES;
    }
  }

  @Override
  public void closed(long size, String root) {
    if (closing != null || later != null || entries > checkpoint.size()) {
      return; // the first flaw counts, and what no checkpoint covers is not judged here
    }
    String found = frontier.root().base64();
    if (size != frontier.size() || !root.equals(found)) {
      closing =
          new Tampered(
              new Flaw(
                  FlawKind.SEGMENT,
                  0,
                  entries + 1,
                  "the segment was closed over another tree",
                  root,
                  found));
    }
  }

  @Override
  public void removed(MerkleFrontier tree) {
    if (later != null) {
      frontier = later.onto(tree);
    }
  }

  /// What the tree says; empty when the checkpoint is that of this log.
  public Optional<Verification> finding() {
    if (frontier.size() > checkpoint.size()) {
      return Optional.of(
          new Unverifiable(
              flaw(
                  checkpoint.size(),
                  "the entries that the checkpoint covers were removed on record: that takes the"
                      + " archive, or a later checkpoint",
                  checkpoint.size() + " entries",
                  "entries from " + (frontier.size() + 1) + " on")));
    }
    if (frontier.size() < checkpoint.size()) {
      return Optional.of(
          new Incomplete(
              flaw(
                  entries,
                  "entries that the checkpoint covers are not there: the end was cut, or an older"
                      + " state was restored",
                  checkpoint.size() + " entries",
                  entries + " entries")));
    }
    TreeHash root = frontier.root();
    if (!root.equals(checkpoint.root())) {
      return Optional.of(
          new Tampered(
              flaw(
                  checkpoint.size(),
                  "the entries are not those that were signed: some entry up to this one was changed"
                      + " and the chain made anew",
                  checkpoint.root().hex(),
                  root.hex())));
    }
    return Optional.ofNullable(closing);
  }

  private static Flaw flaw(long seq, String why, String expected, String found) {
    return new Flaw(FlawKind.ROOT, 0, seq, why, expected, found);
  }
}
