// SPDX-License-Identifier: Apache-2.0
package dev.atom.archiver;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atom.archiver.store.ArchiveConfig;
import dev.atom.archiver.stream.StreamsConfig;
import dev.atom.base.ByteSize;
import dev.atom.config.ConfigLoader;
import dev.atom.config.ConfigPage;
import dev.atom.config.ConfigResult;
import dev.atom.config.ConfigResult.Loaded;
import dev.atom.config.ConfigResult.Refused;
import dev.atom.config.ConfigSources;
import dev.atom.stream.kafka.KafkaSettings;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ArchiverConfigTest {
  private static final String LEAST =
      """
      listener:
        tls: {certificate: c.pem, key: k.pem, client-ca: ca.pem}
      database-url: "postgresql://r@h/atom"
      published: log
      audit: {database-url: "postgresql://a@h/atom", hmac-secret: file:hmac}
      archive: {folder: archive}
      export: {vault: vault, work: work}
      signing: {key-file: key.pem}
      integrate: {state: state}
      """;

  @TempDir Path folder;

  @Test
  void hasDefaultsForWhatNobodySays() throws IOException {
    ArchiverConfig config = load(LEAST).orThrow().config();

    assertThat(config.listener().host()).isEqualTo("127.0.0.1");
    assertThat(config.listener().port()).isEqualTo(4100);
    assertThat(config.listener().allowedClients()).containsExactly("cli");
    assertThat(config.origin()).isEqualTo("atom.local/audit");
    assertThat(config.archive().kind()).isEqualTo(ArchiveConfig.Kind.FOLDER);
    assertThat(config.archive().retention()).isEqualTo(Duration.ofDays(180));
  }

  @Test
  void mapsTheStreams() throws IOException {
    assertThat(load(LEAST).orThrow().config().streams().kind())
        .isEqualTo(StreamsConfig.Kind.IN_PROCESS);

    var streams =
        load(LEAST
                + """
                streams:
                  kind: kafka
                  kafka: {servers: ["k-1:9093", "k-2:9093"], password: file:hmac, authority: ca.pem}
                  archive: {batch-messages: 50, batch-age: 10s, compress: true}
                  sinks:
                    stdout: true
                    file: {file: audit.jsonl, rotate-at: 2MiB}
                    otlp: {endpoint: "https://collector:4318/v1/logs"}
                """)
            .orThrow()
            .config()
            .streams();

    var kafka = streams.kafka().orElseThrow();
    assertThat(kafka.servers()).containsExactly("k-1:9093", "k-2:9093");
    assertThat(kafka.user()).isEqualTo("atom-archiver");
    assertThat(kafka.security()).isEqualTo(KafkaSettings.Security.TLS);
    assertThat(streams.archive().batchMessages()).isEqualTo(50);
    assertThat(streams.archive().compress()).isTrue();
    assertThat(streams.sinks().stdout()).isTrue();
    assertThat(streams.sinks().file().orElseThrow().rotateAt()).isEqualTo(ByteSize.parse("2MiB"));
    assertThat(streams.sinks().otlp().orElseThrow().timeout()).isEqualTo(Duration.ofSeconds(10));
    assertThat(refusal(LEAST + "streams: {kind: kafka}\n")).contains("kafka is missing");
    assertThat(refusal(LEAST + "streams: {waiting: 10}\n")).contains("waiting 10 is not between");
  }

  @Test
  void mapsTheBucket() throws IOException {
    var s3 =
        load(LEAST.replace(
                "archive: {folder: archive}",
                """
                archive:
                  kind: s3
                  retention: 400d
                  s3:
                    endpoint: https://s3.example
                    region: eu-1
                    bucket: mine
                    access-key: AK
                    secret-key: file:hmac
                    checksums: when-supported
                """))
            .orThrow()
            .config()
            .archive();

    assertThat(s3.kind()).isEqualTo(ArchiveConfig.Kind.S3);
    assertThat(s3.retention()).isEqualTo(Duration.ofDays(400));
    var bucket = s3.s3().orElseThrow();
    assertThat(bucket.endpoint()).contains(URI.create("https://s3.example"));
    assertThat(bucket.bucket()).isEqualTo("mine");
    assertThat(bucket.checksums()).isEqualTo(ArchiveConfig.Checksums.WHEN_SUPPORTED);
  }

  @Test
  void mapsTheAlerts() throws IOException {
    var usual = load(LEAST).orThrow().config().alerts();
    assertThat(usual.alertmanager()).isEmpty();
    assertThat(usual.webhook()).isEmpty();
    assertThat(usual.thresholds().authFailures()).isEqualTo(50);

    var alerts =
        load(LEAST
                + """
                alerts:
                  pace: 1s
                  quiet: 2h
                  alertmanager: https://alerts.example:9093
                  webhook: {url: "https://siem.example/in", secret: file:hmac}
                  thresholds: {window: 1m, auth-failures: 5, denials: 6, scope-violations: 7, tokens-per-hour: 8}
                """)
            .orThrow()
            .config()
            .alerts();
    assertThat(alerts.pace()).isEqualTo(Duration.ofSeconds(1));
    assertThat(alerts.quiet()).isEqualTo(Duration.ofHours(2));
    assertThat(alerts.alertmanager()).isEqualTo("https://alerts.example:9093");
    assertThat(alerts.webhook().orElseThrow().url()).isEqualTo("https://siem.example/in");
    assertThat(alerts.thresholds().window()).isEqualTo(Duration.ofMinutes(1));
    assertThat(alerts.thresholds().tokensPerHour()).isEqualTo(8);
  }

  @Test
  void alertsDoNotTravelInTheClear() throws IOException {
    assertThat(refusal(LEAST + "alerts: {alertmanager: 'http://alerts.example:9093'}\n"))
        .contains("is no https URL");
    assertThat(refusal(LEAST + "alerts: {alertmanager: 'http://127.0.0.1:9093'}\n"))
        .isEqualTo("was accepted");
  }

  @Test
  void refusesWhatWouldBeUnsafeOrUseless() throws IOException {
    assertThat(refusal(LEAST.replace(", client-ca: ca.pem", ""))).contains("client-ca is missing");
    assertThat(refusal(LEAST.replace("{folder: archive}", "{kind: folder}")))
        .contains("folder is missing");
    assertThat(refusal(LEAST.replace("{folder: archive}", "{kind: s3}"))).contains("s3 is missing");
    assertThat(refusal(LEAST + "origin: 'two words'\n")).contains("origin 'two words'");
  }

  @Test
  void isDocumentedAsItIs() throws IOException {
    Path page = Path.of("..", "docs", "config", "archiver.md");
    String wanted = ConfigPage.markdown("archiver", ArchiverConfig.class);
    if (Boolean.getBoolean("atom.write")) {
      Files.createDirectories(page.getParent());
      Files.writeString(page, wanted);
    }

    assertThat(page)
        .as("run this test with -Datom.write=true to write the page anew")
        .content()
        .isEqualTo(wanted);
  }

  private String refusal(String yaml) throws IOException {
    return switch (load(yaml)) {
      case Loaded<ArchiverConfig> _ -> "was accepted";
      case Refused<ArchiverConfig> refused -> refused.message();
    };
  }

  private ConfigResult<ArchiverConfig> load(String yaml) throws IOException {
    Files.writeString(folder.resolve("hmac"), "c0ffee9f2c41d07be85a36e1f04c7d92ab6358d1");
    Path file = Files.writeString(folder.resolve("archiver.yaml"), yaml);
    return ConfigLoader.load(
        ArchiverConfig.class, new ConfigSources(Optional.of(file), Map.of(), List.of()));
  }
}
