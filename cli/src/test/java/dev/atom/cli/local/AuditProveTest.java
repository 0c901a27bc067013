// SPDX-License-Identifier: Apache-2.0
package dev.atom.cli.local;

import static org.assertj.core.api.Assertions.assertThat;

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
import dev.atom.audit.checkpoint.SigningKeyFile;
import dev.atom.audit.published.PublishedFolder;
import dev.atom.audit.tree.Tiles;
import dev.atom.base.Sha256;
import dev.atom.cli.CommandRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class AuditProveTest {
  private static final String ORIGIN = "atom.example/audit";
  @TempDir Path folder;

  @Test
  void aReceiptIsCheckedWithTheKeyAlone() throws IOException {
    String key = publish(300);
    Path proof = folder.resolve("r");

    assertThat(run("prove", "257", "--published", log(), "--out", proof.toString()).status())
        .isZero();
    var checked = run("check-proof", proof.toString(), "--vkey", key);
    assertThat(checked.out()).contains("OK: entry 257 is in the log " + ORIGIN + " of 300 entries");
    assertThat(checked.status()).isZero();

    byte[] entry = Files.readAllBytes(folder.resolve("r.entry"));
    entry[100] ^= 1;
    Files.write(folder.resolve("r.entry"), entry);
    var forged = run("check-proof", proof.toString(), "--vkey", key, "--json");
    assertThat(forged.status()).isEqualTo(1);
    assertThat(forged.out()).contains("\"TAMPERED\"");
  }

  @Test
  void tellsWhatItCannotTell() throws IOException {
    publish(5);
    Path proof = folder.resolve("r");
    run("prove", "5", "--published", log(), "--out", proof.toString());
    String stranger =
        run("key", "--make", folder.resolve("s.pem").toString(), "--name", ORIGIN).out().strip();

    assertThat(run("check-proof", proof.toString(), "--vkey", stranger).status()).isEqualTo(2);
    assertThat(run("prove", "6", "--published", log()).status()).isEqualTo(64);
    assertThat(run("check-proof", proof.toString(), "--vkey", "x").status()).isEqualTo(64);
    Files.writeString(proof, "no receipt\n");
    assertThat(run("check-proof", proof.toString(), "--vkey", stranger).status()).isEqualTo(1);
  }

  private String log() {
    return folder.resolve("log").toString();
  }

  private String publish(int size) throws IOException {
    String key = run("key", "--make", folder.resolve("k.pem").toString(), "--name", ORIGIN).out();
    var published = new PublishedFolder(folder.resolve("log"));
    var tiles = new Tiles(published);
    String last = ChainFormat.GENESIS;
    for (long seq = 1; seq <= size; seq++) {
      String hash = Sha256.hex("entry " + seq);
      byte[] leaf = PublicRecord.bytes(entry(seq, last, hash));
      tiles.append(leaf, 0, leaf.length);
      last = hash;
    }
    tiles.flush();
    var signer = SigningKeyFile.open(folder.resolve("k.pem"), ORIGIN, KeyType.ED25519);
    var checkpoint = new Checkpoint(ORIGIN, size, tiles.root());
    published.writeCheckpoint(SignedNote.sign(checkpoint.text(), List.of(signer)).bytes());
    return key.strip();
  }

  private static AuditEntry entry(long seq, String prevHash, String chainHash) {
    return new AuditEntry(
        new Position(seq, ChainFormat.VERSION, 1, "0123456789abcdef", seq),
        new Fact(
            new UUID(0, seq),
            seq == 1 ? "segment_open" : "decision",
            "",
            new Subject("demo", "demo/hello", "agent", ""),
            new Call("gate", "", "POST", "/"),
            new Verdict("allow", "", 200, 1),
            "{}"),
        new Hashes(ChainFormat.NO_PAYLOAD, prevHash, chainHash));
  }

  private CommandRun run(String... arguments) {
    var all = new ArrayList<String>();
    all.add("audit");
    all.addAll(List.of(arguments));
    return CommandRun.of(all.toArray(String[]::new));
  }
}
