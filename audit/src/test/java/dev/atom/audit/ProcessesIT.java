// SPDX-License-Identifier: Apache-2.0
package dev.atom.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atom.audit.chain.KeyRing;
import dev.atom.audit.store.PostgresEntrySource;
import dev.atom.audit.verify.ChainVerifier;
import dev.atom.audit.verify.Verification;
import dev.atom.storage.Database;
import dev.atom.storage.PostgresUrl;
import dev.atom.testing.Feature;
import dev.atom.testing.TestDatabase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Real processes on one chain.
class ProcessesIT {
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
            Verification.Intact.class,
            intact -> assertThat(intact.count()).isEqualTo(3 * events + 1));
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
            Verification.Intact.class,
            intact -> assertThat(intact.count()).isEqualTo(stored.size() + 1));
  }

  private Process start(String prefix, int events) throws IOException {
    var process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                AppendingMain.class.getName(),
                urls.auditUrl(),
                prefix,
                Integer.toString(events))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
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
    return database.read(connection -> {
      Map<String, Long> stored = new HashMap<>();
      try (var statement = connection.createStatement();
          ResultSet rows =
              statement.executeQuery("SELECT decision_id, id FROM audit_log_chain WHERE id > 1")) {
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
