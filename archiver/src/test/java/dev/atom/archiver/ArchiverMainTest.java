// SPDX-License-Identifier: Apache-2.0
package dev.atom.archiver;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atom.audit.checkpoint.SigningKeyFile;
import dev.atom.storage.Database;
import dev.atom.storage.Migrations;
import dev.atom.storage.PostgresUrl;
import dev.atom.testing.TestCa;
import dev.atom.testing.TestDatabase;
import dev.atom.testing.TestPostgres;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
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

final class ArchiverMainTest {
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
    List<String> args = arguments(ca, database);
    PrintStream before = System.out;
    var code = new CompletableFuture<Integer>();
    System.setOut(print);
    try {
      Thread.ofVirtual()
          .start(() ->
              code.complete(
                  ArchiverMain.process()
                      .run(args, Map.of("PLATFORM_HMAC_SECRET", HMAC), print, stop)));
      Awaitility.await()
          .atMost(Duration.ofSeconds(30))
          .until(() -> code.isDone() || PORT.matcher(text()).find());
      var ready = PORT.matcher(text());
      assertThat(ready.find()).as(text()).isTrue();
      String base = "https://localhost:" + ready.group(1);

      assertThat(get(ca, "gate", base + "/healthz")).isEqualTo(200);
      Awaitility.await()
          .atMost(Duration.ofSeconds(30))
          .until(() -> get(ca, "cli", base + "/readyz") == 200);
      Awaitility.await()
          .atMost(Duration.ofSeconds(30))
          .until(() -> Files.isDirectory(folder.resolve("archive/atom.audit")));
      assertThat(get(ca, "cli", base + "/other")).isEqualTo(404);
      assertThat(get(ca, "gate", base + "/other")).isEqualTo(403);
      assertThat(order(ca, "gate", base).statusCode()).isEqualTo(403);
      var ordered = order(ca, "cli", base);
      assertThat(ordered.statusCode()).isEqualTo(200);
      assertThat(ordered.body()).isEqualTo("{\"exported\":[],\"newest_day\":null,\"why\":\"\"}");
    } finally {
      stop.countDown();
      code.get(30, TimeUnit.SECONDS);
      System.setOut(before);
    }

    assertThat(code).isCompletedWithValue(0);
    assertThat(text()).contains("\"event\":\"stopping\"").doesNotContain(HMAC);
    assertThat(kinds(database)).contains("config_loaded", "startup", "shutdown");
  }

  private static int get(TestCa ca, String client, String url) throws Exception {
    try (var http =
        HttpClient.newBuilder()
            .sslContext(ca.context(ca.issue(client)))
            .version(HttpClient.Version.HTTP_1_1)
            .build()) {
      return http.send(HttpRequest.newBuilder(URI.create(url)).build(), BodyHandlers.ofString())
          .statusCode();
    }
  }

  private static HttpResponse<String> order(TestCa ca, String client, String base)
      throws Exception {
    try (var http =
        HttpClient.newBuilder()
            .sslContext(ca.context(ca.issue(client)))
            .version(HttpClient.Version.HTTP_1_1)
            .build()) {
      return http.send(
          HttpRequest.newBuilder(URI.create(base + "/export"))
              .POST(HttpRequest.BodyPublishers.noBody())
              .build(),
          BodyHandlers.ofString());
    }
  }

  private List<String> arguments(TestCa ca, TestDatabase database) throws Exception {
    TestCa.Identity own = ca.issue("archiver");
    SigningKeyFile.make(folder.resolve("key.pem"), new SecureRandom());
    Path file =
        Files.writeString(
            folder.resolve("archiver.yaml"),
            """
            listener: {port: 0, tls: {certificate: %s, key: %s, client-ca: %s}}
            database-url: "%s"
            published: published
            audit: {database-url: "%s"}
            archive: {folder: archive}
            streams: {archive: {batch-age: 200ms}}
            export: {vault: vault, work: work}
            signing: {key-file: key.pem}
            integrate: {state: state, interval: 100ms}
            """
                .formatted(
                    own.certificate(),
                    own.key(),
                    ca.certificate(),
                    database.archiverUrl(),
                    database.auditUrl()));
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
