// SPDX-License-Identifier: Apache-2.0
package dev.atom.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.atom.audit.chain.ChainKey;
import dev.atom.audit.chain.KeyRing;
import dev.atom.audit.store.PostgresEntrySource;
import dev.atom.audit.verify.ChainVerifier;
import dev.atom.audit.verify.Verification;
import dev.atom.base.Secret;
import dev.atom.storage.Database;
import dev.atom.storage.PostgresUrl;
import dev.atom.testing.Feature;
import dev.atom.testing.TestDatabase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.ResultSet;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Real processes on one chain.
class ProcessesIT {
  @TempDir private Path folder;
  private TestDatabase urls;
  private Database database;
  private final List<Process> processes = new ArrayList<>();

  @BeforeEach
  void begin() {
    urls = Trails.freshDatabase();
    database = Database.open(PostgresUrl.parse(urls.readerUrl()), "test", 2);
  }

  @AfterEach
  void end() {
    processes.forEach(Process::destroyForcibly);
    database.close();
  }

  @Test
  @Feature("C3")
  void makeOneChainWithoutForkOrGap() throws Exception {
    int events = 10_000;
    List<CompletableFuture<List<String>>> outputs = new ArrayList<>();
    for (String prefix : List.of("a-", "b-", "c-")) {
      var process = start(prefix, events);
      outputs.add(CompletableFuture.supplyAsync(() -> read(process, Integer.MAX_VALUE)));
    }
    Map<String, Long> acknowledged = new HashMap<>();
    for (var output : outputs) {
      acknowledged.putAll(acknowledged(output.get(300, TimeUnit.SECONDS)));
    }

    assertThat(acknowledged).hasSize(3 * events);
    assertThat(verify())
        .isInstanceOfSatisfying(
            Verification.Ok.class, intact -> assertThat(intact.count()).isEqualTo(3 * events + 1));
    assertThat(stored()).isEqualTo(acknowledged);
  }

  @Test
  @Feature("C7")
  void loseNothingAcknowledgedWhenKilledUnderLoad() throws Exception {
    Map<String, Long> acknowledged = new HashMap<>();
    for (int round = 0; round < 5; round++) {
      var process = start("round" + round + "-", 1_000_000);
      var lines = read(process, 300 + 700 * round);
      process.destroyForcibly().waitFor();
      acknowledged.putAll(acknowledged(lines));
    }
    try (var trail = Trails.open(urls.auditUrl())) {
      trail.append(Trails.event("after")).join();
    }

    var stored = stored();
    assertThat(acknowledged).hasSizeGreaterThan(5 * 300);
    assertThat(stored).containsAllEntriesOf(acknowledged).containsKey("after");
    assertThat(verify())
        .isInstanceOfSatisfying(
            Verification.Ok.class,
            intact -> assertThat(intact.count()).isEqualTo(stored.size() + 1));
  }

  /// Two rotations while three processes append and are started again one by one.
  @Test
  @Feature("C6")
  void followARotationUnderLoadWithoutARefusalOrAGap() throws Exception {
    var file = folder.resolve("secret");
    List<Secret> secrets =
        List.of(
            Trails.SECRET, Trails.OTHER_SECRET, Secret.of("a third secret for the third segment"));
    RotatingSecret.write(file, secrets.getFirst());
    Map<String, Long> acknowledged = new ConcurrentHashMap<>();
    List<Thread> readers = new ArrayList<>();
    List<Process> running = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      running.add(start("p" + i + "-", 10_000_000, file.toString()));
      readers.add(collect(running.get(i), acknowledged));
    }
    for (int rotation = 1; rotation < secrets.size(); rotation++) {
      awaitMore(acknowledged, 500);
      rotate(file, secrets.get(rotation - 1), secrets.get(rotation));
      awaitMore(acknowledged, 500);
      for (int i = 0; i < 3; i++) {
        end(running.get(i));
        running.set(i, start("r" + rotation + "p" + i + "-", 10_000_000, file.toString()));
        readers.add(collect(running.get(i), acknowledged));
        awaitMore(acknowledged, 200);
      }
    }
    for (var process : running) {
      end(process);
    }
    for (var reader : readers) {
      reader.join();
    }

    assertThat(acknowledged).doesNotContainKey("failed");
    assertThat(stored(" WHERE kind = 'decision'")).isEqualTo(acknowledged);
    assertThat(ChainVerifier.verify(new PostgresEntrySource(database), KeyRing.of(secrets)))
        .isInstanceOfSatisfying(
            Verification.Ok.class, ok -> assertThat(ok.count()).isEqualTo(acknowledged.size() + 5));
  }

  /// As `./atom audit rotate` does it: both in the file, every writer has said so, then the turn.
  private void rotate(Path file, Secret from, Secret to) throws IOException {
    RotatingSecret.write(file, from, to);
    String next = ChainKey.of(to).id();
    var config = Trails.config(urls.auditUrl(), RotatingSecret.in(file), Duration.ofSeconds(20));
    try (var turn = new SegmentTurn(config, InstantSource.system(), new SecureRandom())) {
      turn.connect();
      await().atMost(Duration.ofSeconds(60)).until(() -> turn.without(next).isEmpty());
      turn.turn("rotation", next);
    }
    RotatingSecret.write(file, to);
  }

  private static void awaitMore(Map<String, Long> acknowledged, int more) {
    int wanted = acknowledged.size() + more;
    await().atMost(Duration.ofSeconds(60)).until(() -> acknowledged.size() >= wanted);
  }

  private static Thread collect(Process process, Map<String, Long> acknowledged) {
    return Thread.ofVirtual()
        .start(() ->
            process
                .inputReader(StandardCharsets.UTF_8)
                .lines()
                .forEach(line -> {
                  String[] words = line.split(" ");
                  acknowledged.put(
                      words.length == 3 ? words[1] : words[0],
                      words.length == 3 ? Long.parseLong(words[2]) : 0L);
                }));
  }

  private static void end(Process process) throws Exception {
    process.outputWriter(StandardCharsets.UTF_8).append("end\n").close();
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).isZero();
  }

  private Process start(String prefix, int events, String... more) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                AppendingMain.class.getName(),
                urls.auditUrl(),
                prefix,
                Integer.toString(events)));
    command.addAll(List.of(more));
    var process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    processes.add(process);
    return process;
  }

  private static List<String> read(Process process, int lines) {
    List<String> read = new ArrayList<>();
    var reader = process.inputReader(StandardCharsets.UTF_8);
    try {
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        read.add(line);
        if (read.size() >= lines) {
          break;
        }
      }
      return read;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Map<String, Long> acknowledged(List<String> lines) {
    Map<String, Long> acknowledged = new HashMap<>();
    for (String line : lines) {
      String[] words = line.split(" ");
      assertThat(words).as(line).hasSize(3).startsWith("ack");
      acknowledged.put(words[1], Long.valueOf(words[2]));
    }
    return acknowledged;
  }

  private Map<String, Long> stored() {
    return stored(" WHERE id > 1");
  }

  private Map<String, Long> stored(String where) {
    return database.read(connection -> {
      Map<String, Long> stored = new HashMap<>();
      try (var statement = connection.createStatement();
          ResultSet rows =
              statement.executeQuery("SELECT decision_id, id FROM audit_log_chain" + where)) {
        while (rows.next()) {
          assertThat(stored.put(rows.getString(1), rows.getLong(2))).isNull();
        }
      }
      return stored;
    });
  }

  private Verification verify() {
    return ChainVerifier.verify(new PostgresEntrySource(database), KeyRing.of(Trails.SECRET));
  }
}
