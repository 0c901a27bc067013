// SPDX-License-Identifier: Apache-2.0
package dev.atom.cli.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.atom.cli.CommandRun;
import dev.atom.testing.Feature;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The checklists and frameworks as commands, on one deployment.
final class PostureReportTest {
  private static final String POD =
      """
      apiVersion: v1
      kind: Pod
      metadata: {name: web, namespace: shop}
      spec:
        serviceAccountName: web
        securityContext: {runAsNonRoot: true, seccompProfile: {type: RuntimeDefault}}
        containers:
        - name: main
          image: web
          securityContext:
            allowPrivilegeEscalation: false
            readOnlyRootFilesystem: true
            capabilities: {drop: [ALL]}
      """;

  @TempDir private Path folder;
  private String file = "";

  @BeforeEach
  void write() throws IOException {
    file = Files.writeString(folder.resolve("pod.yaml"), POD).toString();
  }

  @Test
  @Feature("E28")
  void everyItemIsTriedAndWhatNobodyRanRefuses() {
    var run = CommandRun.of("posture", "baseline", "--json", file);

    assertThat(run.status()).isEqualTo(1);
    List<String> lines = run.out().lines().toList();
    assertThat(lines).hasSize(52).allMatch(it -> it.contains("\"command\""));
    assertThat(lines)
        .anyMatch(it -> it.contains("\"S1-04\"") && it.contains("\"state\":\"pass\""))
        .anyMatch(it -> it.contains("\"S1-03\"") && it.contains("\"state\":\"not judged\""))
        .anyMatch(it -> it.contains("\"S3-02\"") && it.contains("\"state\":\"fail\""))
        .anyMatch(it -> it.contains("\"S2-08\"") && it.contains("\"state\":\"not applicable\""));
  }

  @Test
  void brokenEvidenceMakesTheVerdictNone() throws IOException {
    Path proofs =
        Files.writeString(
            folder.resolve("proofs.yaml"),
            """
            apiVersion: atom.dev/v1
            kind: BaselineEvidence
            metadata: {name: p}
            spec: {evidence: [{item: S1-11, result: maybe, at: x, by: me, command: c}]}
            """);

    var run = CommandRun.of("posture", "baseline", "--evidence", proofs.toString(), file);

    assertThat(run.status()).isEqualTo(2);
    assertThat(run.err()).contains("proofs.yaml:4: result 'maybe'");
  }

  @Test
  void theStandardsAreGreenOrNameTheWorkload() throws IOException {
    assertThat(CommandRun.of("posture", "report", "--framework", "pss", file).status()).isZero();
    Files.writeString(Path.of(file), POD.replace("drop: [ALL]", "add: [NET_ADMIN]"));

    var run = CommandRun.of("posture", "report", "--framework", "pss", "--format", "json", file);

    assertThat(run.status()).isEqualTo(1);
    List<String> red = new ArrayList<>();
    for (JsonNode control : run.json().path("frameworks").path(0).path("controls")) {
      if (control.path("state").asText().equals("red")) {
        red.add(control.path("id").asText());
        assertThat(control.toString()).contains("Pod shop/web");
      }
    }
    assertThat(red)
        .isNotEmpty()
        .allMatch(it -> it.toLowerCase(java.util.Locale.ROOT).contains("capabilit"));
  }

  @ParameterizedTest
  @Feature("E28")
  @ValueSource(strings = {"seeds", "pss", "soc2", "gdpr"})
  void eachFrameworkIsOnePageThatNeedsNothingElse(String framework) throws IOException {
    Path page = folder.resolve("report.html");

    CommandRun.of("posture", "report", "--framework", framework, "--out", page.toString(), file);

    assertThat(Files.readString(page))
        .startsWith("<!doctype html>")
        .contains("</html>")
        .doesNotContain("<script")
        .doesNotContain("src=");
  }
}
