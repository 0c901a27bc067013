// SPDX-License-Identifier: Apache-2.0
package dev.atom.cli.posture;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.atom.cli.CommandRun;
import dev.atom.cli.Json;
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
import org.junit.jupiter.params.provider.CsvSource;

/// A recorded history of releases and their exemptions, asked at several times; and the record of
/// an incident from its beginning to its end.
final class TriageCommandTest {
  private static final String WEB =
      """
      apiVersion: apps/v1
      kind: Deployment
      metadata: {name: web, namespace: shop}
      spec:
        template:
          metadata: {labels: {app: web}}
          spec:
            serviceAccountName: web
            automountServiceAccountToken: false
            securityContext: {runAsNonRoot: NON_ROOT, seccompProfile: {type: RuntimeDefault}}
            containers:
            - name: main
              image: registry.example/web@sha256:DIGEST
              ports: [{containerPort: 8080}]
              readinessProbe: {httpGet: {path: /healthz, port: 8080}}
              resources:
                requests: {cpu: 100m, memory: 64Mi}
                limits: {cpu: "1", memory: 256Mi}
              securityContext:
                allowPrivilegeEscalation: false
                readOnlyRootFilesystem: true
                capabilities: {drop: [ALL]}
            volumes: [{name: creds, secret: {secretName: creds}}]
      ---
      apiVersion: autoscaling/v2
      kind: HorizontalPodAutoscaler
      metadata: {name: web, namespace: shop}
      spec:
        scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: web}
        minReplicas: 2
        maxReplicas: 4
      ---
      apiVersion: networking.k8s.io/v1
      kind: NetworkPolicy
      metadata: {name: all, namespace: shop}
      spec:
        podSelector: {}
        policyTypes: [Ingress, Egress]
        ingress:
        - from: [{ipBlock: {cidr: 203.0.113.0/24}}]
          ports: [{port: 8080}]
        egress:
        - to:
          - namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: kube-system}}
            podSelector: {matchLabels: {k8s-app: kube-dns}}
          ports: [{port: 53, protocol: UDP}, {port: 53}]
      ---
      apiVersion: rbac.authorization.k8s.io/v1
      kind: Role
      metadata: {name: maker, namespace: shop}
      rules: [{apiGroups: [""], resources: [pods], verbs: [create]}]
      ---
      apiVersion: rbac.authorization.k8s.io/v1
      kind: RoleBinding
      metadata: {name: maker, namespace: shop}
      roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: maker}
      subjects: [{kind: ServiceAccount, name: web, namespace: shop}]
      """;

  private static final String EXEMPTION =
      """
      version: 2
      exemptions:
      - id: ex-1
        profile: prod
        check: PROFILE-SEC-001
        object: {kind: Deployment, namespace: shop, name: web}
        owner: shop-team
        approver: security
        reason: the old image runs as root
        ticket: SEC-7
        created: 2026-11-01T00:00:00Z
        expires: 2026-11-10T12:00:00Z
        controls: [the namespace is isolated]
        evidence: [SEC-7]
      """;

  @TempDir private Path history;

  @BeforeEach
  void record() throws IOException {
    release("20261101T000000Z", "false", EXEMPTION);
    release("20261115T000000Z", "true", EXEMPTION);
  }

  @ParameterizedTest
  @Feature("J17")
  @CsvSource({
    "2026-11-01T00:00:00Z, excused, 0",
    "2026-11-10T11:59:59Z, excused, 0",
    "2026-11-10T12:00:00Z, violated, 1",
    "2026-11-14T23:59:59Z, violated, 1",
    "2026-11-15T00:00:00Z, hole, 0"
  })
  void theAnswerIsThatOfTheTime(String at, String verdict, int status) {
    var run = triage(at);

    assertThat(run.status()).as(run.err() + run.out()).isEqualTo(status);
    assertThat(run.json().path("verdict").asText()).isEqualTo(verdict);
  }

  @Test
  @Feature("J17")
  void anExemptionCountsAsItStoodThenAndNotAsItStandsNow() throws IOException {
    Files.writeString(
        history.resolve("20261101T000000Z/exemptions.yaml"),
        EXEMPTION.replace("expires: 2026-11-10", "expires: 2026-11-02"));

    assertThat(triage("2026-11-05T00:00:00Z").json().path("verdict").asText())
        .isEqualTo("violated");
    assertThat(answers(triage("2026-11-05T00:00:00Z"), "contract"))
        .contains("exemption ex-1 covered it until 2026-11-02T12:00:00Z")
        .anyMatch(it -> it.startsWith("PROFILE-SEC-001 Deployment shop/web"));
  }

  @Test
  @Feature("F4")
  void theSixStepsAreAnswered() {
    var run = triage("2026-11-05T00:00:00Z");

    assertThat(run.json().path("steps")).hasSize(6);
    assertThat(answers(run, "contract"))
        .contains("PROFILE-SEC-001 by exemption ex-1 of shop-team until 2026-11-10T12:00:00Z");
    assertThat(answers(run, "resources"))
        .contains("runs as ServiceAccount shop/web", "gets secret creds as volume")
        .contains("may create pods in shop by RoleBinding shop/maker")
        .anyMatch(it -> it.startsWith("power pods-create: create pods"))
        .anyMatch(
            it -> it.startsWith("203.0.113.0-203.0.113.255[External] => shop/web[Deployment]"));
    assertThat(answers(run, "bundle").getFirst())
        .startsWith("./atom bundle --workload deployment/web");
    assertThat(answers(run, "audit").getFirst()).startsWith("not asked: no database was named");
    assertThat(answers(run, "exemptions"))
        .containsExactly("exemption ex-1 of shop-team lives until 2026-11-10T12:00:00Z");
  }

  @Test
  void beforeTheFirstReleaseNothingCanBeSaid() {
    var run = triage("2026-10-31T00:00:00Z");

    assertThat(run.status()).isEqualTo(64);
    assertThat(run.err()).contains("the first is 2026-11-01T00:00:00Z");
  }

  @Test
  void anUnknownWorkloadIsNamed() {
    var run =
        CommandRun.of("triage", "shop/cart", "--at", "2026-11-05", "--history", history.toString());

    assertThat(run.status()).isEqualTo(64);
    assertThat(run.err()).contains("there is no workload 'shop/cart'");
  }

  @Test
  @Feature("F3")
  void anIncidentIsNotResolvedWhileALinkedExemptionLives() throws IOException {
    Path ledger = Files.writeString(history.resolve("ledger.yaml"), live());
    Path file = history.resolve("incident.json");

    assertThat(incident(file, "--open", "i-17", "--severity", "high", "--runbook", "r.md").status())
        .isZero();
    assertThat(incident(file, "--link", "ex-1").status()).isZero();
    assertThat(incident(file, "--status", "contained").status()).isZero();
    var refused = incident(file, "--status", "resolved", "--exemptions", ledger.toString());
    assertThat(refused.status()).isEqualTo(1);
    assertThat(refused.err()).contains("linked exemptions still live: ex-1");
    assertThat(incident(file, "--status", "resolved").status())
        .as("without a ledger nobody knows")
        .isEqualTo(1);

    Files.writeString(ledger, "version: 2\nexemptions: []\n");
    var resolved = incident(file, "--status", "resolved", "--exemptions", ledger.toString());

    assertThat(resolved.status()).as(resolved.err()).isZero();
    JsonNode record = Json.read(file, JsonNode.class);
    assertThat(record.path("status").asText()).isEqualTo("resolved");
    assertThat(record.path("timeline")).hasSize(4);
    assertThat(record.path("severity").asText()).isEqualTo("high");
    assertThat(incident(file, "--status", "contained").err()).contains("lies behind");
  }

  @ParameterizedTest
  @Feature("F3")
  @CsvSource({"i, r.md, shorter than 3", "i-1, '', name the runbook"})
  void anIncidentNeedsAnIdAndARunbook(String id, String runbook, String why) {
    Path file = history.resolve("new.json");

    var run = incident(file, "--open", id, "--runbook", runbook);

    assertThat(run.status()).isEqualTo(1);
    assertThat(run.err()).contains(why);
    assertThat(file).doesNotExist();
  }

  /// An exemption that lives whenever this test runs.
  private static String live() {
    return EXEMPTION
        .replace("version: 2\n", "version: 2\npolicy: {maxLifetimeDays: 3650}\n")
        .replace("created: 2026-11-01", "created: 2024-01-01")
        .replace("expires: 2026-11-10", "expires: 2033-01-01");
  }

  private static CommandRun incident(Path file, String... more) {
    List<String> line = new ArrayList<>(List.of("triage", "incident", file.toString()));
    line.addAll(List.of(more));
    line.addAll(List.of("--by", "ann", "--note", "tokens used from outside"));
    return CommandRun.of(line.toArray(new String[0]));
  }

  private CommandRun triage(String at) {
    return CommandRun.of(
        "triage", "shop/web", "--at", at, "--history", history.toString(), "--json");
  }

  private static List<String> answers(CommandRun run, String step) {
    List<String> answers = new ArrayList<>();
    for (JsonNode one : run.json().path("steps")) {
      if (one.path("id").asText().equals(step)) {
        one.path("answers").forEach(it -> answers.add(it.asText()));
      }
    }
    return answers;
  }

  private void release(String time, String nonRoot, String ledger) throws IOException {
    Path folder = Files.createDirectories(history.resolve(time));
    Files.writeString(
        folder.resolve("web.yaml"),
        WEB.replace("NON_ROOT", nonRoot).replace("DIGEST", "0f".repeat(32)));
    Files.writeString(folder.resolve("exemptions.yaml"), ledger);
  }
}
