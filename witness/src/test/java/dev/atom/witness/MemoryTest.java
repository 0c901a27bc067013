// SPDX-License-Identifier: Apache-2.0
package dev.atom.witness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import dev.atom.audit.checkpoint.KeyType;
import dev.atom.audit.checkpoint.SigningKeyFile;
import dev.atom.witness.WitnessConfig.LogConfig;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class MemoryTest {
  private static final String ORIGIN = "atom.example/audit";

  @TempDir Path folder;
  private Log log;
  private Memory memory;

  @BeforeEach
  void open() {
    SigningKeyFile.make(folder.resolve("witness.pem"), new SecureRandom());
    log = new Log(folder.resolve("log"), ORIGIN, folder.resolve("log.pem"));
    memory = memory();
  }

  private Memory memory() {
    var key =
        SigningKeyFile.open(
            folder.resolve("witness.pem"), "witness.example", KeyType.COSIGNATURE_ED25519);
    return new Memory(
        key,
        folder.resolve("state"),
        List.of(new LogConfig(ORIGIN, List.of(log.key.publicKey().text()))),
        InstantSource.fixed(Instant.ofEpochSecond(1_800_000_000)));
  }

  @Test
  void cosignsWhatContinuesWhatItSaw() throws IOException {
    assertThat(memory.add(log.request(0, 3, 0))).isInstanceOf(Answer.Cosigned.class);
    assertThat(memory.add(log.request(3, 3, 0))).isInstanceOf(Answer.Cosigned.class);
    assertThat(memory.add(log.request(3, 700, 0))).isInstanceOf(Answer.Cosigned.class);
    assertThat(memory().add(log.request(700, 701, 0))).isInstanceOf(Answer.Cosigned.class);
  }

  @Test
  void tellsAStaleLogWhereItWas() throws IOException {
    memory.add(log.request(0, 10, 0));

    assertThat(memory.add(log.request(5, 12, 0))).isEqualTo(new Answer.Conflict(10));
    assertThat(memory.add(log.request(0, 12, 0))).isEqualTo(new Answer.Conflict(10));
  }

  @Test
  void neverConfirmsAForkNorALogThatWentBack() throws IOException {
    memory.add(log.request(0, 10, 0));
    var fork = new Log(folder.resolve("fork"), ORIGIN, folder.resolve("log.pem"));
    var shorter = new Log(folder.resolve("shorter"), ORIGIN, folder.resolve("log.pem"));

    assertThat(memory.add(shorter.request(0, 5, 0))).isEqualTo(new Answer.Conflict(10));
    assertThat(memory.add(fork.request(10, 10, 1000))).isEqualTo(new Answer.Conflict(10));
    assertThat(memory.add(fork.request(10, 20, 1000))).isEqualTo(new Answer.Unproved());
    assertThat(memory.add(log.request(10, 20, 0))).isInstanceOf(Answer.Cosigned.class);
  }

  @Test
  void seesOnlyWhatAKnownLogSigned() throws IOException {
    var stranger = new Log(folder.resolve("a"), "other.example/audit", folder.resolve("b.pem"));
    var forger = new Log(folder.resolve("c"), ORIGIN, folder.resolve("d.pem"));

    assertThat(memory.add(stranger.request(0, 1, 0))).isEqualTo(new Answer.UnknownLog());
    assertThat(memory.add(forger.request(0, 1, 0))).isEqualTo(new Answer.Unsigned());
  }

  @Test
  void refusesWhatCannotBeRead() throws IOException {
    String good = new String(log.request(0, 3, 0), StandardCharsets.UTF_8);
    for (String bad :
        List.of(
            "",
            "\n\n",
            good.replace("old 0", "old 00"),
            good.replace("old 0", "old -1"),
            good.replace("old 0", "old 4"),
            good.replace("old 0", "old 1234567890123456789"),
            good.replace("old 0\n", "old 0\nAAAA\n"),
            good.replace("old 0\n", "old 0\n" + "A".repeat(43) + "=\n" + "x\n"),
            good.replace("\n3\n", "\n03\n"),
            good + "x")) {
      assertThat(memory.add(bad.getBytes(StandardCharsets.UTF_8)))
          .as(bad)
          .isInstanceOf(Answer.Malformed.class);
    }
  }

  @Test
  void answersNothingWithAMemoryThatIsDamaged() throws IOException {
    memory.add(log.request(0, 10, 0));
    try (var files = Files.list(folder.resolve("state"))) {
      Files.writeString(files.findFirst().orElseThrow(), "damaged");
    }

    assertThatIOException().isThrownBy(() -> memory.add(log.request(10, 20, 0)));
  }
}
