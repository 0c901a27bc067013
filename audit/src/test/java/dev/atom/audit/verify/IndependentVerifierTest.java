// SPDX-License-Identifier: Apache-2.0
package dev.atom.audit.verify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atom.audit.checkpoint.Checkpoint;
import dev.atom.audit.checkpoint.Cosignature;
import dev.atom.audit.checkpoint.KeyType;
import dev.atom.audit.checkpoint.SignedNote;
import dev.atom.audit.checkpoint.SoftSigner;
import dev.atom.audit.checkpoint.TlogProof;
import dev.atom.audit.tree.InclusionProof;
import dev.atom.audit.tree.LeafHash;
import dev.atom.audit.tree.TileNodes;
import dev.atom.audit.tree.TilePath;
import dev.atom.testing.Feature;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The verifier in `docs/verifier`, which shares no line with ours, must say the same of every log.
final class IndependentVerifierTest {
  private static final Path PROGRAM = Path.of("..", "docs", "verifier", "verify.py");

  @TempDir Path root;
  private SampleLog log;

  @BeforeEach
  void open() {
    log = new SampleLog(root.resolve("log"));
  }

  @Test
  void isSmallAndNeedsNothingButPython() throws IOException {
    List<String> lines = Files.readAllLines(PROGRAM);

    assertThat(lines).hasSizeLessThan(300);
    assertThat(lines)
        .filteredOn(line -> line.startsWith("import") || line.startsWith("from"))
        .containsExactly(
            "import argparse",
            "import base64",
            "import hashlib",
            "import json",
            "import pathlib",
            "import sys");
  }

  @Test
  @Feature("J2")
  void agreesWithLogsOfAnySizeAndTheirEarlierCheckpoints() throws Exception {
    Path earlier = root.resolve("earlier");
    for (int size : new int[] {1, 255, 256, 700}) {
      log.growTo(size);
      var said = log(earlier);

      assertThat(said.text()).startsWith("OK: " + size + " entries");
      assertThat(said.status()).isZero();
      Files.copy(log.folder().root().resolve("checkpoint"), earlier.resolveSibling("c" + size));
    }
    assertThat(log(root.resolve("c1"), root.resolve("c255"), root.resolve("c256")).status())
        .isZero();
  }

  @Test
  @Feature("J2")
  void findsTheForgeryThatTileReadersAccepted() throws Exception {
    // SECURITY(T-22): CVE-2026-56865
    log.growTo(600);
    Path bundle = log.folder().root().resolve("tile/entries/001");
    byte[] bytes = Files.readAllBytes(bundle);
    bytes[150] ^= 1;
    Files.write(bundle, bytes);
    int length = Byte.toUnsignedInt(bytes[0]) << 8 | Byte.toUnsignedInt(bytes[1]);
    byte[] tile = Files.readAllBytes(log.folder().root().resolve("tile/0/001"));
    LeafHash.of(Arrays.copyOfRange(bytes, 2, 2 + length)).copyTo(tile, 0);
    Files.write(log.folder().root().resolve("tile/0/001"), tile);

    assertThat(log().text()).startsWith("TAMPERED: the first 600 entries");
    assertThat(log().status()).isEqualTo(1);
  }

  @Test
  void saysOfEveryMutantWhatOursSays() throws Exception {
    byte[] note = log.growTo(300);
    var random = new Random(3);
    List<String> names = List.of("tile/entries/000", "tile/entries/001.p/44", "checkpoint");
    for (int i = 0; i < 30; i++) {
      Path file = log.folder().root().resolve(names.get(i % names.size()));
      byte[] good = Files.readAllBytes(file);
      byte[] bad = i % 5 == 4 ? Arrays.copyOf(good, good.length - 1) : good.clone();
      bad[random.nextInt(bad.length)] ^= (byte) (1 << random.nextInt(8));
      Files.write(file, bad);
      byte[] latest = log.folder().checkpoint().orElseThrow();

      assertThat(log().text()).as("mutant %d", i).doesNotStartWith("OK");
      assertThat(ours(latest)).as("mutant %d", i).isNotInstanceOf(PublicVerification.Intact.class);
      Files.write(file, good);
    }
    assertThat(ours(note)).isInstanceOf(PublicVerification.Intact.class);
    assertThat(log().status()).isZero();
  }

  private PublicVerification ours(byte[] latest) {
    return new PublicVerifier(List.of(log.signer.publicKey()), _ -> {})
        .verify(log.folder(), latest, List.of());
  }

  @Test
  void cannotTellWithoutAKeyOfTheLog() throws Exception {
    log.growTo(3);
    var stranger = new SoftSigner(SampleLog.ORIGIN, KeyType.ED25519).publicKey().text();

    var said = run("log", log.folder().root().toString(), "--vkey", stranger);

    assertThat(said.text()).startsWith("UNVERIFIABLE");
    assertThat(said.status()).isEqualTo(2);
  }

  @Test
  void bothWantTheWordOfAWitnessThatIsNamed() throws Exception {
    var witness = new SoftSigner("witness.example", KeyType.COSIGNATURE_ED25519);
    byte[] alone = log.growTo(3);
    var keys = List.of(log.signer.publicKey(), witness.publicKey());
    String[] named = {
      "log",
      log.folder().root().toString(),
      "--vkey",
      keys.get(0).text(),
      "--vkey",
      keys.get(1).text()
    };

    assertThat(run(named).status()).isEqualTo(2);
    assertThat(new PublicVerifier(keys, _ -> {}).verify(log.folder(), alone, List.of()))
        .isInstanceOfSatisfying(
            PublicVerification.Unverifiable.class,
            unknown -> assertThat(unknown.why()).contains("witness.example did not confirm"));

    var note = SignedNote.parse(alone);
    var seen = Cosignature.sign(witness, Instant.ofEpochSecond(1_800_000_000), note.text());
    byte[] confirmed = note.with(List.of(seen)).bytes();
    log.folder().writeCheckpoint(confirmed);

    assertThat(run(named).text()).startsWith("OK: 3 entries");
    assertThat(new PublicVerifier(keys, _ -> {}).verify(log.folder(), confirmed, List.of(alone)))
        .isInstanceOf(PublicVerification.Intact.class);
  }

  @Test
  void findsAForkAgainstAnEarlierCheckpoint() throws Exception {
    log.growTo(300);
    var other = new Checkpoint(SampleLog.ORIGIN, 200, LeafHash.of(new byte[0]));
    Path lie =
        Files.write(
            root.resolve("lie"), SignedNote.sign(other.text(), List.of(log.signer)).bytes());

    assertThat(log(lie).text()).startsWith("TAMPERED: the first 200 entries");
  }

  @Test
  void checksReceipts() throws Exception {
    byte[] note = log.growTo(300);
    byte[] bundle = log.folder().read(new TilePath(TilePath.ENTRIES, 1, 44));
    int length = Byte.toUnsignedInt(bundle[0]) << 8 | Byte.toUnsignedInt(bundle[1]);
    var proof = InclusionProof.make(256, 300, new TileNodes(log.folder(), 300));
    Path file = Files.write(root.resolve("r"), TlogProof.of(proof, SignedNote.parse(note)).bytes());
    Path entry = Files.write(root.resolve("r.entry"), Arrays.copyOfRange(bundle, 2, 2 + length));
    String key = log.signer.publicKey().text();

    assertThat(run("proof", file.toString(), "--vkey", key).text())
        .startsWith("OK: entry 257 is in the log");
    Files.write(entry, new byte[] {1});
    assertThat(run("proof", file.toString(), "--vkey", key).status()).isEqualTo(1);
  }

  private Said log(Path... earlier) throws Exception {
    List<String> arguments = new ArrayList<>(List.of("log", log.folder().root().toString()));
    arguments.addAll(List.of("--vkey", log.signer.publicKey().text()));
    for (Path checkpoint : earlier) {
      if (Files.exists(checkpoint)) {
        arguments.addAll(List.of("--earlier", checkpoint.toString()));
      }
    }
    return run(arguments.toArray(String[]::new));
  }

  private static Said run(String... arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of("python3", PROGRAM.toString()));
    command.addAll(List.of(arguments));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Said(process.waitFor(), text);
  }

  private record Said(int status, String text) {}
}
