// SPDX-License-Identifier: Apache-2.0
package dev.atom.studio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atom.base.AtomException;
import dev.atom.base.ErrorCode;
import dev.atom.storage.Database;
import dev.atom.storage.PostgresUrl;
import dev.atom.testing.TestPostgres;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StudioMainTest {
  private final Studio studio = Studio.shared();

  @TempDir Path folder;

  @Test
  void wrongUsageAndBadConfigurationEndWith64() throws Exception {
    var file = Files.writeString(folder.resolve("studio.yaml"), "listner: {}\n");

    assertThat(run()).isEqualTo(64);
    assertThat(run("--config", file.toString(), "--verbose")).isEqualTo(64);
    assertThat(run("--config", file.toString())).isEqualTo(64);
    assertThat(String.join("\n", studio.logged)).contains("did you mean listener?");
  }

  private static int run(String... arguments) {
    return StudioMain.process()
        .run(List.of(arguments), Map.of(), System.out, new CountDownLatch(0));
  }

  @Test
  void anUnreachableDatabaseIsUnavailableAfterPatience() {
    var there = studio.config;
    var nowhere =
        new StudioConfig(
            there.listener(),
            new StudioConfig.DatabaseConfig(
                "postgresql://atom_studio@127.0.0.1:1/atom",
                "postgresql://atom_owner@127.0.0.1:1/atom",
                1),
            there.tokens(),
            there.encryptionKey(),
            there.audit(),
            there.bootstrap(),
            there.accounts(),
            there.defaultModels());

    try (var app = new StudioApp(nowhere, InstantSource.system(), new SecureRandom())) {
      assertThatThrownBy(() -> app.start("0".repeat(64), Duration.ofMillis(100)))
          .isInstanceOfSatisfying(
              AtomException.class,
              e -> assertThat(e.code()).isEqualTo(ErrorCode.STORAGE_UNAVAILABLE))
          .hasMessageContaining("127.0.0.1:1");
    }
  }

  @Test
  void servesFromAFileAndStopsWithItsParent() throws Exception {
    assertThat(runUntilReady(process -> process.getOutputStream().close())).isZero();
  }

  @Test
  void stopsInGoodOrderWhenTerminated() throws Exception {
    assertThat(runUntilReady(process -> process.toHandle().destroy())).isZero();
  }

  /// Runs a studio process on a database of its own, stops it when it is ready, checks what it left
  /// behind, and gives its exit code.
  private int runUntilReady(Stop stop) throws Exception {
    var database = TestPostgres.shared().freshDatabase();
    var file = Files.writeString(folder.resolve("studio.yaml"), yaml(database));
    var process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                StudioMain.class.getName(),
                "--config",
                file.toString(),
                "--parent-watch")
            .redirectError(folder.resolve("errors").toFile())
            .start();
    var log = new StringBuilder();
    try (var lines =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        log.append(line).append('\n');
        if (line.contains("\"event\":\"ready\"")) {
          stop.stop(process);
        }
      }
      assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    } finally {
      process.destroyForcibly();
    }
    assertThat(log).contains("\"event\":\"ready\"").doesNotContain(Studio.HMAC_SECRET);
    try (var owner = Database.open(PostgresUrl.parse(database.ownerUrl()), "after", 1)) {
      assertThat(lastKind(owner)).as(log.toString()).isEqualTo("shutdown");
    }
    return process.exitValue();
  }

  private static String lastKind(Database database) {
    return database.read(connection -> {
      try (var statement = connection.createStatement();
          var rows =
              statement.executeQuery("select kind from audit_log_chain order by id desc limit 1")) {
        return rows.next() ? rows.getString(1) : "nothing";
      }
    });
  }

  @FunctionalInterface
  private interface Stop {
    void stop(Process process) throws java.io.IOException;
  }

  private String yaml(dev.atom.testing.TestDatabase database) throws Exception {
    var config = studio.config;
    Files.writeString(folder.resolve("encryption"), Studio.ENCRYPTION_KEY);
    Files.writeString(folder.resolve("hmac"), Studio.HMAC_SECRET);
    Files.writeString(folder.resolve("password"), Studio.FIRST_PASSWORD);
    return """
    listener:
      port: 0
      tls: {certificate: "%s", key: "%s"}
    database: {url: "%s", migration-url: "%s"}
    tokens: {private-key: "%s", public-key: "%s"}
    encryption-key: file:encryption
    audit: {database-url: "%s", hmac-secret: file:hmac}
    bootstrap: {admin-email: root@example.org, admin-password-file: password}
    default-models: [atom-small]
    """
        .formatted(
            config.listener().tls().certificate(),
            config.listener().tls().key(),
            database.studioUrl(),
            database.ownerUrl(),
            config.tokens().privateKey(),
            config.tokens().publicKey(),
            database.auditUrl());
  }
}
