// SPDX-License-Identifier: Apache-2.0
package dev.atom.posture.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atom.posture.contract.Contract;
import dev.atom.posture.contract.Judging;
import dev.atom.posture.contract.PostureEvaluation;
import dev.atom.posture.exemption.ExemptionReader;
import dev.atom.posture.manifest.Cluster;
import dev.atom.posture.manifest.ManifestReader;
import dev.atom.posture.manifest.Manifests;
import dev.atom.posture.manifest.Node;
import dev.atom.posture.manifest.Unreadable;
import dev.atom.posture.report.PostureReport.Problem;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.xml.sax.InputSource;

final class ReportFormatTest {
  private static final String PLANTED = "kJ8xLq2vNwT7";

  private static PostureReport report() {
    String objects =
        Judging.CLEAN
            .replace("args: [serve]", "args: ['--password=" + PLANTED + "']")
            .replace("value: \"false\"", "value: \"true\"")
            .replace("readOnlyRootFilesystem: true", "readOnlyRootFilesystem: false");
    Contract contract = Contract.shipped();
    var evaluation = new PostureEvaluation(contract, contract.profile("prod").orElseThrow(), false);
    var ledger =
        ExemptionReader.read(
            List.of(
                Judging.document(
                    """
                    exemptions:
                    - {id: EX-1, profile: prod, check: DEBUG-001, object: {name: web}, owner: a,
                       approver: b, reason: "<&>\\"'", ticket: T-1, created: 2026-11-01,
                       expires: 2026-12-31}
                    """)));
    Instant time = Instant.parse("2026-11-22T10:00:00Z");
    var coverage =
        ledger.cover(
            evaluation.judge(Cluster.of(Manifests.of(objects))), "prod", Set.of("prod"), time);
    return new PostureReport(
        "prod",
        time,
        evaluation.rules(),
        coverage.open().stream().map(j -> j.finding()).toList(),
        coverage.covered(),
        List.of(new Problem("broken.yaml:3", "broken.yaml", 3, "this is not YAML: <x>")),
        List.of("Deployment shop/web", "Namespace shop"));
  }

  private static Node json(ReportFormat format) {
    var unreadable = new ArrayList<Unreadable>();
    List<Node> documents =
        ManifestReader.usual()
            .documents(
                "report", format.render(report()).getBytes(StandardCharsets.UTF_8), unreadable);
    assertThat(unreadable).isEmpty();
    return documents.getFirst();
  }

  @ParameterizedTest
  @EnumSource(ReportFormat.class)
  void noFormatShowsASecret(ReportFormat format) {
    assertThat(format.render(report())).contains("SECRET-002").doesNotContain(PLANTED);
  }

  @ParameterizedTest
  @EnumSource(ReportFormat.class)
  void theSameReportIsTheSameBytes(ReportFormat format) {
    assertThat(format.render(report())).isEqualTo(format.render(report()));
  }

  @Test
  void theTableNamesFileLineFieldDemandAndRemedy() {
    assertThat(ReportFormat.TABLE.render(report()))
        .contains(
            """
            MEDIUM  ROOTFS-001  Deployment shop/web  test.yaml:29
              spec.template.spec.containers[main].securityContext.readOnlyRootFilesystem is false; must be true
              to mend it: set securityContext.readOnlyRootFilesystem to true in the container, and mount an emptyDir where it writes
            """)
        .contains("EXEMPT  DEBUG-001")
        .contains("exemption EX-1 of a until 2026-12-31T23:59:59Z (the end of that day, UTC)")
        .contains("NOT JUDGED  broken.yaml:3");
  }

  @Test
  void jsonNamesNoFileOfAFinding() {
    Node json = json(ReportFormat.JSON);

    assertThat(json.get("findings").items()).hasSize(2);
    assertThat(json.get("exempt").items().getFirst().at("exemption", "id").text())
        .isEqualTo("EX-1");
    assertThat(ReportFormat.JSON.render(report())).doesNotContain("test.yaml");
  }

  @Test
  void sarifDeclaresEveryRuleAndSuppressesWhatIsExempt() {
    Node run = json(ReportFormat.SARIF).get("runs").items().getFirst();
    List<Node> rules = run.at("tool", "driver", "rules").items();
    List<Node> results = run.get("results").items();

    assertThat(rules).hasSameSizeAs(report().rules());
    assertThat(results).hasSize(3);
    for (Node result : results) {
      int index = (int) result.get("ruleIndex").integer().orElseThrow();
      assertThat(rules.get(index).get("id").text()).isEqualTo(result.get("ruleId").text());
    }
    assertThat(results.getLast().get("suppressions").items().getFirst().get("status").text())
        .isEqualTo("accepted");
    Node place = results.getFirst().get("locations").items().getFirst().get("physicalLocation");
    assertThat(place.at("artifactLocation", "uri").text()).isEqualTo("test.yaml");
    assertThat(place.at("region", "startLine").integer()).hasValue(29);
  }

  @Test
  void junitHasACaseForEachRuleAndObject() throws Exception {
    var document =
        DocumentBuilderFactory.newInstance()
            .newDocumentBuilder()
            .parse(new InputSource(new StringReader(ReportFormat.JUNIT.render(report()))));

    int rules = report().rules().size();
    assertThat(document.getElementsByTagName("testsuite").getLength()).isEqualTo(rules + 1);
    assertThat(document.getElementsByTagName("testcase").getLength()).isEqualTo(2 * rules + 1);
    assertThat(document.getElementsByTagName("failure").getLength()).isEqualTo(2);
    assertThat(document.getElementsByTagName("skipped").getLength()).isEqualTo(1);
    assertThat(document.getElementsByTagName("error").getLength()).isEqualTo(1);
  }

  @Test
  void policyReportsCountWhatTheyHold() {
    List<Node> items = json(ReportFormat.POLICYREPORT).get("items").items();

    assertThat(items).hasSize(3);
    for (Node item : items) {
      assertThat(item.get("kind").text()).isEqualTo("PolicyReport");
      assertThat(item.at("metadata", "namespace").text()).isEqualTo("shop");
      long counted =
          item.at("summary", "fail").integer().orElseThrow()
              + item.at("summary", "skip").integer().orElseThrow();
      assertThat(item.get("results").items()).hasSize((int) counted);
    }
  }

  @Test
  void oscalHasARiskWithADeadlineForWhatIsExempt() {
    Node result = json(ReportFormat.OSCAL).at("assessment-results", "results").items().getFirst();

    assertThat(result.get("observations").items()).hasSize(3);
    assertThat(result.get("findings").items()).hasSize(3);
    Node risk = result.get("risks").items().getFirst();
    assertThat(risk.get("status").text()).isEqualTo("deviation-approved");
    assertThat(risk.get("deadline").text()).isEqualTo("2027-01-01T00:00:00Z");
  }

  @Test
  void patchesMendWhatHasOneRemedy() {
    assertThat(Patches.of(report().findings()))
        .isEqualTo(
            """
            apiVersion: apps/v1
            kind: Deployment
            metadata:
              name: "web"
              namespace: "shop"
            spec:
              template:
                spec:
                  containers:
                  - name: "main"
                    securityContext:
                      readOnlyRootFilesystem: true
            """);
  }

  @Test
  void htmlHoldsNoMarkupOfOthers() {
    assertThat(ReportFormat.HTML.render(report()))
        .contains("this is not YAML: &lt;x&gt;")
        .doesNotContain("<x>")
        .doesNotContain("<script");
  }
}
