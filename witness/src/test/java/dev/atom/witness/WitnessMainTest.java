// SPDX-License-Identifier: Apache-2.0
package dev.atom.witness;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atom.audit.checkpoint.SigningKeyFile;
import dev.atom.config.ConfigLoader;
import dev.atom.config.ConfigSources;
import dev.atom.testing.TestCa;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class WitnessMainTest {
  private static final String ORIGIN = "atom.example/audit";
  @TempDir Path folder;

  @Test
  void answersWithTheStatusesOfTheStandard() throws Exception {
    var ca = TestCa.create(folder, "ca");
    var log = new Log(folder.resolve("log"), ORIGIN, folder.resolve("log.pem"));
    var fork = new Log(folder.resolve("fork"), ORIGIN, folder.resolve("log.pem"));
    var other = new Log(folder.resolve("other"), "other.example", folder.resolve("log.pem"));
    var forger = new Log(folder.resolve("forger"), ORIGIN, folder.resolve("forger.pem"));
    try (var app = new WitnessApp(config(ca, log), InstantSource.system());
        var http = HttpClient.newBuilder().sslContext(ca.context(ca.issue("any"))).build()) {
      app.start();
      String base = "https://localhost:" + app.port();

      var first = post(http, base, log.request(0, 5, 0));
      assertThat(first.statusCode()).isEqualTo(200);
      assertThat(first.body()).startsWith("\u2014 witness.example ").endsWith("\n");
      assertThat(post(http, base, log.request(5, 9, 0)).statusCode()).isEqualTo(200);
      var stale = post(http, base, log.request(5, 12, 0));
      assertThat(stale.statusCode()).isEqualTo(409);
      assertThat(stale.body()).isEqualTo("9\n");
      assertThat(stale.headers().firstValue("content-type")).contains("text/x.tlog.size");
      assertThat(post(http, base, fork.request(9, 12, 100)).statusCode()).isEqualTo(422);
      assertThat(post(http, base, other.request(0, 1, 0)).statusCode()).isEqualTo(404);
      assertThat(post(http, base, forger.request(0, 1, 0)).statusCode()).isEqualTo(403);
      assertThat(post(http, base, new byte[3]).statusCode()).isEqualTo(400);
      assertThat(post(http, base, new byte[100_000]).statusCode()).isEqualTo(413);
      assertThat(get(http, base + "/add-checkpoint")).isEqualTo(405);
      assertThat(get(http, base + "/healthz")).isEqualTo(200);
      assertThat(get(http, base + "/other")).isEqualTo(404);
    }
  }

  private WitnessConfig config(TestCa ca, Log log) throws Exception {
    SigningKeyFile.make(folder.resolve("cosign.pem"), new SecureRandom());
    var own = ca.issue("witness");
    Path file =
        Files.writeString(
            folder.resolve("witness.yaml"),
            """
            listener: {port: 0, tls: {certificate: %s, key: %s}}
            name: witness.example
            key-file: cosign.pem
            state: state
            logs:
              - {origin: %s, vkeys: ["%s"]}
            """
                .formatted(own.certificate(), own.key(), ORIGIN, log.key.publicKey().text()));
    return ConfigLoader.load(
            WitnessConfig.class, new ConfigSources(Optional.of(file), Map.of(), List.of()))
        .orThrow()
        .config();
  }

  private static HttpResponse<String> post(HttpClient http, String base, byte[] body)
      throws Exception {
    var request =
        HttpRequest.newBuilder(URI.create(base + "/add-checkpoint"))
            .POST(BodyPublishers.ofByteArray(body))
            .build();
    return http.send(request, BodyHandlers.ofString());
  }

  private static int get(HttpClient http, String url) throws Exception {
    return http.send(HttpRequest.newBuilder(URI.create(url)).build(), BodyHandlers.ofString())
        .statusCode();
  }
}
