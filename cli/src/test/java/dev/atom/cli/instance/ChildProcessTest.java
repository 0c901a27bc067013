// SPDX-License-Identifier: Apache-2.0
package dev.atom.cli.instance;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChildProcessTest {
  private final BlockingQueue<Long> started = new LinkedBlockingQueue<>();
  private final BlockingQueue<Integer> ended = new LinkedBlockingQueue<>();
  @TempDir Path temp;

  private ChildProcess child() {
    List<String> command =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("java.class.path"),
            PatientMain.class.getName());
    var spec = new ChildSpec("patient", command, temp.resolve("patient.log"));
    return new ChildProcess(spec, started::add, (_, status) -> ended.add(status));
  }

  private long nextPid() throws InterruptedException {
    Long pid = started.poll(30, TimeUnit.SECONDS);
    assertThat(pid).isNotNull();
    return pid;
  }

  @Test
  void aKilledProcessIsStartedAgain() throws Exception {
    try (var child = child()) {
      child.start();
      long first = nextPid();

      ProcessHandle.of(first).orElseThrow().destroyForcibly();

      assertThat(nextPid()).isNotEqualTo(first);
      assertThat(ended.poll(1, TimeUnit.SECONDS)).isEqualTo(137);
    }
  }

  @Test
  void aClosedOneStaysDown() throws Exception {
    long pid;
    try (var child = child()) {
      child.start();
      pid = nextPid();
    }

    assertThat(ProcessHandle.of(pid).filter(ProcessHandle::isAlive)).isEmpty();
    assertThat(started.poll(500, TimeUnit.MILLISECONDS)).isNull();
    assertThat(ended).isEmpty();
  }

  @Test
  void itsInputIsAPipeThatStaysOpen() throws Exception {
    try (var child = child()) {
      child.start();
      nextPid();

      Awaitility.await()
          .atMost(Duration.ofSeconds(30))
          .until(() -> Files.readString(temp.resolve("patient.log")), log -> log.contains("alive"));
      assertThat(Files.readString(temp.resolve("patient.log"))).doesNotContain("orphaned");
    }
  }
}
