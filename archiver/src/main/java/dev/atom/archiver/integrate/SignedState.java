// SPDX-License-Identifier: Apache-2.0
package dev.atom.archiver.integrate;

import dev.atom.audit.checkpoint.Checkpoint;
import dev.atom.audit.checkpoint.CheckpointSigner;
import dev.atom.audit.checkpoint.FormatException;
import dev.atom.audit.checkpoint.SignedNote;
import dev.atom.audit.tree.TreeHash;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/// What this log has signed so far: the later of what it remembers and what is published with its
/// own signature, so that losing either does not make it forget.
final class SignedState {
  private final String origin;
  private final List<CheckpointSigner> signers;

  SignedState(String origin, List<CheckpointSigner> signers) {
    this.origin = origin;
    this.signers = List.copyOf(signers);
  }

  /// The last checkpoint; that of the empty tree when nothing was ever signed.
  Checkpoint read(LogPlace place) throws IOException, RefusedException {
    Optional<Checkpoint> remembered = remembered(place);
    Optional<Checkpoint> published = published(place, remembered.isPresent());
    var empty = new Checkpoint(origin, 0, TreeHash.EMPTY);
    Checkpoint mine = remembered.orElse(empty);
    Checkpoint shown = published.orElse(empty);
    if (mine.size() == shown.size() && !mine.root().equals(shown.root())) {
      throw new RefusedException(
          "two checkpoints of size " + mine.size() + " with two roots were signed with this key");
    }
    return mine.size() >= shown.size() ? mine : shown;
  }

  private Optional<Checkpoint> remembered(LogPlace place) throws IOException, RefusedException {
    Optional<String> text = place.lastSigned();
    return text.isEmpty() ? Optional.empty() : Optional.of(ours(text.get(), "last-signed"));
  }

  private Optional<Checkpoint> published(LogPlace place, boolean remembered)
      throws IOException, RefusedException {
    Optional<byte[]> bytes = place.checkpoint();
    if (bytes.isEmpty()) {
      return Optional.empty();
    }
    try {
      var note = SignedNote.parse(bytes.get());
      var keys = signers.stream().map(CheckpointSigner::publicKey).toList();
      if (note.verify(keys) instanceof SignedNote.Standing.Signed) {
        return Optional.of(ours(note.text(), "the published checkpoint"));
      }
    } catch (FormatException _) {
      // Not one of ours either way.
    }
    if (!remembered) {
      throw new RefusedException(
          "the published checkpoint is not signed with this key, and what was signed last is not"
              + " remembered: bring the key or the state folder back, or publish elsewhere");
    }
    return Optional.empty();
  }

  private Checkpoint ours(String text, String what) throws RefusedException {
    try {
      var checkpoint = Checkpoint.parse(text);
      if (checkpoint.origin().equals(origin)) {
        return checkpoint;
      }
      throw new RefusedException(
          what + " is of the log " + checkpoint.origin() + ", not of " + origin);
    } catch (FormatException e) {
      throw new RefusedException(what + " cannot be read: " + e.why());
    }
  }
}
