// SPDX-License-Identifier: Apache-2.0
package dev.atom.archiver.integrate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import dev.atom.audit.checkpoint.Checkpoint;
import dev.atom.audit.checkpoint.CheckpointSigner;
import dev.atom.audit.checkpoint.KeyType;
import dev.atom.audit.checkpoint.SignedNote;
import dev.atom.audit.checkpoint.SigningKeyFile;
import dev.atom.audit.published.PublishedFolder;
import dev.atom.audit.tree.LeafHash;
import dev.atom.audit.verify.PublicVerification.Intact;
import dev.atom.audit.verify.PublicVerifier;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LogWriterTest {
  private static final String ORIGIN = "atom.example/audit";
  private static final int MOST = 100_000;

  @TempDir Path folder;
  private final MemoryTrail trail = new MemoryTrail();
  private List<CheckpointSigner> signers = List.of();
  private LogFolder place;

  @BeforeEach
  void open() throws IOException {
    SigningKeyFile.make(folder.resolve("key.pem"), new SecureRandom());
    signers = List.of(SigningKeyFile.open(folder.resolve("key.pem"), ORIGIN, KeyType.ED25519));
    place = LogFolder.open(folder.resolve("log"), folder.resolve("state"));
  }

  @AfterEach
  void close() throws IOException {
    place.close();
  }

  @Test
  void publishesWhatIsNewAndGoesOnAfterARestart() throws Exception {
    var writer = writer(place);
    List<byte[]> checkpoints = new ArrayList<>();
    for (int size : new int[] {1, 200, 256, 600, 70_000}) {
      trail.growTo(size);
      assertThat(writer.step(MOST))
          .isInstanceOfSatisfying(
              Step.Published.class, p -> assertThat(p.checkpoint().size()).isEqualTo(size));
      checkpoints.add(place.checkpoint().orElseThrow());
      expectIntact(checkpoints);
      assertThat(writer.step(MOST)).isEqualTo(new Step.Idle());
      writer = writer(place);
      assertThat(writer.step(MOST)).isEqualTo(new Step.Idle());
    }
    assertThat(folder.resolve("log/tile/0/273.p/112")).exists();
    assertThat(folder.resolve("log/tile/0/000.p")).doesNotExist();
    assertThat(folder.resolve("log/tile/entries/000.p")).doesNotExist();
  }

  @Test
  void takesALongBacklogInSteps() throws Exception {
    trail.growTo(1000);
    var writer = writer(place);

    assertThat(writer.step(600))
        .isInstanceOfSatisfying(Step.Published.class, p -> assertThat(p.more()).isTrue());
    assertThat(writer.step(600))
        .isInstanceOfSatisfying(Step.Published.class, p -> assertThat(p.more()).isFalse());
    expectIntact(List.of(place.checkpoint().orElseThrow()));
  }

  @Test
  void goesOnFromEveryMomentOfACrash() throws Exception {
    var random = new Random(5);
    List<byte[]> checkpoints = new ArrayList<>();
    for (int cycle = 1; cycle <= 200; cycle++) {
      trail.growTo(trail.leaves.size() + 1 + random.nextInt(300));
      int writes = 1 + cycle % 9;
      boolean after = random.nextBoolean();
      try {
        writer(new FailingPlace(place, writes, after)).step(MOST);
      } catch (FailingPlace.Killed _) {
        leaveHalfAFile(random);
      }
      place.checkpoint().ifPresent(checkpoints::add);

      assertThat(writer(place).step(MOST))
          .as("cycle %d: killed %s write %d", cycle, after ? "after" : "before", writes)
          .isNotInstanceOf(Step.Refused.class);
      checkpoints.add(place.checkpoint().orElseThrow());
      assertThat(Checkpoint.parse(SignedNote.parse(checkpoints.getLast()).text()).size())
          .isEqualTo(trail.leaves.size());
      if (cycle % 20 == 0) {
        expectIntact(checkpoints);
      }
    }
  }

  /// A crash within a write leaves the new file half written beside the old one.
  private void leaveHalfAFile(Random random) throws IOException {
    Files.write(folder.resolve("log/checkpoint.new"), new byte[random.nextInt(100)]);
    Files.write(folder.resolve("state/last-signed.new"), new byte[random.nextInt(100)]);
  }

  @Test
  void refusesATrailThatWasRestoredFromABackup() throws Exception {
    trail.growTo(500);
    var writer = writer(place);
    writer.step(MOST);
    trail.cutTo(400);

    assertThat(writer.step(MOST)).isInstanceOfSatisfying(Step.Refused.class, this::wentBack);
    assertThat(writer(place).step(MOST)).isInstanceOf(Step.Refused.class);

    trail.growTo(500, "another");
    assertThat(writer.step(MOST))
        .isInstanceOfSatisfying(
            Step.Refused.class, refused -> assertThat(refused.why()).contains("another than"));
    trail.growTo(900, "another");
    assertThat(writer(place).step(MOST)).isInstanceOf(Step.Refused.class);
    assertThat(signedSize()).isEqualTo(500);

    trail.cutTo(400);
    trail.growTo(700);
    assertThat(writer.step(MOST)).isInstanceOf(Step.Published.class);
  }

  private void wentBack(Step.Refused refused) {
    assertThat(refused.why()).contains("ends with entry 400").contains("500 entries were signed");
  }

  @Test
  void refusesGapsAndBrokenLinks() throws Exception {
    trail.growTo(10);
    byte[] fifth = trail.leaves.remove(4);
    assertThat(writer(place).step(MOST))
        .isInstanceOfSatisfying(
            Step.Refused.class, refused -> assertThat(refused.why()).contains("after entry 4"));

    byte[] other = fifth.clone();
    other[other.length - 1] ^= 1;
    trail.leaves.add(4, other);
    assertThat(writer(place).step(MOST))
        .isInstanceOfSatisfying(
            Step.Refused.class, refused -> assertThat(refused.why()).contains("prev_hash"));

    trail.leaves.set(4, fifth);
    assertThat(writer(place).step(MOST)).isInstanceOf(Step.Published.class);
  }

  @Test
  void forgetsNothingWhenTheStateIsLost() throws Exception {
    trail.growTo(300);
    writer(place).step(MOST);
    Files.delete(folder.resolve("state/last-signed"));
    trail.cutTo(200);

    assertThat(writer(place).step(MOST)).isInstanceOf(Step.Refused.class);
  }

  @Test
  void writesLostFilesAnewOnlyIfTheyAreThoseThatWereSigned() throws Exception {
    trail.growTo(600);
    writer(place).step(MOST);
    deleteAll(folder.resolve("log"));
    var kept = new ArrayList<>(trail.leaves);
    trail.cutTo(0);
    trail.growTo(600, "another");
    assertThat(writer(place).step(MOST))
        .isInstanceOfSatisfying(
            Step.Refused.class, refused -> assertThat(refused.why()).contains("neither"));

    trail.leaves.clear();
    trail.leaves.addAll(kept);
    assertThat(writer(place).step(MOST)).isInstanceOf(Step.Published.class);
    expectIntact(List.of(place.checkpoint().orElseThrow()));
  }

  @Test
  void refusesWhenItsMemoryWasPutBack() throws Exception {
    trail.growTo(100);
    var writer = writer(place);
    writer.step(MOST);
    String old = place.lastSigned().orElseThrow();
    place.writeLastSigned(new Checkpoint(ORIGIN, 100, LeafHash.of(new byte[] {1})).text());
    trail.growTo(150);

    assertThat(writer.step(MOST)).isInstanceOf(Step.Refused.class);
    place.writeLastSigned(old);
    assertThat(writer(place).step(MOST)).isInstanceOf(Step.Published.class);
  }

  @Test
  void doesNotSignForAFolderOfAnotherKeyOrLog() throws Exception {
    trail.growTo(5);
    var stranger = new LogWriter(place, trail, "other.example/audit", strangers(), Witnesses.NONE);
    stranger.step(MOST);

    assertThat(writer(place).step(MOST)).isInstanceOf(Step.Refused.class);
    Files.delete(folder.resolve("state/last-signed"));
    assertThat(writer(place).step(MOST))
        .isInstanceOfSatisfying(
            Step.Refused.class, refused -> assertThat(refused.why()).contains("not signed with"));
  }

  private List<CheckpointSigner> strangers() {
    SigningKeyFile.make(folder.resolve("other.pem"), new SecureRandom());
    return List.of(
        SigningKeyFile.open(folder.resolve("other.pem"), "other.example/audit", KeyType.ED25519));
  }

  @Test
  void oneProcessAtATimeSigns() {
    assertThatIOException()
        .isThrownBy(() -> LogFolder.open(folder.resolve("log"), folder.resolve("state")))
        .withMessageContaining("another process signs");
  }

  private long signedSize() throws Exception {
    return Checkpoint.parse(SignedNote.parse(place.checkpoint().orElseThrow()).text()).size();
  }

  private LogWriter writer(LogPlace at) {
    return new LogWriter(at, trail, ORIGIN, signers, Witnesses.NONE);
  }

  private void expectIntact(List<byte[]> checkpoints) {
    var keys = signers.stream().map(CheckpointSigner::publicKey).toList();
    var log = new PublishedFolder(folder.resolve("log"));

    assertThat(new PublicVerifier(keys, _ -> {}).verify(log, checkpoints.getLast(), checkpoints))
        .isInstanceOf(Intact.class);
  }

  private static void deleteAll(Path root) throws IOException {
    try (var files = Files.walk(root)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
