// SPDX-License-Identifier: Apache-2.0
package dev.atom.llm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atom.storage.Database;
import dev.atom.storage.Migrations;
import dev.atom.storage.PostgresUrl;
import dev.atom.testing.Feature;
import dev.atom.testing.TestCa;
import dev.atom.testing.TestDatabase;
import dev.atom.testing.TestPostgres;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LlmMainTest {
  private static final String HMAC = "c0ffee9f2c41d07be85a36e1f04c7d92ab6358d1";
  private static final Pattern PORT = Pattern.compile("\"event\":\"ready\",\"port\":(\\d+)");

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final PrintStream print = new PrintStream(out, true, StandardCharsets.UTF_8);
  private final CountDownLatch stop = new CountDownLatch(1);

  @TempDir Path folder;

  @Test
  void servesRecordsAndStopsInOrder() throws Exception {
    TestDatabase database = TestPostgres.shared().freshDatabase();
    Migrations.run(PostgresUrl.parse(database.ownerUrl()));
    TestCa ca = TestCa.create(folder, "ca");
    List<String> args = arguments(ca, database.auditUrl());
    PrintStream before = System.out;
    var code = new CompletableFuture<Integer>();
    System.setOut(print);
    try {
      Thread.ofVirtual()
          .start(() ->
              code.complete(
                  LlmMain.process().run(args, Map.of("PLATFORM_HMAC_SECRET", HMAC), print, stop)));
      Awaitility.await()
          .atMost(Duration.ofSeconds(30))
          .until(() -> code.isDone() || PORT.matcher(text()).find());
      var ready = PORT.matcher(text());
      assertThat(ready.find()).as(text()).isTrue();

      try (var gate = LlmRig.client(ca.context(ca.issue("gate")))) {
        var request =
            HttpRequest.newBuilder(
                    URI.create("https://localhost:" + ready.group(1) + "/v1/chat/completions"))
                .header("authorization", "Bearer " + LlmRig.seal(LlmRig.AGENT))
                .header("x-atom-agent-id", LlmRig.AGENT)
                .POST(BodyPublishers.ofString(LlmRig.chat("offline", "echo hi", false)))
                .build();
        assertThat(gate.send(request, BodyHandlers.ofString()).body())
            .contains("\"content\":\"hi\"");
      }
    } finally {
      stop.countDown();
      code.get(30, TimeUnit.SECONDS);
      System.setOut(before);
    }

    assertThat(code).isCompletedWithValue(0);
    assertThat(text()).contains("\"event\":\"stopping\"").doesNotContain(HMAC, LlmRig.KEY);
    assertThat(kinds(database)).contains("config_loaded", "startup", "model_usage", "shutdown");
  }

  @Test
  void endsWellOnATerminationSignalAndWhenItsParentIsGone() throws Exception {
    TestDatabase database = TestPostgres.shared().freshDatabase();
    Migrations.run(PostgresUrl.parse(database.ownerUrl()));
    List<String> args = arguments(TestCa.create(folder, "ca"), database.auditUrl());

    Process signalled = child(args);
    awaitReady(signalled);
    signalled.toHandle().destroy();
    assertThat(signalled.waitFor(30, TimeUnit.SECONDS)).isTrue();
    assertThat(signalled.exitValue()).isZero();

    var watching = new ArrayList<>(args);
    watching.add("--parent-watch");
    Process orphaned = child(watching);
    awaitReady(orphaned);
    orphaned.getOutputStream().close();
    assertThat(orphaned.waitFor(30, TimeUnit.SECONDS)).isTrue();
    assertThat(orphaned.exitValue()).isZero();
    assertThat(kinds(database)).contains("startup", "shutdown");
  }

  private static Process child(List<String> args) throws IOException {
    String classPath =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of(
            "-Xmx256m",
            "-XX:TieredStopAtLevel=1",
            "--sun-misc-unsafe-memory-access=allow",
            "--enable-native-access=ALL-UNNAMED",
            "-cp",
            classPath,
            "dev.atom.llm.LlmMain"));
    command.addAll(args);
    var builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("PLATFORM_HMAC_SECRET", HMAC);
    return builder.start();
  }

  /// Every line a process writes is JSON; one of them says that it serves.
  private static void awaitReady(Process process) throws IOException {
    BufferedReader reader = process.inputReader();
    for (String line = reader.readLine(); line != null; line = reader.readLine()) {
      assertThat(line).startsWith("{").endsWith("}");
      if (PORT.matcher(line).find()) {
        return;
      }
    }
    throw new AssertionError("it never became ready");
  }

  @Test
  @Feature("E34")
  void refusesToStartWithAPlaceholderForASecret() throws Exception {
    TestCa ca = TestCa.create(folder, "ca");
    List<String> args = arguments(ca, "postgresql://nobody@localhost:1/atom");

    for (String weak : List.of("changeme", "changeme".repeat(8), "short-6k2", "a".repeat(64))) {
      int code = run(args, Map.of("PLATFORM_HMAC_SECRET", weak));
      assertThat(code).isEqualTo(64);
      assertThat(text()).contains("audit.hmac-secret = *** (env PLATFORM_HMAC_SECRET)");
    }
    Files.writeString(folder.resolve("encryption.key"), "changeme");
    assertThat(run(args, Map.of("PLATFORM_HMAC_SECRET", HMAC))).isEqualTo(64);
    assertThat(text()).contains("encryption-key", "placeholder");
  }

  @Test
  void saysWhatIsUnavailable() throws Exception {
    TestCa ca = TestCa.create(folder, "ca");
    List<String> args = arguments(ca, "postgresql://nobody@localhost:1/atom");

    assertThat(run(args, Map.of("PLATFORM_HMAC_SECRET", HMAC))).isEqualTo(69);
    assertThat(text()).contains("STORAGE_UNAVAILABLE");
  }

  @Test
  void checksAndPrintsTheConfigurationWithoutStarting() throws Exception {
    TestCa ca = TestCa.create(folder, "ca");
    var args = new ArrayList<>(arguments(ca, "postgresql://nobody@localhost:1/atom"));
    args.add("--check");

    assertThat(run(args, Map.of("PLATFORM_HMAC_SECRET", HMAC))).isZero();
    assertThat(text())
        .contains("listener.port = 0  # llm.yaml:1\n")
        .contains("audit.hmac-secret = ***  # env PLATFORM_HMAC_SECRET\n")
        .doesNotContain(HMAC);
  }

  @Test
  void refusesArgumentsItDoesNotKnow() {
    assertThat(run(List.of(), Map.of())).isEqualTo(64);
    assertThat(run(List.of("--config"), Map.of())).isEqualTo(64);
    assertThat(run(List.of("--config", "x", "--port", "1"), Map.of())).isEqualTo(64);
    assertThat(text()).contains("usage: llm --config FILE");
  }

  private int run(List<String> args, Map<String, String> environment) {
    PrintStream before = System.out;
    System.setOut(print);
    try {
      return LlmMain.process().run(args, environment, print, stop);
    } finally {
      System.setOut(before);
    }
  }

  private List<String> arguments(TestCa ca, String databaseUrl) throws Exception {
    TestCa.Identity own = ca.issue("llm");
    Files.writeString(folder.resolve("encryption.key"), LlmRig.KEY);
    Path file =
        Files.writeString(
            folder.resolve("llm.yaml"),
            """
            listener: {port: 0, tls: {certificate: %s, key: %s, client-ca: %s}}
            encryption-key: file:encryption.key
            audit: {database-url: "%s", append-timeout: 2s}
            providers:
              - {name: offline, kind: offline, models: [offline, offline-embedding]}
            """
                .formatted(own.certificate(), own.key(), ca.certificate(), databaseUrl));
    return List.of("--config", file.toString());
  }

  private String text() {
    return out.toString(StandardCharsets.UTF_8);
  }

  private static List<String> kinds(TestDatabase database) {
    try (var store = Database.open(PostgresUrl.parse(database.ownerUrl()), "test", 1)) {
      return store.read(connection -> {
        var kinds = new ArrayList<String>();
        try (var statement = connection.createStatement();
            var rows = statement.executeQuery("select kind from audit_log_chain order by id")) {
          while (rows.next()) {
            kinds.add(rows.getString(1));
          }
        }
        return kinds;
      });
    }
  }
}
