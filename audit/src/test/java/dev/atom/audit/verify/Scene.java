// SPDX-License-Identifier: Apache-2.0
package dev.atom.audit.verify;

import dev.atom.audit.chain.KeyRing;
import dev.atom.audit.checkpoint.Checkpoint;
import dev.atom.audit.checkpoint.FormatException;
import dev.atom.audit.checkpoint.KeyType;
import dev.atom.audit.checkpoint.SignedNote;
import dev.atom.audit.checkpoint.SoftSigner;
import dev.atom.audit.tree.MemoryTiles;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/// A log, what was published of it, and what an auditor kept elsewhere: checkpoints of several
/// sizes, the last of nearly all.
final class Scene {
  static final String ORIGIN = "atom.example/audit";
  static final SoftSigner SIGNER = new SoftSigner(ORIGIN, KeyType.ED25519);
  private static final KeyRing KEYS = KeyRing.of(MutableLog.secrets());

  final MutableLog log;
  MemoryTiles files = new MemoryTiles();

  /// What the auditor has of this log, the newest last.
  final List<byte[]> kept;

  /// How many entries the newest covers.
  final int covered;

  private final List<Long> sizes;

  private Scene(MutableLog log, List<byte[]> kept, List<Long> sizes) {
    this.log = log;
    this.kept = kept;
    this.sizes = sizes;
    this.covered = Math.toIntExact(sizes.getLast());
  }

  static Scene clean(Random random, int entriesMax) {
    var log = MutableLog.clean(random, entriesMax);
    int n = log.rows.size();
    List<Long> sizes =
        new ArrayList<>(
            List.of(1L + random.nextInt(n / 3), (long) n / 3 + 1 + random.nextInt(n / 3)));
    sizes.add((long) n - random.nextInt(5));
    List<byte[]> kept = new ArrayList<>();
    for (long size : sizes) {
      kept.add(sign(log, size));
    }
    var scene = new Scene(log, kept, sizes);
    scene.publish();
    return scene;
  }

  static byte[] sign(MutableLog log, long size) {
    var claim = new Checkpoint(ORIGIN, size, log.root(size));
    return SignedNote.sign(claim.text(), List.of(SIGNER)).bytes();
  }

  Scene copy() {
    var copy = new Scene(log.copy(), new ArrayList<>(kept), sizes);
    copy.files.files.putAll(files.files);
    return copy;
  }

  /// Publishes the log as it is now; who has no signing key leaves the checkpoint as it was.
  void publish() {
    files = log.files(sizes);
  }

  /// What somebody with the secrets finds.
  Verification chain() {
    return ChainVerifier.verify(log.source(), KEYS);
  }

  /// The same with a checkpoint.
  Verification both() {
    return database(Optional.of(KEYS), kept.getLast());
  }

  /// What somebody with a checkpoint and a public key finds in the database.
  Verification database() {
    return database(Optional.empty(), kept.getLast());
  }

  private Verification database(Optional<KeyRing> keys, byte[] note) {
    try {
      var root = new RootCheck(Checkpoint.parse(SignedNote.parse(note).text()));
      var plan = new Plan(1, Long.MAX_VALUE, keys, Optional.of(root), Optional.empty(), 1, _ -> {});
      var found = ChainVerifier.verify(log.source(), plan);
      return found instanceof Verification.Ok ? root.finding().orElse(found) : found;
    } catch (FormatException e) {
      throw new IllegalStateException(e);
    }
  }

  /// The same in the published files.
  PublicVerification published() {
    return new PublicVerifier(List.of(SIGNER.publicKey()), _ -> {})
        .verify(files, kept.getLast(), kept.subList(0, kept.size() - 1));
  }

  /// The same with one more checkpoint, from a witness or from another auditor.
  PublicVerification published(byte[] witnessed) {
    return new PublicVerifier(List.of(SIGNER.publicKey()), _ -> {})
        .verify(files, kept.getLast(), List.of(witnessed));
  }
}
