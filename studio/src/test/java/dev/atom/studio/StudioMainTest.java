// SPDX-License-Identifier: Apache-2.0
package dev.atom.studio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atom.base.AtomException;
import dev.atom.base.ErrorCode;
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
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StudioMainTest {
  private final Studio studio = Studio.shared();

  @TempDir Path folder;

  @Test
  void wrongUsageAndBadConfigurationEndWith64() throws Exception {
    var file = Files.writeString(folder.resolve("studio.yaml"), "listner: {}\n");

    assertThat(StudioMain.run(List.of())).isEqualTo(64);
    assertThat(StudioMain.run(List.of("--config", file.toString(), "--verbose"))).isEqualTo(64);
    assertThat(StudioMain.run(List.of("--config", file.toString()))).isEqualTo(64);
    assertThat(String.join("\n", studio.logged)).contains("did you mean listener?");
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
      assertThatThrownBy(() -> app.start(Duration.ofMillis(100)))
          .isInstanceOfSatisfying(
              AtomException.class,
              e -> assertThat(e.code()).isEqualTo(ErrorCode.STORAGE_UNAVAILABLE))
          .hasMessageContaining("127.0.0.1:1");
    }
  }

  @Test
  void servesFromAFileAndStopsWithItsParent() throws Exception {
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
    try (var lines =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      var log = new StringBuilder();
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        log.append(line).append('\n');
        if (line.contains("\"event\":\"ready\"")) {
          process.getOutputStream().close();
        }
      }
      assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
      assertThat(process.exitValue()).as(log.toString()).isZero();
      assertThat(log).contains("\"event\":\"ready\"").doesNotContain(Studio.HMAC_SECRET);
    } finally {
      process.destroyForcibly();
    }
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
