// SPDX-License-Identifier: Apache-2.0
package dev.atom.audit.verify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atom.audit.checkpoint.Checkpoint;
import dev.atom.audit.checkpoint.KeyType;
import dev.atom.audit.checkpoint.SignedNote;
import dev.atom.audit.checkpoint.SoftSigner;
import dev.atom.audit.checkpoint.VerifierKey;
import dev.atom.audit.published.PublishedFolder;
import dev.atom.audit.tree.EntryBundle;
import dev.atom.audit.tree.LeafHash;
import dev.atom.audit.tree.TilePath;
import dev.atom.audit.tree.Tiles;
import dev.atom.audit.tree.TreeHash;
import dev.atom.audit.verify.PublicVerification.Incomplete;
import dev.atom.audit.verify.PublicVerification.Intact;
import dev.atom.audit.verify.PublicVerification.Kind;
import dev.atom.audit.verify.PublicVerification.Tampered;
import dev.atom.audit.verify.PublicVerification.Unverifiable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PublicVerifierTest {
  @TempDir Path root;
  private SampleLog log;

  @BeforeEach
  void open() {
    log = new SampleLog(root);
  }

  @Test
  void agreesWithALogOfAnySize() throws IOException {
    for (int size : new int[] {1, 2, 255, 256, 257, 600}) {
      byte[] note = log.growTo(size);

      assertThat(verify(note))
          .isInstanceOfSatisfying(
              Intact.class, intact -> assertThat(intact.leaves()).isEqualTo(size));
    }
  }

  @Test
  void acceptsEveryEarlierCheckpointOfTheSameLog() throws IOException {
    byte[] first = log.growTo(3);
    byte[] second = log.growTo(300);
    byte[] last = log.growTo(1000);

    assertThat(verify(last, second, first, last)).isInstanceOf(Intact.class);
    assertThat(verify(first)).isInstanceOf(Intact.class);
    assertThat(verify(second)).isInstanceOf(Intact.class);
  }

  @Test
  void rejectsAForgedEntryWithAForgedHashBesideIt() throws IOException {
    // SECURITY(T-22): CVE-2026-56865. Parents and checkpoint are as they were signed.
    byte[] note = log.growTo(600);
    byte[] bundle = Files.readAllBytes(root.resolve("tile/entries/001"));
    bundle[100] ^= 1;
    Files.write(root.resolve("tile/entries/001"), bundle);
    int length = Byte.toUnsignedInt(bundle[0]) << 8 | Byte.toUnsignedInt(bundle[1]);
    byte[] tile = Files.readAllBytes(root.resolve("tile/0/001"));
    LeafHash.of(Arrays.copyOfRange(bundle, 2, 2 + length)).copyTo(tile, 0);
    Files.write(root.resolve("tile/0/001"), tile);

    assertThat(verify(note))
        .isInstanceOfSatisfying(
            Tampered.class, found -> assertThat(found.kind()).isEqualTo(Kind.ROOT_DIFFERS));
  }

  @Test
  void namesTheEntryThatWasChangedAlone() throws IOException {
    byte[] note = log.growTo(600);
    byte[] bundle = Files.readAllBytes(root.resolve("tile/entries/002.p/88"));
    int second = 2 + (Byte.toUnsignedInt(bundle[0]) << 8 | Byte.toUnsignedInt(bundle[1]));
    bundle[second + 200] ^= 1;
    Files.write(root.resolve("tile/entries/002.p/88"), bundle);

    assertThat(verify(note))
        .isInstanceOfSatisfying(
            Tampered.class,
            found -> {
              assertThat(found.kind()).isEqualTo(Kind.TILE_DIFFERS);
              assertThat(found.seq()).isEqualTo(514);
            });
  }

  @Test
  void findsEveryChangedBitOfAnyFile() throws IOException {
    byte[] note = log.growTo(300);
    var random = new Random(11);
    List<String> names = List.of("tile/entries/000", "tile/entries/001.p/44", "tile/0/001.p/44");
    for (int i = 0; i < 500; i++) {
      Path file = root.resolve(names.get(random.nextInt(names.size())));
      byte[] good = Files.readAllBytes(file);
      byte[] bad = good.clone();
      bad[random.nextInt(bad.length)] ^= (byte) (1 << random.nextInt(8));
      Files.write(file, bad);

      assertThat(verify(note)).isInstanceOf(Tampered.class);
      Files.write(file, good);
    }
    assertThat(verify(note)).isInstanceOf(Intact.class);
  }

  @Test
  void findsLengthGames() throws IOException {
    byte[] note = log.growTo(300);
    Path bundle = root.resolve("tile/entries/001.p/44");
    byte[] good = Files.readAllBytes(bundle);
    for (byte[] bad : List.of(Arrays.copyOf(good, good.length + 1), new byte[0])) {
      Files.write(bundle, bad);
      assertThat(verify(note))
          .isInstanceOfSatisfying(
              Tampered.class, found -> assertThat(found.kind()).isEqualTo(Kind.MALFORMED_BUNDLE));
    }
    Files.delete(bundle);
    assertThat(verify(note)).isEqualTo(new Incomplete(missing(bundle), 256));
  }

  private static String missing(Path partial) {
    return "the file " + partial.resolveSibling("").resolveSibling("001") + " is missing";
  }

  @Test
  void findsAForkAndALogThatWentBack() throws IOException {
    byte[] before = log.growTo(200);
    var fork = new SampleLog(root.resolve("fork"));
    fork.growTo(5);
    byte[] small = log.growTo(300);
    var other = new Checkpoint(SampleLog.ORIGIN, 150, LeafHash.of(new byte[0]));
    byte[] lie = SignedNote.sign(other.text(), List.of(log.signer)).bytes();

    assertThat(verify(small, lie))
        .isInstanceOfSatisfying(
            Tampered.class,
            found -> assertThat(found.kind()).isEqualTo(Kind.INCONSISTENT_CHECKPOINTS));
    assertThat(verify(before, small))
        .isInstanceOfSatisfying(
            Tampered.class, found -> assertThat(found.why()).contains("smaller than"));
  }

  @Test
  void tellsAForgedCheckpointFromOneOfAnUnknownLog() throws IOException {
    byte[] note = log.growTo(10);
    byte[] other =
        new String(note, StandardCharsets.UTF_8)
            .replace("\n10\n", "\n9\n")
            .getBytes(StandardCharsets.UTF_8);
    var stranger = new SoftSigner(SampleLog.ORIGIN, KeyType.ED25519).publicKey();

    assertThat(verify(other))
        .isInstanceOfSatisfying(
            Tampered.class, found -> assertThat(found.kind()).isEqualTo(Kind.FORGED_SIGNATURE));
    assertThat(new PublicVerifier(List.of(stranger), _ -> {}).verify(log.folder(), note, List.of()))
        .isInstanceOf(Unverifiable.class);
    assertThat(verify("no note".getBytes(StandardCharsets.UTF_8)))
        .isInstanceOfSatisfying(
            Tampered.class, found -> assertThat(found.kind()).isEqualTo(Kind.MALFORMED_CHECKPOINT));
  }

  @Test
  void aSignedLogWhoseEntriesAreNotLinkedIsNoChain() throws IOException {
    log.growTo(5);
    // The operator leaves entry 3 out and signs again.
    var folder = new PublishedFolder(root.resolve("cut"));
    var tiles = new Tiles(folder);
    byte[] bundle = log.folder().read(new TilePath(TilePath.ENTRIES, 0, 5));
    var index = new int[1];
    EntryBundle.read(
        bundle,
        5,
        (bytes, from, length) -> {
          if (index[0]++ != 2) {
            append(tiles, bytes, from, length);
          }
        });
    tiles.flush();
    TreeHash signed = tiles.root();
    byte[] note =
        SignedNote.sign(new Checkpoint(SampleLog.ORIGIN, 4, signed).text(), List.of(log.signer))
            .bytes();

    assertThat(new PublicVerifier(keys(), _ -> {}).verify(folder, note, List.of()))
        .isInstanceOfSatisfying(
            Tampered.class,
            found -> {
              assertThat(found.kind()).isEqualTo(Kind.BROKEN_CHAIN);
              assertThat(found.seq()).isEqualTo(3);
            });
  }

  private static void append(Tiles tiles, byte[] bytes, int from, int length) {
    try {
      tiles.append(bytes, from, length);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private PublicVerification verify(byte[] latest, byte[]... earlier) {
    return new PublicVerifier(keys(), _ -> {}).verify(log.folder(), latest, List.of(earlier));
  }

  private List<VerifierKey> keys() {
    return List.of(log.signer.publicKey());
  }
}
