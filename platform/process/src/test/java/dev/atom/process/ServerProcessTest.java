// SPDX-License-Identifier: Apache-2.0
package dev.atom.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atom.base.AtomException;
import dev.atom.base.ErrorCode;
import dev.atom.config.Default;
import dev.atom.config.Doc;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServerProcessTest {
  /// A configuration with one setting.
  public record Config(@Default("1") @Doc("how many") int count) {}

  @TempDir Path folder;
  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
  private final CountDownLatch stop = new CountDownLatch(1);
  private Path file;
  private int served;
  private boolean closed;

  @BeforeEach
  void write() throws IOException {
    file = Files.writeString(folder.resolve("c.yaml"), "count: 2\n");
  }

  private int run(String... arguments) {
    var process =
        new ServerProcess<>("thing", Config.class, (loaded, _) -> serving(loaded.config()));
    var out = new PrintStream(printed, true, StandardCharsets.UTF_8);
    return process.run(List.of(arguments), Map.of(), out, stop);
  }

  private Serving serving(Config config) {
    if (config.count() > 9) {
      throw new AtomException(ErrorCode.DEPENDENCY_UNAVAILABLE, "too many");
    }
    served = config.count();
    return new Serving() {
      @Override
      public int port() {
        return 7;
      }

      @Override
      public void close() {
        closed = true;
      }
    };
  }

  @Test
  void servesUntilToldAndClosesInOrder() {
    stop.countDown();

    assertThat(run("--config", file.toString(), "--set", "count=3")).isZero();
    assertThat(served).isEqualTo(3);
    assertThat(closed).isTrue();
  }

  @Test
  void checksAndPrintsWithoutServing() {
    assertThat(run("--config", file.toString(), "--check")).isZero();
    assertThat(printed.toString(StandardCharsets.UTF_8)).contains("count").contains("2");
    assertThat(served).isZero();
  }

  @Test
  void exitCodesTellWhoseTurnItIs() throws IOException {
    assertThat(run()).isEqualTo(64);
    assertThat(run("--config")).isEqualTo(64);
    assertThat(run("--config", file.toString(), "--what", "x")).isEqualTo(64);
    assertThat(run("--config", folder.resolve("absent").toString())).isEqualTo(64);
    assertThat(run("--config", file.toString(), "--set", "count=10")).isEqualTo(69);
    Files.writeString(file, "count: many\n");
    assertThat(run("--config", file.toString())).isEqualTo(64);
  }
}
