// SPDX-License-Identifier: Apache-2.0
package dev.atom.cli.posture;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atom.cli.CommandRun;
import dev.atom.testing.Feature;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PosturePssTest {
  private static final String GOOD =
      "{apiVersion: v1, kind: Pod, metadata: {name: good}, spec: {containers: [{name: c}]}}\n";
  private static final String BAD =
      """
      apiVersion: batch/v1
      kind: CronJob
      metadata: {name: bad}
      spec:
        jobTemplate:
          spec:
            template:
              spec:
                hostPID: true
                containers: [{name: c}]
      """;

  @TempDir private Path folder;

  @Test
  @Feature("J14")
  void printsALineForEachObjectWithPods() throws IOException {
    Files.writeString(folder.resolve("a.yaml"), GOOD + "---\n" + BAD);
    Files.writeString(folder.resolve("b.txt"), "no manifest");

    CommandRun run = CommandRun.of("posture", "pss", "--level", "baseline", folder.toString());

    String file = folder.resolve("a.yaml").toString();
    assertThat(run.out().lines())
        .containsExactly(
            "{\"file\":\""
                + file
                + "\",\"kind\":\"Pod\",\"name\":\"good\",\"allowed\":true,\"violations\":[]}",
            "{\"file\":\""
                + file
                + "\",\"kind\":\"CronJob\",\"name\":\"bad\",\"allowed\":false,\"violations\":"
                + "[{\"control\":\"hostNamespaces\",\"path\":\"spec.jobTemplate.spec.template.spec.hostPID\","
                + "\"message\":\"is true, must be false or not set\"}]}");
    assertThat(run.status()).isEqualTo(1);
  }

  @Test
  void whatIsAllowedIsExit0() {
    CommandRun run = CommandRun.with(GOOD, "posture", "pss", "--level", "baseline", "-");

    assertThat(run.status()).isZero();
    assertThat(run.out()).startsWith("{\"file\":\"-\"");
  }

  @Test
  void theVersionCounts() {
    String probe = GOOD.replace("{name: c}", "{name: c, livenessProbe: {tcpSocket: {host: h}}}");

    assertThat(pss(probe, "v1.33").status()).isZero();
    assertThat(pss(probe, "v1.34").status()).isEqualTo(1);
  }

  private static CommandRun pss(String text, String version) {
    return CommandRun.with(
        text, "posture", "pss", "--level", "baseline", "--version", version, "-");
  }

  @Test
  void whatCannotBeReadIsToldWithItsLineAndTheRestIsJudged() {
    CommandRun run =
        CommandRun.with("a: [\n---\n" + GOOD, "posture", "pss", "--level", "baseline", "-");

    assertThat(run.out()).contains("\"name\":\"good\",\"allowed\":true");
    assertThat(run.err()).startsWith("atom: -:2: this is not YAML: ");
    assertThat(run.status()).isEqualTo(2);
  }

  @Test
  void anUnknownKindWithContainersIsNeverAllowed() {
    CommandRun run =
        CommandRun.with(
            "{apiVersion: x.org/v1, kind: Robot, metadata: {name: r}, spec: {containers: [{image: i}]}}",
            "posture",
            "pss",
            "--level",
            "baseline",
            "-");

    assertThat(run.out()).contains("\"allowed\":null,\"violations\":[],\"reason\":\"not judged: ");
    assertThat(run.status()).isEqualTo(2);
  }

  @Test
  void aTableOfTheUserMakesItsKindsJudged() throws IOException {
    Path kinds = Files.writeString(folder.resolve("kinds.txt"), "x.org | Robot | spec!\n");
    CommandRun run =
        CommandRun.with(
            "{apiVersion: x.org/v1, kind: Robot, metadata: {name: r}, spec: {containers: [{image: i}]}}",
            "posture",
            "pss",
            "--level",
            "baseline",
            "--kinds",
            kinds.toString(),
            "-");

    assertThat(run.status()).isZero();
  }

  @Test
  void wrongUsageIsSaidWithTheWayOut() {
    assertThat(CommandRun.of("posture", "pss", "--level", "strict", "-").err())
        .isEqualTo("atom: --level is privileged, baseline or restricted, not 'strict'\n");
    assertThat(CommandRun.of("posture", "pss", "--level", "baseline", "/none/x.yaml").err())
        .isEqualTo("atom: there is no /none/x.yaml: name a file, a folder, or -\n");
    assertThat(CommandRun.of("posture", "pss", "--level", "baseline", folder.toString()).status())
        .isEqualTo(64);
  }
}
