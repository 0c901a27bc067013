// SPDX-License-Identifier: Apache-2.0
package dev.atom.archiver.integrate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.atom.archiver.integrate.IntegrateConfig.WitnessConfig;
import dev.atom.audit.checkpoint.Checkpoint;
import dev.atom.audit.checkpoint.CheckpointSigner;
import dev.atom.audit.checkpoint.KeyType;
import dev.atom.audit.checkpoint.SignedNote;
import dev.atom.audit.checkpoint.SigningKeyFile;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A log and a real witness, over TLS.
final class WitnessClientTest {
  private static final String ORIGIN = "atom.example/audit";
  private static final int MOST = 100_000;

  @TempDir Path folder;
  private final MemoryTrail trail = new MemoryTrail();
  private final List<String> told = new ArrayList<>();
  private CheckpointSigner log;
  private TestWitness witness;
  private LogFolder place;

  @BeforeEach
  void open() throws IOException {
    log = key("log.pem", ORIGIN, KeyType.ED25519);
    witness = new TestWitness(folder.resolve("witness"), ORIGIN, log).start();
    place = LogFolder.open(folder.resolve("log"), folder.resolve("state"));
  }

  @AfterEach
  void close() throws IOException {
    witness.close();
    place.close();
  }

  @Test
  void eachCheckpointCarriesTheCosignature() throws Exception {
    try (var asked = asking(witness.config())) {
      var writer = writer(asked);
      for (int size : new int[] {1, 300, 700}) {
        trail.growTo(size);
        assertThat(writer.step(MOST)).isInstanceOf(Step.Published.class);
        expectPublished(size, true);
      }
    }
    assertThat(told).isEmpty();
  }

  @Test
  void withoutTheWitnessCheckpointsGoOnAndItsAbsenceIsTold() throws Exception {
    var reachable = witness.config();
    witness.stop();
    try (var asked = asking(reachable)) {
      var writer = writer(asked);
      trail.growTo(10);
      assertThat(writer.step(MOST)).isInstanceOf(Step.Published.class);
      expectPublished(10, false);
      await("it is asked again, in vain").until(() -> idle(writer) && !told.isEmpty());
      assertThat(told).containsExactly("absent " + TestWitness.NAME);
      trail.growTo(20);
      assertThat(writer.step(MOST)).isInstanceOf(Step.Published.class);
      expectPublished(20, false);

      witness.start();

      await("the last checkpoint is confirmed although nothing is new")
          .atMost(Duration.ofSeconds(30))
          .until(() -> idle(writer) && cosigned());
      expectPublished(20, true);
      assertThat(told)
          .containsExactly("absent " + TestWitness.NAME, "returned " + TestWitness.NAME);
    }
  }

  @Test
  void aCosignatureOfAnotherKeyDoesNotCount() throws Exception {
    var other = key("other.pem", TestWitness.NAME, KeyType.COSIGNATURE_ED25519);
    try (var asked = asking(witness.config(other))) {
      var writer = writer(asked);
      trail.growTo(3);
      assertThat(writer.step(MOST)).isInstanceOf(Step.Published.class);
      assertThat(note().signatures()).hasSize(1);
      await("the other key is told").until(() -> idle(writer) && !told.isEmpty());
    }
  }

  @Test
  void whatAWitnessSawDifferentlyIsNotPublished() throws Exception {
    trail.growTo(50);
    try (var asked = asking(witness.config())) {
      assertThat(writer(asked).step(MOST)).isInstanceOf(Step.Published.class);
    }
    place.close();

    trail.cutTo(0);
    trail.growTo(60, "another history");
    place = LogFolder.open(folder.resolve("log2"), folder.resolve("state2"));
    try (var asked = asking(witness.config())) {
      assertThat(writer(asked).step(MOST))
          .isInstanceOfSatisfying(
              Step.Refused.class, refused -> assertThat(refused.why()).contains("another log"));
    }
    assertThat(place.checkpoint()).isEmpty();
  }

  @Test
  void aLogThatWasSetBackIsNotPublished() throws Exception {
    trail.growTo(50);
    try (var asked = asking(witness.config())) {
      assertThat(writer(asked).step(MOST)).isInstanceOf(Step.Published.class);
    }
    place.close();

    trail.cutTo(40);
    place = LogFolder.open(folder.resolve("log2"), folder.resolve("state2"));
    try (var asked = asking(witness.config())) {
      assertThat(writer(asked).step(MOST))
          .isInstanceOfSatisfying(
              Step.Refused.class,
              refused -> assertThat(refused.why()).contains("saw 50 entries", "restored"));
    }
    assertThat(place.checkpoint()).isEmpty();
  }

  private Witnesses asking(WitnessConfig config) {
    return WitnessClient.of(
        List.of(config),
        new Attendance() {
          @Override
          public void absent(String name, String why) {
            told.add("absent " + name);
          }

          @Override
          public void returned(String name) {
            told.add("returned " + name);
          }
        });
  }

  private LogWriter writer(Witnesses witnesses) {
    return new LogWriter(place, trail, ORIGIN, List.of(log), witnesses);
  }

  private CheckpointSigner key(String file, String name, KeyType type) {
    SigningKeyFile.make(folder.resolve(file), new SecureRandom());
    return SigningKeyFile.open(folder.resolve(file), name, type);
  }

  private static boolean idle(LogWriter writer) throws IOException {
    return writer.step(MOST) instanceof Step.Idle;
  }

  private SignedNote note() throws Exception {
    return SignedNote.parse(place.checkpoint().orElseThrow());
  }

  private boolean cosigned() throws Exception {
    return note().verify(List.of(witness.key().publicKey())) instanceof SignedNote.Standing.Signed;
  }

  private void expectPublished(long size, boolean confirmed) throws Exception {
    assertThat(Checkpoint.parse(note().text()).size()).isEqualTo(size);
    assertThat(note().verify(List.of(log.publicKey())))
        .isInstanceOf(SignedNote.Standing.Signed.class);
    assertThat(cosigned()).isEqualTo(confirmed);
  }
}
