// SPDX-License-Identifier: Apache-2.0
package dev.atom.witness;

import dev.atom.audit.checkpoint.Checkpoint;
import dev.atom.audit.checkpoint.KeyType;
import dev.atom.audit.checkpoint.SignedNote;
import dev.atom.audit.checkpoint.SigningKeyFile;
import dev.atom.audit.published.PublishedFolder;
import dev.atom.audit.tree.ConsistencyProof;
import dev.atom.audit.tree.TileNodes;
import dev.atom.audit.tree.Tiles;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;

/// A log that asks a witness.
final class Log {
  final SigningKeyFile key;
  private final String origin;
  private final PublishedFolder folder;
  private final Tiles tiles;

  Log(Path root, String origin, Path keyFile) {
    this.origin = origin;
    this.folder = new PublishedFolder(root);
    this.tiles = new Tiles(folder);
    if (!keyFile.toFile().exists()) {
      SigningKeyFile.make(keyFile, new SecureRandom());
    }
    this.key = SigningKeyFile.open(keyFile, origin, KeyType.ED25519);
  }

  /// The request for a checkpoint of `size`, from `old`; the leaves are numbers from `first` on.
  byte[] request(long old, long size, long first) throws IOException {
    while (tiles.size() < size) {
      byte[] leaf = ByteBuffer.allocate(8).putLong(first + tiles.size()).array();
      tiles.append(leaf, 0, leaf.length);
    }
    tiles.flush();
    var checkpoint = new Checkpoint(origin, size, tiles.root());
    var body = new StringBuilder("old " + old + "\n");
    ConsistencyProof.make(old, size, new TileNodes(folder, size))
        .hashes()
        .forEach(hash -> body.append(hash.base64()).append('\n'));
    var note = SignedNote.sign(checkpoint.text(), List.of(key));
    return (body + "\n" + new String(note.bytes(), StandardCharsets.UTF_8))
        .getBytes(StandardCharsets.UTF_8);
  }
}
