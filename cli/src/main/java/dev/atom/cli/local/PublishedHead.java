// SPDX-License-Identifier: Apache-2.0
package dev.atom.cli.local;

import dev.atom.audit.TreeAtHead;
import dev.atom.audit.checkpoint.Checkpoint;
import dev.atom.audit.checkpoint.FormatException;
import dev.atom.audit.checkpoint.SignedNote;
import dev.atom.audit.checkpoint.VerifierKey;
import dev.atom.audit.published.PublishedFolder;
import dev.atom.audit.store.LeafReader;
import dev.atom.audit.tree.Tiles;
import dev.atom.audit.tree.TreeHash;
import dev.atom.base.AtomException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;

/// The tree up to where a chain ends: that of the newest checkpoint, which the log signed, and the
/// entries that came since.
final class PublishedHead implements TreeAtHead {
  /// More came since: the head is not held up for them.
  private static final long ENTRIES_MAX = 20_000;

  private final PublishedFolder published;
  private final VerifierKey key;
  private final LeafReader entries;

  /// @param key of the log
  PublishedHead(PublishedFolder published, VerifierKey key, LeafReader entries) {
    this.published = published;
    this.key = key;
    this.entries = entries;
  }

  @Override
  public Optional<TreeHash> root(long size) {
    try {
      var note = published.checkpoint();
      return note.isEmpty() ? Optional.empty() : root(size, SignedNote.parse(note.get()));
    } catch (IOException | FormatException | AtomException | UncheckedIOException e) {
      return Optional.empty(); // what is published is not whole: the close says nothing of it
    }
  }

  private Optional<TreeHash> root(long size, SignedNote note) throws IOException, FormatException {
    var checkpoint = Checkpoint.parse(note.text());
    boolean ours =
        note.verify(List.of(key)) instanceof SignedNote.Standing.Signed signed
            && signed.byLog(checkpoint.origin());
    if (!ours || checkpoint.size() > size || size - checkpoint.size() > ENTRIES_MAX) {
      return Optional.empty();
    }
    var tiles = Tiles.restore(checkpoint.size(), published, (_, _, _) -> {});
    if (!tiles.root().equals(checkpoint.root())) {
      return Optional.empty();
    }
    entries.leaves(checkpoint.size() + 1, size, new Appended(tiles)::take);
    return tiles.size() == size ? Optional.of(tiles.root()) : Optional.empty();
  }

  /// Appends to a tree that goes nowhere.
  private record Appended(Tiles tiles) {
    void take(byte[] leaf, int from, int length) {
      try {
        tiles.append(leaf, from, length);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
