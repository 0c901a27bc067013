// SPDX-License-Identifier: Apache-2.0
package dev.atom.cli.incident;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.atom.cli.CommandRun;
import dev.atom.cli.Json;
import dev.atom.testing.Feature;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Bundles of a folder: what is in them, what never is, what is refused.
final class BundleCommandTest {
  private static final String TOKEN = "ghp_" + "aB3".repeat(12);
  private static final String PASSWORD = "hunter2hunter2";
  private static final String PLAIN = "plain-but-private";

  @TempDir private Path folder;
  @TempDir private Path out;

  @BeforeEach
  void fill() throws IOException {
    write("logs/web.log", "started\nGET / token=" + TOKEN + "\nconnection to db refused\n");
    write(
        "describe/web.txt",
        """
        Name:  web-1
        Containers:
          main:
            Image:  web:1
            Environment:
              GREETING:  %s
              DB_PASSWORD:  %s
            Mounts:
              /etc/web from config (ro)
        """
            .formatted(PLAIN, PASSWORD));
    write("events.txt", "Warning BackOff pod/web-1 restarting\n");
    write("resources/all.yaml", resources());
  }

  private static String resources() {
    return """
    apiVersion: v1
    kind: Secret
    metadata: {name: db, namespace: shop}
    data: {password: %s}
    ---
    apiVersion: v1
    kind: ConfigMap
    metadata:
      name: web
      namespace: shop
      annotations:
        kubectl.kubernetes.io/last-applied-configuration: '{"data":{"x":"%s"}}'
    data:
      url: postgres://app:%s@db/shop
      color: blue
    ---
    apiVersion: apps/v1
    kind: Deployment
    metadata: {name: web, namespace: shop}
    spec:
      template:
        spec:
          containers:
          - name: main
            image: web:1
            env:
            - {name: GREETING, value: %s}
            - {name: DB_PASSWORD, value: %s}
    """
        .formatted(
            Base64.getEncoder()
                .encodeToString(PASSWORD.getBytes(java.nio.charset.StandardCharsets.UTF_8)),
            PLAIN,
            PASSWORD,
            PLAIN,
            PASSWORD);
  }

  @Test
  @Feature("F1")
  void plantedSecretsAreNowhereInTheBundle() throws IOException {
    Path bundle = bundle(0);

    String all = all(bundle);
    assertThat(all)
        .doesNotContain(TOKEN)
        .doesNotContain(PASSWORD)
        .doesNotContain(PLAIN)
        .doesNotContain("\"Secret\"")
        .contains("connection to db refused")
        .contains("Warning BackOff pod/web-1")
        .contains("Image:  web:1")
        .contains("\"color\" : \"blue\"")
        .contains("GREETING");
  }

  @Test
  @Feature("F1")
  void thereIsARecordOfEachCategoryWithDigests() throws IOException {
    Path bundle = bundle(0);

    for (String category : List.of("logs", "describe", "events", "resources")) {
      JsonNode record = Json.read(bundle.resolve(category + ".record.json"), JsonNode.class);
      assertThat(record.path("schema_version").asInt()).isEqualTo(1);
      assertThat(record.path("category").asText()).isEqualTo(category);
      assertThat(record.path("status").asText()).isEqualTo("ok");
      assertThat(record.path("cluster").asText()).isEqualTo("folder");
      assertThat(record.path("namespace").asText()).isEqualTo("shop");
      assertThat(record.path("files")).isNotEmpty();
      for (JsonNode file : record.path("files")) {
        assertThat(file.path("name").asText()).startsWith(category + "-shop-web-");
        assertThat(file.path("sha256").asText()).hasSize(64);
        assertThat(bundle.resolve(file.path("name").asText())).exists();
      }
    }
    assertThat(CommandRun.of("bundle", "verify", bundle.toString()).status()).isZero();
  }

  @Test
  @Feature("F1")
  void aMissingAChangedAndAStrangeFileAreFound() throws IOException {
    Path bundle = bundle(0);
    List<Path> files = files(bundle);
    Path log = named(files, "logs-");
    Path events = named(files, "events-");

    Files.delete(log);
    Files.writeString(events, "nothing happened\n");
    Files.writeString(bundle.resolve("more.txt"), "x");
    var verified = CommandRun.of("bundle", "verify", bundle.toString());

    assertThat(verified.status()).isEqualTo(1);
    assertThat(verified.out())
        .contains(log.getFileName() + " is missing")
        .contains(events.getFileName() + " is not what was collected")
        .contains("more.txt is in no record");
  }

  @Test
  @Feature("F1")
  void aPartThatFailedMakesTheBundleFailed() throws IOException {
    Files.delete(folder.resolve("events.txt"));

    Path bundle = bundle(1);

    JsonNode record = Json.read(bundle.resolve("bundle.json"), JsonNode.class);
    assertThat(record.path("status").asText()).isEqualTo("failed");
    JsonNode events = Json.read(bundle.resolve("events.record.json"), JsonNode.class);
    assertThat(events.path("status").asText()).isEqualTo("failed");
    assertThat(events.path("files")).as("one file at least, saying why").hasSize(1);
    assertThat(
            Json.read(bundle.resolve("logs.record.json"), JsonNode.class).path("status").asText())
        .isEqualTo("ok");
  }

  @Test
  @Feature("F2")
  void withoutItsFlagNothingIsDone() {
    var run = CommandRun.of("bundle", "--folder", folder.toString(), "--out", out.toString());

    assertThat(run.status()).isEqualTo(64);
    assertThat(run.err()).contains("--allow-write");
    assertThat(out).isEmptyDirectory();
  }

  @ParameterizedTest
  @Feature("F2")
  @ValueSource(strings = {"--allow-subprocess", "--allow-network", "--allow-write"})
  void aClusterNeedsEachOfTheThreeFlags(String missing) {
    List<String> line =
        new ArrayList<>(
            List.of(
                "bundle",
                "--workload",
                "deployment/web",
                "--out",
                out.toString(),
                "--kubectl",
                "/nonexistent/kubectl"));
    Stream.of("--allow-subprocess", "--allow-network", "--allow-write")
        .filter(it -> !it.equals(missing))
        .forEach(line::add);

    var run = CommandRun.of(line.toArray(new String[0]));

    assertThat(run.status()).isEqualTo(64);
    assertThat(run.err()).contains(missing);
    assertThat(out).isEmptyDirectory();
  }

  @Test
  @Feature("F2")
  void aBundleStaysBelowItsSizeAndSaysThatItWasCut() throws IOException {
    write("logs/long.log", "an ordinary line of a log\n".repeat(40_000));

    Path bundle = bundle(1, "--size-max", "100KiB");

    long bytes = 0;
    for (Path file : files(bundle)) {
      bytes +=
          file.toString().endsWith(".record.json") || file.endsWith("bundle.json")
              ? 0
              : Files.size(file);
    }
    assertThat(bytes).isBetween(50_000L, 100L << 10);
    assertThat(Files.readString(bundle.resolve("logs.record.json"))).contains("\"cut\" : true");
  }

  @Test
  @Feature("E30")
  void aPlantedKeyIsFoundInAnArtifact() throws IOException {
    write("report.html", "<p>all is well</p>\n<p>" + "AKIA" + "ABCDEFGHIJ234567</p>\n");

    var run = CommandRun.of("bundle", "scan", folder.resolve("report.html").toString());

    assertThat(run.status()).isEqualTo(1);
    assertThat(run.out()).contains("report.html:2: looks like a AWS access key");
    assertThat(run.out()).doesNotContain("ABCDEFGHIJ");
    assertThat(CommandRun.of("bundle", "scan", folder.resolve("events.txt").toString()).status())
        .isZero();
  }

  private Path bundle(int status, String... more) throws IOException {
    List<String> line =
        new ArrayList<>(
            List.of(
                "bundle",
                "--folder",
                folder.toString(),
                "--out",
                out.toString(),
                "--allow-write",
                "-n",
                "shop",
                "--workload",
                "web"));
    line.addAll(List.of(more));
    var run = CommandRun.of(line.toArray(new String[0]));
    assertThat(run.status()).as(run.err()).isEqualTo(status);
    return Path.of(run.out().strip());
  }

  private static List<Path> files(Path bundle) throws IOException {
    try (Stream<Path> files = Files.list(bundle)) {
      return files.toList();
    }
  }

  private static Path named(List<Path> files, String start) {
    return files.stream()
        .filter(it -> it.getFileName().toString().startsWith(start))
        .findFirst()
        .orElseThrow();
  }

  private static String all(Path bundle) throws IOException {
    var all = new StringBuilder();
    for (Path file : files(bundle)) {
      all.append(Files.readString(file));
    }
    return all.toString();
  }

  private void write(String name, String text) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }
}
