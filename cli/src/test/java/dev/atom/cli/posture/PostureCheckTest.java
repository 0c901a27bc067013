// SPDX-License-Identifier: Apache-2.0
package dev.atom.cli.posture;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.atom.cli.AtomCommand;
import dev.atom.cli.CommandRun;
import dev.atom.cli.Console;
import dev.atom.posture.manifest.KindTable;
import dev.atom.posture.manifest.Manifest;
import dev.atom.posture.manifest.ManifestReader;
import dev.atom.testing.Feature;
import dev.atom.testing.StandInCluster;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class PostureCheckTest {
  private static final String CHART =
      """
      apiVersion: v1
      kind: ServiceAccount
      metadata: {name: web, namespace: {{ .Release.Namespace }}}
      ---
      apiVersion: apps/v1
      kind: Deployment
      metadata: {name: web, namespace: {{ .Release.Namespace }}}
      spec:
        template:
          metadata: {labels: {app: web}}
          spec:
            serviceAccountName: web
            hostNetwork: {{ .Values.hostNetwork }}
            volumes: [{name: cache}]
            securityContext: null
            containers:
            - name: main
              image: {{ .Values.image | quote }}
              ports: [{containerPort: 8080}]
              env:
              - {name: DB_PASSWORD, value: kJ8xLq2vNwT7}
              - {name: DEBUG, value: "true"}
      ---
      apiVersion: v1
      kind: ConfigMap
      metadata: {name: web, namespace: {{ .Release.Namespace }}}
      data:
        app.properties: |
          db.password=Zx91kqPPw2
      ---
      apiVersion: networking.k8s.io/v1
      kind: NetworkPolicy
      metadata: {name: web, namespace: {{ .Release.Namespace }}}
      spec: {podSelector: {}, policyTypes: [Ingress]}
      """;

  private static final String LEDGER =
      """
      exemptions:
      - {id: EX-1, profile: prod, check: DEBUG-001, object: {name: web}, key: DEBUG, owner: shop,
         approver: security, reason: fault, ticket: T-1, created: 2026-11-01,
         expires: 2026-11-22T10:00:00Z}
      """;

  @TempDir private Path folder;

  private Path chart() throws IOException {
    Path chart =
        Files.createDirectories(folder.resolve("chart/templates")).resolve("..").normalize();
    Files.writeString(chart.resolve("Chart.yaml"), "apiVersion: v2\nname: web\nversion: 0.1.0\n");
    Files.writeString(chart.resolve("values.yaml"), "image: nginx:1.29\nhostNetwork: false\n");
    Files.writeString(chart.resolve("templates/all.yaml"), CHART);
    return chart;
  }

  private Path rendered() throws IOException {
    Path files = Files.createDirectories(folder.resolve("files"));
    Files.writeString(
        files.resolve("web.yaml"),
        CHART
            .replace("{{ .Release.Namespace }}", "shop")
            .replace("{{ .Values.hostNetwork }}", "true")
            .replace("{{ .Values.image | quote }}", "\"nginx:1.29\""));
    return files;
  }

  private static CommandRun run(Map<String, String> environment, Instant time, String... line) {
    var out = new ByteArrayOutputStream();
    var err = new ByteArrayOutputStream();
    var console =
        new Console(
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8),
            InputStream.nullInputStream(),
            environment,
            InstantSource.fixed(time),
            Path.of("."));
    int status = AtomCommand.run(console, line);
    return new CommandRun(
        status, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }

  @Test
  void theSameObjectsGiveTheSameBytesFromFilesFromAChartAndFromACluster() throws IOException {
    String files =
        CommandRun.of("posture", "check", "--format", "json", rendered().toString()).out();
    Path values = Files.writeString(folder.resolve("prod.yaml"), "hostNetwork: true\n");
    // An empty PATH has no helm: the one that is built in renders.
    CommandRun chart =
        run(
            Map.of("PATH", "/nonexistent"),
            Instant.EPOCH,
            "posture",
            "check",
            "--format",
            "json",
            "--helm",
            chart().toString(),
            "-f",
            values.toString(),
            "-n",
            "shop");

    assertThat(chart.err()).isEmpty();
    assertThat(chart.out()).isEqualTo(files);
    assertThat(live().out()).isEqualTo(files);
    assertThat(files).contains("SECRET-001", "PSS-hostNamespaces", "NETWORK-002");
  }

  private CommandRun live() throws IOException {
    byte[] bytes = Files.readAllBytes(rendered().resolve("web.yaml"));
    List<Manifest> objects = ManifestReader.usual().read("web.yaml", bytes).manifests();
    try (var cluster = StandInCluster.start()) {
      fill(cluster, objects);
      Map<String, String> environment = new HashMap<>(System.getenv());
      environment.put("KUBECONFIG", cluster.kubeconfig(folder).toString());
      environment.put("HOME", folder.toString());
      CommandRun run =
          run(environment, Instant.EPOCH, "posture", "check", "--format", "json", "--cluster");
      assertThat(run.err()).isEmpty();
      assertThat(run.status()).isEqualTo(1);
      return run;
    }
  }

  /// The objects as a server has them: with what it adds itself.
  private static void fill(StandInCluster cluster, List<Manifest> objects) {
    Set<String> known = new HashSet<>();
    for (Manifest object : objects) {
      boolean namespaced = !KindTable.isClusterScoped(object.group(), object.kind());
      String lower = object.kind().toLowerCase(Locale.ROOT);
      String plural =
          lower.endsWith("y") ? lower.substring(0, lower.length() - 1) + "ies" : lower + "s";
      if (known.add(plural)) {
        String version = object.apiVersion().substring(object.apiVersion().indexOf('/') + 1);
        cluster.kind(object.group(), version, plural, object.kind(), namespaced);
      }
      var json = (ObjectNode) JsonNodes.of(object.root());
      ObjectNode metadata = json.withObject("/metadata");
      if (namespaced) {
        metadata.put("namespace", object.namespace());
      }
      metadata.put("uid", object.kind() + "-" + object.name()).put("resourceVersion", "7");
      metadata.put("creationTimestamp", "2026-11-01T00:00:00Z");
      json.putObject("status");
      cluster.add(plural, namespaced ? object.namespace() : "", object.name(), json.toString());
    }
  }

  @Test
  void aClusterThatDoesNotAnswerIsUnavailable() throws IOException {
    Path nobody =
        Files.writeString(
            folder.resolve("kubeconfig"),
            """
            apiVersion: v1
            kind: Config
            current-context: c
            contexts: [{name: c, context: {cluster: c, user: u}}]
            clusters: [{name: c, cluster: {server: "http://127.0.0.1:1"}}]
            users: [{name: u, user: {}}]
            """);
    Map<String, String> environment = new HashMap<>(System.getenv());
    environment.put("KUBECONFIG", nobody.toString());

    CommandRun run = run(environment, Instant.EPOCH, "posture", "check", "--cluster");

    assertThat(run.status()).isEqualTo(69);
    assertThat(run.err()).contains("kubectl").contains("127.0.0.1:1");
  }

  @Test
  void aChartThatDoesNotRenderIsToldByHelm() throws IOException {
    Path chart = chart();
    Files.writeString(chart.resolve("templates/all.yaml"), "{{ fail \"no such mode\" }}");

    CommandRun run =
        run(
            Map.of("PATH", "/nonexistent"),
            Instant.EPOCH,
            "posture",
            "check",
            "--helm",
            chart.toString());

    assertThat(run.status()).isEqualTo(69);
    assertThat(run.err()).contains("no such mode");
  }

  @ParameterizedTest
  @CsvSource({"2026-11-22T09:59:59Z,1", "2026-11-22T10:00:00Z,0", "2026-11-22T10:00:01Z,0"})
  @Feature("J15")
  void anExemptionEndsAtItsSecondByTheClockAndByTheOption(Instant time, int covered)
      throws IOException {
    Path ledger = Files.writeString(folder.resolve("ledger.yaml"), LEDGER);
    String[] line = {
      "posture",
      "check",
      "--exemptions",
      ledger.toString(),
      "--format",
      "json",
      rendered().toString()
    };
    String[] atTime = Arrays.copyOf(line, line.length + 2);
    atTime[line.length] = "--at";
    atTime[line.length + 1] = time.toString();

    assertThat(run(Map.of(), time, line).json().get("exempt")).hasSize(covered);
    assertThat(run(Map.of(), Instant.EPOCH, atTime).json().get("exempt")).hasSize(covered);
    String standing =
        run(Map.of(), time, "posture", "exemptions", "list", "--json", ledger.toString()).out();
    assertThat(standing).contains(covered == 1 ? "\"live\"" : "\"expired\"");
    assertThat(run(Map.of(), time, "posture", "exemptions", "lint", ledger.toString()).status())
        .isEqualTo(1 - covered);
    assertThat(run(Map.of(), time, "posture", "exemptions", "expire", ledger.toString()).status())
        .isEqualTo(1 - covered);
  }

  @Test
  void theTableNamesFileAndLine() throws IOException {
    Path files = rendered();

    CommandRun run = CommandRun.of("posture", "check", files.toString());

    assertThat(run.status()).isEqualTo(1);
    assertThat(run.out())
        .contains("SECRET-001  Deployment shop/web  " + files.resolve("web.yaml") + ":21")
        .doesNotContain("kJ8xLq2vNwT7");
  }

  @Test
  void whatCannotBeJudgedIsExit2AndTheRestIsJudged() {
    CommandRun run =
        CommandRun.with(
            "a: [\n---\n{apiVersion: v1, kind: ConfigMap, metadata: {name: c}, data: {a: b}}\n",
            "posture",
            "check",
            "-");

    assertThat(run.status()).isEqualTo(2);
    assertThat(run.out()).contains("NOT JUDGED  -:2").contains("on 1 objects");
  }

  @Test
  void wrongUsageIsSaid() {
    assertThat(CommandRun.of("posture", "check").status()).isEqualTo(64);
    assertThat(CommandRun.of("posture", "check", "--profile", "none", "-").err())
        .startsWith("atom: there is no profile 'none': take one of prod, prod-minimal");
    assertThat(CommandRun.of("posture", "check", "--format", "xml", "-").status()).isEqualTo(64);
    assertThat(CommandRun.of("posture", "check", "--at", "soon", "-").status()).isEqualTo(64);
    assertThat(CommandRun.of("posture", "check", "--helm", "/none").status()).isEqualTo(64);
  }

  @Test
  void valuesAreHeldToTheTogglesOfTheProfile() throws IOException {
    Path values =
        Files.writeString(
            folder.resolve("values.yaml"), "networkPolicy: {egress: {mode: disabled}}\n");

    CommandRun run =
        CommandRun.of(
            "posture", "check", "--profile", "prod-airgap", "--values", values.toString());

    assertThat(run.status()).isEqualTo(1);
    assertThat(run.out())
        .contains("PROFILE-TOGGLE-FORBIDDEN")
        .contains("PROFILE-NETWORK-MODE")
        .contains("deny-all lets nothing through");
  }
}
