// SPDX-License-Identifier: Apache-2.0
package dev.atom.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.atom.cli.CommandRun;
import dev.atom.cli.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The whole story, told by a process of its own as `./atom demo` starts it.
class DemoStoryIT {
  /// How many checks each step has: one that got lost would hold for ever.
  private static final List<Integer> CHECKS = List.of(4, 10, 12, 4, 4, 6, 4, 5);

  @TempDir Path temp;

  private record Told(int status, String out, String err) {}

  private Told atom(String... arguments) throws IOException, InterruptedException {
    Path temporary = Files.createDirectories(temp.resolve("tmp"));
    Process process = started(temporary, arguments);
    boolean ended = process.waitFor(3, TimeUnit.MINUTES);
    process.destroy();
    assertThat(ended).as(read("err")).isTrue();
    return new Told(process.exitValue(), read("out"), read("err"));
  }

  private Process started(Path temporary, String... arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of(
            "-Xmx256m",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "--sun-misc-unsafe-memory-access=allow",
            "--enable-native-access=ALL-UNNAMED",
            "-Dlogback.configurationFile=dev/atom/cli/logback-cli.xml",
            "-Djava.io.tmpdir=" + temporary,
            "-Datom.home=" + CommandRun.home(),
            "-cp",
            System.getProperty("java.class.path"),
            "dev.atom.cli.AtomMain"));
    command.addAll(List.of(arguments));
    return new ProcessBuilder(command)
        .redirectOutput(temp.resolve("out").toFile())
        .redirectError(temp.resolve("err").toFile())
        .start();
  }

  private String read(String name) throws IOException {
    return Files.readString(temp.resolve(name), StandardCharsets.UTF_8);
  }

  private void assertNothingLeft() throws IOException {
    try (Stream<Path> left = Files.list(temp.resolve("tmp"))) {
      assertThat(left.filter(path -> path.getFileName().toString().startsWith("atom-demo-")))
          .isEmpty();
    }
  }

  @Test
  void everyCheckOfEveryStepHoldsAndNothingIsLeft() throws Exception {
    Told told = atom("demo", "--json");

    assertThat(told.out()).as(told.err()).startsWith("{");
    JsonNode document = Json.parse(told.out(), "the demo");
    List<Integer> checks = new ArrayList<>();
    for (JsonNode step : document.path("steps")) {
      String title = step.path("title").asText();
      checks.add(step.path("checks").size());
      for (JsonNode check : step.path("checks")) {
        assertThat(check.path("held").asBoolean())
            .as("%s: %s: %s", title, check.path("claim").asText(), check.path("found").asText())
            .isTrue();
      }
      assertThat(step.path("held").asBoolean()).as(title).isTrue();
    }
    assertThat(checks).isEqualTo(CHECKS);
    assertThat(document.path("held").asInt()).isEqualTo(8);
    assertThat(told.status()).isZero();
    assertThat(Path.of(document.path("data").asText())).doesNotExist();
    assertNothingLeft();
  }

  @Test
  void aKeptFolderStaysAndTheStoryForPeopleShowsNoToken() throws Exception {
    Path kept = temp.resolve("kept");

    Told told = atom("demo", "--keep", kept.toString());

    assertThat(told.status()).as(told.out() + told.err()).isZero();
    assertThat(told.out())
        .contains("8/8", "✔", "8 of 8 steps held", "./atom up --data " + kept)
        .doesNotContain("✘", "\033[")
        .doesNotContainPattern("eyJ[\\w-]+\\.eyJ");
    assertThat(kept.resolve("state.json")).isRegularFile();
    assertNothingLeft();
    assertThat(CommandRun.of("demo", "--keep", kept.toString()).status()).isEqualTo(64);
  }
}
