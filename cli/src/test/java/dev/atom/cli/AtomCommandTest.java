// SPDX-License-Identifier: Apache-2.0
package dev.atom.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class AtomCommandTest {
  @TempDir Path temp;

  @Test
  void everyCommandHasHelpWithAnExample() {
    assertHelp(AtomCommand.commandLine(console()), "");
  }

  private static void assertHelp(CommandLine line, String path) {
    for (var entry : line.getSubcommands().entrySet()) {
      String name = path + entry.getKey();
      if (!entry.getValue().getCommandSpec().usageMessage().hidden()) {
        assertThat(entry.getValue().getUsageMessage())
            .as(name)
            .contains("Examples:", "./atom " + name.split(" ")[0], "--help");
        assertHelp(entry.getValue(), name + " ");
      }
    }
  }

  private static Console console() {
    return new Console(
        System.out,
        System.err,
        System.in,
        java.util.Map.of(),
        java.time.InstantSource.system(),
        Path.of(""));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "nonsense",
        "up --nonsense",
        "up --port many",
        "agent create",
        "policy check",
        "config show nonsense",
        "logs nonsense",
        "audit export --day yesterday",
        "audit restore --from /nonexistent --into x --vkey y"
      })
  void wrongUsageIs64(String line) {
    var run = CommandRun.of(line.split(" "));

    assertThat(run.status()).isEqualTo(ExitCodes.USAGE);
    assertThat(run.out()).isEmpty();
    assertThat(run.err()).isNotEmpty().doesNotContain("\tat ");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "whoami",
        "domain list",
        "agent list",
        "env demo/hello",
        "audit verify --json",
        "audit export"
      })
  void whatNeedsAnInstanceIs69WithoutOne(String line) throws Exception {
    Path key = Files.writeString(temp.resolve("key"), "0123456789abcdef0123456789abcdef");
    String more = line.contains("verify") ? " --key-file " + key : "";

    var run = CommandRun.of((line + more + " --data " + temp).split(" "));

    assertThat(run.status()).isEqualTo(ExitCodes.UNAVAILABLE);
    assertThat(run.err()).contains(temp.toString());
  }

  @Test
  void statusOfNothingIsNegativeAndNamesTheWayOut() {
    var run = CommandRun.of("status", "--data", temp.toString());

    assertThat(run.status()).isEqualTo(ExitCodes.NEGATIVE);
    assertThat(run.out()).contains("./atom up");
  }

  @Test
  void completionNamesEveryCommand() {
    var run = CommandRun.of("completion");

    assertThat(run.status()).isZero();
    assertThat(run.out()).contains("complete -F", "whoami", "regenerate").doesNotContain("warm");
  }

  @Test
  void versionIsOneJsonDocument() {
    assertThat(CommandRun.of("version", "--json").json().path("atom").asText()).isEqualTo("0.1.0");
  }
}
