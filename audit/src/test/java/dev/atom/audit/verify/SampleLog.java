// SPDX-License-Identifier: Apache-2.0
package dev.atom.audit.verify;

import dev.atom.audit.chain.AuditEntry;
import dev.atom.audit.chain.AuditEntry.Call;
import dev.atom.audit.chain.AuditEntry.Fact;
import dev.atom.audit.chain.AuditEntry.Hashes;
import dev.atom.audit.chain.AuditEntry.Position;
import dev.atom.audit.chain.AuditEntry.Subject;
import dev.atom.audit.chain.AuditEntry.Verdict;
import dev.atom.audit.chain.ChainFormat;
import dev.atom.audit.chain.PublicRecord;
import dev.atom.audit.checkpoint.Checkpoint;
import dev.atom.audit.checkpoint.KeyType;
import dev.atom.audit.checkpoint.SignedNote;
import dev.atom.audit.checkpoint.SoftSigner;
import dev.atom.audit.published.PublishedFolder;
import dev.atom.audit.tree.Tiles;
import dev.atom.base.Sha256;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;

/// A small published log whose entries are like real ones, but chained without a secret.
public final class SampleLog {
  /// The name of the log.
  public static final String ORIGIN = "atom.example/audit";

  /// Its key.
  public final SoftSigner signer = new SoftSigner(ORIGIN, KeyType.ED25519);

  private final PublishedFolder folder;
  private final Tiles tiles;
  private String lastHash = ChainFormat.GENESIS;

  /// An empty log below `root`.
  public SampleLog(Path root) {
    this.folder = new PublishedFolder(root);
    this.tiles = new Tiles(folder);
  }

  /// Where it is published.
  public PublishedFolder folder() {
    return folder;
  }

  /// Appends entries up to number `size`, publishes, and gives the signed checkpoint.
  public byte[] growTo(long size) throws IOException {
    while (tiles.size() < size) {
      byte[] leaf = leaf(tiles.size() + 1);
      tiles.append(leaf, 0, leaf.length);
    }
    tiles.flush();
    var checkpoint = new Checkpoint(ORIGIN, tiles.size(), tiles.root());
    byte[] note = SignedNote.sign(checkpoint.text(), List.of(signer)).bytes();
    folder.writeCheckpoint(note);
    return note;
  }

  private byte[] leaf(long seq) {
    String chainHash = Sha256.hex("entry " + seq);
    var position = new Position(seq, ChainFormat.VERSION, 1, "0123456789abcdef", 1_000 + seq);
    var fact =
        new Fact(
            new UUID(0, seq),
            seq == 1 ? "segment_open" : "decision",
            "decision-" + seq,
            new Subject("demo", "demo/hello", "agent", "ab".repeat(32)),
            new Call("gate", "127.0.0.1:1", "POST", "/v1/chat/completions"),
            new Verdict("allow", "permitted", 200, 1234),
            "{\"note\":\"sample\"}");
    var hashes = new Hashes(ChainFormat.NO_PAYLOAD, lastHash, chainHash);
    lastHash = chainHash;
    return PublicRecord.bytes(new AuditEntry(position, fact, hashes));
  }
}
