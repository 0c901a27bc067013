// SPDX-License-Identifier: Apache-2.0
package dev.atom.node.collect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.atom.node.collect.Collectors.Rhythms;
import dev.atom.node.host.HostPaths;
import dev.atom.node.journal.Journal;
import dev.atom.node.runtime.LoadCollector;
import dev.atom.node.runtime.SystemCollector;
import dev.atom.testing.Feature;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CollectorsTest implements Readings {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @TempDir Path folder;
  private final Map<String, AtomicInteger> passes = new ConcurrentHashMap<>();
  private final Map<String, AtomicInteger> hung = new ConcurrentHashMap<>();
  private final Map<String, Reading> last = new ConcurrentHashMap<>();
  private final ByteArrayOutputStream said = new ByteArrayOutputStream();
  private final AccessLedger ledger =
      new AccessLedger(
          new Journal(new PrintStream(said, true, StandardCharsets.UTF_8), InstantSource.system()));

  @BeforeEach
  void make() throws IOException {
    Files.createDirectories(folder.resolve("proc"));
    Files.writeString(folder.resolve("proc/stat"), "ctxt 5\nprocs_blocked 0\n");
    Files.writeString(folder.resolve("proc/uptime"), "1 1\n");
  }

  @Override
  public void read(Collector collector, Reading reading, long nanos) {
    last.put(collector.name(), reading);
    passes.computeIfAbsent(collector.name(), _ -> new AtomicInteger()).incrementAndGet();
  }

  @Override
  public void hung(Collector collector, String reason) {
    hung.computeIfAbsent(collector.name(), _ -> new AtomicInteger()).incrementAndGet();
  }

  @Override
  public void disabled(Collector collector, String reason) {
    last.put(collector.name(), new Reading.Unsupported(reason));
  }

  private Collectors collectors(Rhythms rhythms) {
    return new Collectors(
        List.of(new LoadCollector(), new SystemCollector()),
        rhythms,
        HostPaths.under(folder),
        ledger,
        System::nanoTime,
        this);
  }

  private static Rhythms every(Duration interval, Duration timeout, Set<String> disabled) {
    return new Rhythms(interval, interval, interval, timeout, disabled, Map.of());
  }

  private int passes(String collector) {
    var count = passes.get(collector);
    return count == null ? 0 : count.get();
  }

  @Test
  @Feature("G6")
  void aReadThatNeverEndsDelaysNobodyElse() throws Exception {
    Path fifo = folder.resolve("proc/loadavg");
    assertThat(new ProcessBuilder("mkfifo", fifo.toString()).start().waitFor()).isZero();
    try (var collectors =
        collectors(every(Duration.ofMillis(100), Duration.ofMillis(300), Set.of()))) {
      collectors.start();

      await().atMost(PATIENCE).until(() -> passes("system") >= 10);
      await()
          .atMost(PATIENCE)
          .until(() -> {
            collectors.watch();
            return hung.containsKey("load");
          });
      collectors.watch();

      assertThat(passes("load")).isZero();
      assertThat(hung.get("load")).hasValue(1);
      assertThat(collecting()).isEqualTo(2);

      // The pipe is moved away before it is answered, so that the next pass finds a file.
      Path answered = Files.move(fifo, folder.resolve("answered"));
      Files.writeString(fifo, "0.1 0.2 0.3 1/2 3\n");
      Files.writeString(answered, "0.1 0.2 0.3 1/2 3\n");
      await().atMost(PATIENCE).until(() -> passes("load") >= 1);
      await().atMost(PATIENCE).until(() -> last.get("load") instanceof Reading.Complete);
    }
  }

  private static long collecting() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().startsWith("collect-"))
        .count();
  }

  @Test
  void aCollectorIsTurnedOffAndOnWithoutARestart() throws IOException {
    Files.writeString(folder.resolve("proc/loadavg"), "0.1 0.2 0.3 1/2 3\n");
    var slow = every(Duration.ofHours(1), Duration.ofSeconds(5), Set.of("load"));
    try (var collectors = collectors(slow)) {
      collectors.start();
      await().atMost(PATIENCE).until(() -> passes("system") == 1 && last.containsKey("load"));
      assertThat(passes("load")).isZero();

      collectors.reschedule(every(Duration.ofMillis(100), Duration.ofSeconds(5), Set.of()));

      await().atMost(PATIENCE).until(() -> passes("load") >= 2 && passes("system") >= 3);
    }
  }

  @Test
  void aRefusalIsCountedEachTimeAndToldOnce() {
    for (int pid = 1; pid <= 1000; pid++) {
      ledger.denied("process", "/proc/" + pid + "/fd");
    }

    assertThat(ledger.counts()).containsExactly(Map.entry("process /proc/*/fd", 1000L));
    assertThat(said.toString(StandardCharsets.UTF_8).lines()).hasSize(1);
  }
}
