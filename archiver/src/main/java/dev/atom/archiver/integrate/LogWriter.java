// SPDX-License-Identifier: Apache-2.0
package dev.atom.archiver.integrate;

import dev.atom.audit.chain.LeafLinks;
import dev.atom.audit.checkpoint.Checkpoint;
import dev.atom.audit.checkpoint.CheckpointSigner;
import dev.atom.audit.checkpoint.NoteSignature;
import dev.atom.audit.checkpoint.SignedNote;
import dev.atom.audit.tree.ConsistencyProof;
import dev.atom.audit.tree.LeafHash;
import dev.atom.audit.tree.TileNodes;
import dev.atom.audit.tree.TilePath;
import dev.atom.audit.tree.Tiles;
import dev.atom.audit.tree.TreeHash;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Extends the published tree by what is new in the trail, and signs it.
///
/// The order of one step is what makes it safe at any moment of a crash: tiles and bundles are
/// durable, then the state remembers what will be signed, then it is signed, then it is published.
/// So nothing signed is ever forgotten, and what was written without being signed is written again
/// with the same bytes. For one thread.
final class LogWriter {
  private final LogPlace place;
  private final LeafSource source;
  private final String origin;
  private final List<CheckpointSigner> signers;
  private final Witnesses witnesses;
  private final LeafHash leaves = new LeafHash();
  private @Nullable Tiles tiles;
  private Checkpoint signed;
  private TreeHash lastLeaf = TreeHash.EMPTY;
  private boolean shown;
  private int cosigned;

  LogWriter(
      LogPlace place,
      LeafSource source,
      String origin,
      List<CheckpointSigner> signers,
      Witnesses witnesses) {
    this.place = place;
    this.source = source;
    this.origin = origin;
    this.signers = List.copyOf(signers);
    this.witnesses = witnesses;
    this.signed = new Checkpoint(origin, 0, TreeHash.EMPTY);
  }

  /// Takes up to `most` new entries into the tree and publishes a checkpoint.
  ///
  /// @throws IOException when a folder cannot be written; the next step begins from what is signed
  Step step(int most) throws IOException {
    boolean done = false;
    try {
      Tiles growing = tiles == null ? restore() : tiles;
      tiles = growing;
      long head = source.head();
      long last = Math.min(head, growing.size() + most);
      extend(growing, head, last);
      Step result = publish(growing, head);
      done = true;
      return result;
    } catch (RefusedException e) {
      return new Step.Refused(e.why());
    } finally {
      if (!done) {
        tiles = null;
      }
    }
  }

  private Tiles restore() throws IOException, RefusedException {
    signed = new SignedState(origin, signers).read(place);
    Tiles restored;
    try {
      restored = Tiles.restore(signed.size(), place, place);
    } catch (IOException _) {
      restored = rebuild();
    }
    if (!restored.root().equals(signed.root())) {
      restored = rebuild();
    }
    lastLeaf = lastLeaf();
    shown = signedIsPublished();
    cosigned = 0;
    return restored;
  }

  /// False after a crash between remembering and publishing.
  private boolean signedIsPublished() throws IOException {
    String note = new String(place.checkpoint().orElse(new byte[0]), StandardCharsets.UTF_8);
    return note.startsWith(signed.text() + "\n");
  }

  /// Writes all files anew from the trail; right only if they give the root that was signed.
  private Tiles rebuild() throws IOException, RefusedException {
    var rebuilt = new Tiles(place);
    append(rebuilt, new LeafLinks(), 1, signed.size());
    if (!rebuilt.root().equals(signed.root())) {
      throw new RefusedException(
          "neither the published files nor the trail give the root that was signed at size "
              + signed.size());
    }
    rebuilt.flush();
    return rebuilt;
  }

  private TreeHash lastLeaf() throws IOException {
    if (signed.size() == 0) {
      return TreeHash.EMPTY;
    }
    long index = signed.size() - 1;
    int width = (int) (index % TilePath.FULL) + 1;
    byte[] tile = place.read(new TilePath(0, index / TilePath.FULL, width));
    return TreeHash.of(tile, (width - 1) * TreeHash.BYTES);
  }

  /// SECURITY(T-22): a trail that went back, or is another than the one signed, is not continued.
  private void extend(Tiles growing, long head, long last) throws IOException, RefusedException {
    long size = growing.size();
    if (head < size) {
      throw new RefusedException(
          "the trail ends with entry "
              + head
              + ", and "
              + size
              + " entries were signed: it was cut, or restored from a backup");
    }
    append(growing, size == 0 ? new LeafLinks() : new LeafLinks(size - 1), Math.max(1, size), last);
  }

  /// Appends the leaves from `first` to `last`. One that is in the tree already is compared.
  private void append(Tiles growing, LeafLinks links, long first, long last)
      throws IOException, RefusedException {
    var appending = new Appending(growing, links);
    if (first <= last) {
      source.leaves(first, last, appending::take);
    }
    appending.end(last);
  }

  private Step publish(Tiles growing, long head) throws IOException, RefusedException {
    if (growing.size() == 0 || (growing.size() == signed.size() && shown)) {
      askAgain();
      return new Step.Idle();
    }
    growing.flush();
    var checkpoint = new Checkpoint(origin, growing.size(), growing.root());
    refuseInconsistent(checkpoint);
    place.writeLastSigned(checkpoint.text());
    var note = SignedNote.sign(checkpoint.text(), signers);
    List<NoteSignature> seen = witnesses.ask(note, checkpoint, place);
    place.writeCheckpoint(note.with(seen).bytes());
    removePartials(signed.size(), checkpoint.size());
    signed = checkpoint;
    shown = true;
    cosigned = seen.size();
    return new Step.Published(checkpoint, head > checkpoint.size());
  }

  /// A witness that was not there when the last checkpoint was published may be now.
  private void askAgain() throws IOException, RefusedException {
    if (signed.size() == 0 || cosigned >= witnesses.count()) {
      return;
    }
    var note = SignedNote.sign(signed.text(), signers);
    List<NoteSignature> seen = witnesses.ask(note, signed, place);
    if (seen.size() > cosigned) {
      place.writeCheckpoint(note.with(seen).bytes());
      cosigned = seen.size();
    }
  }

  /// SECURITY(T-22): the state is read again, since it is what was signed, whatever this object
  /// believes; and the published files must show that nothing was taken back.
  private void refuseInconsistent(Checkpoint next) throws IOException, RefusedException {
    Checkpoint last = new SignedState(origin, signers).read(place);
    boolean repeats = last.size() == next.size() && last.root().equals(next.root());
    if (!last.equals(signed) && !repeats) {
      throw new RefusedException(
          "somebody else signed size "
              + last.size()
              + " while this process was at "
              + signed.size());
    }
    var proof =
        ConsistencyProof.make(signed.size(), next.size(), new TileNodes(place, next.size()));
    if (!proof.proves(signed.root(), next.root())) {
      throw new RefusedException(
          "the tree of size " + next.size() + " does not begin with that of size " + signed.size());
    }
  }

  private void removePartials(long from, long to) throws IOException {
    long before = from;
    long after = to;
    for (int level = 0; level < TilePath.LEVELS && after / TilePath.FULL > 0; level++) {
      for (long i = before / TilePath.FULL; i < after / TilePath.FULL; i++) {
        place.removePartial(new TilePath(level, i, TilePath.FULL));
        if (level == 0) {
          place.removePartial(new TilePath(TilePath.ENTRIES, i, TilePath.FULL));
        }
      }
      before /= TilePath.FULL;
      after /= TilePath.FULL;
    }
  }

  /// Takes leaves in their order; after the first fault it takes no more.
  private final class Appending {
    private final Tiles growing;
    private final LeafLinks links;
    private final byte[] hash = new byte[TreeHash.BYTES];
    private Optional<String> fault = Optional.empty();
    private @Nullable IOException failure;

    Appending(Tiles growing, LeafLinks links) {
      this.growing = growing;
      this.links = links;
    }

    void take(byte[] bytes, int from, int length) {
      if (fault.isPresent() || failure != null) {
        return;
      }
      fault =
          links.next(bytes, from, length).map(why -> "after entry " + links.lastSeq() + ": " + why);
      if (fault.isPresent()) {
        return;
      }
      leaves.hash(bytes, from, length, hash, 0);
      var leaf = TreeHash.of(hash, 0);
      if (links.lastSeq() <= growing.size()) {
        if (!leaf.equals(lastLeaf)) {
          fault =
              Optional.of("entry " + links.lastSeq() + " is another than the one that was signed");
        }
        return;
      }
      lastLeaf = leaf;
      try {
        growing.append(bytes, from, length);
      } catch (IOException e) {
        failure = e;
      }
    }

    void end(long last) throws IOException, RefusedException {
      if (failure != null) {
        throw failure;
      }
      if (fault.isPresent()) {
        throw new RefusedException(fault.get());
      }
      if (links.lastSeq() != last) {
        throw new RefusedException(
            "entry " + (links.lastSeq() + 1) + " is missing, and the trail's head is beyond it");
      }
    }
  }
}
