// SPDX-License-Identifier: Apache-2.0
package dev.atom.posture.baseline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atom.posture.baseline.Verdict.State;
import dev.atom.posture.manifest.Cluster;
import dev.atom.posture.manifest.ManifestReader;
import dev.atom.posture.manifest.Node;
import dev.atom.posture.rbac.Ceilings;
import dev.atom.testing.Feature;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// A deployment that passes everything; then every item broken alone.
final class BaselineTest {
  private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");
  private static final String OBJECTS = "good.yaml";
  private static final String PROOFS = "proofs.yaml";
  private static final String ROTATIONS = "rotations.yaml";
  private static final String EXEMPTIONS = "exemptions.yaml";

  @Test
  @Feature("E28")
  void everyItemOfThePagesIsThere() {
    assertThat(count("S1-")).isEqualTo(14);
    assertThat(count("S2-")).isEqualTo(12);
    assertThat(count("S3-")).isEqualTo(10);
    assertThat(count("S4-")).isEqualTo(16);
    assertThat(Baseline.items()).extracting(Item::id).doesNotHaveDuplicates();
    assertThat(Baseline.items()).allSatisfy(it -> assertThat(it.command()).isNotEmpty());
  }

  @Test
  @Feature("E28")
  void aGoodDeploymentPassesEveryItem() {
    assertThat(judge("", "", ""))
        .allSatisfy(it -> {
          assertThat(it.verdict().state())
              .as("%s %s", it.item().id(), it.verdict().evidence())
              .isEqualTo(State.PASS);
          assertThat(it.verdict().evidence()).isNotEmpty();
        });
    assertThat(Baseline.holds(judge("", "", ""))).isTrue();
  }

  @ParameterizedTest(name = "{0}: {2} by {3}")
  @Feature("E28")
  @MethodSource("breaks")
  void anItemBrokenAloneFailsAlone(String id, String file, String what, String by) {
    List<Baseline.Judged> judged = judge(file, what, by);

    assertThat(judged.stream().filter(Baseline.Judged::failsItself).map(it -> it.item().id()))
        .as(() -> evidence(judged))
        .containsExactly(id);
    assertThat(judged.stream().filter(it -> it.verdict().state() == State.NOT_JUDGED)).isEmpty();
    assertThat(Baseline.holds(judged)).isFalse();
  }

  static Stream<Arguments> breaks() {
    List<Arguments> breaks =
        new ArrayList<>(
            List.of(
                Arguments.of(
                    "S1-01",
                    OBJECTS,
                    "cluster_name: production",
                    "cluster_name: AKIA" + "IOSFODNN7EXAMPLE"),
                Arguments.of(
                    "S1-02",
                    OBJECTS,
                    "{name: PGSSLMODE, value: verify-full}",
                    "{name: PGSSLMODE, value: verify-full}\n"
                        + "        - {name: API_TOKEN, value: correct-horse-battery}"),
                Arguments.of(
                    "S1-03",
                    OBJECTS,
                    "runAsNonRoot: true # gate\n        runAsUser: 65532",
                    "runAsNonRoot: true # gate\n        runAsUser: 1000"),
                Arguments.of(
                    "S1-04",
                    OBJECTS,
                    "runAsNonRoot: true # atom-studio-api",
                    "runAsNonRoot: false"),
                Arguments.of(
                    "S1-05",
                    OBJECTS,
                    "readOnlyRootFilesystem: true # atom-llm",
                    "readOnlyRootFilesystem: false"),
                Arguments.of(
                    "S1-06",
                    OBJECTS,
                    "podSelector: {matchLabels: {app: gate}}\n    ports: [{port: 4000}]",
                    "podSelector: {}\n    ports: [{port: 4000}]\n  - from:\n"
                        + "    - ipBlock: {cidr: 198.51.100.0/24}"),
                Arguments.of(
                    "S1-07",
                    OBJECTS,
                    """
                    metadata: {name: agent-one, namespace: atom-agents}
                    spec:
                      podSelector: {matchLabels: {app: agent-one}}
                      policyTypes: [Ingress, Egress] # agent-one
                      ingress:\
                    """,
                    """
                    metadata: {name: agent-one, namespace: atom-agents}
                    spec:
                      podSelector: {matchLabels: {app: agent-one}}
                      policyTypes: [Ingress, Egress] # agent-one
                      ingress:
                      - from: [{ipBlock: {cidr: 198.51.100.7/32}}]\
                    """),
                Arguments.of(
                    "S1-08",
                    OBJECTS,
                    "items: [{key: jwt_public.pem, path: jwt_public.pem}]",
                    "items: [{key: jwt_private.pem, path: jwt_private.pem}]"),
                Arguments.of("S1-09", ROTATIONS, "every: 180d, rotated: 2026-10-01", "every: 180d"),
                Arguments.of("S1-10", OBJECTS, "value: verify-full", "value: disable"),
                Arguments.of("S1-12", OBJECTS, "value: SCRAM-SHA-256", "value: PLAIN"),
                Arguments.of(
                    "S2-01", OBJECTS, "atom.dev/profile: prod\n", "atom.dev/profile: prodd\n"),
                Arguments.of(
                    "S2-02",
                    OBJECTS,
                    "{name: PGSSLMODE, value: verify-full}",
                    "{name: PGSSLMODE, value: verify-full}\n"
                        + "        - {name: ATOM_ADMIN_ENDPOINTS, value: \"true\"}"),
                Arguments.of(
                    "S2-03",
                    OBJECTS,
                    "policyTypes: [Ingress, Egress] # atom-studio-api",
                    "policyTypes: [Ingress]"),
                Arguments.of(
                    "S2-04",
                    OBJECTS,
                    "verbs: [get, list, create, patch]}",
                    "verbs: [get, list, create, patch, deletecollection]}"),
                Arguments.of(
                    "S2-05",
                    OBJECTS,
                    "- alert: AuditIntegrity\n"
                        + "      expr: atom_audit_integrity_violations_total > 0",
                    "- alert: Something\n      expr: up == 0"),
                Arguments.of("S2-08", EXEMPTIONS, "owner: platform, ", ""),
                Arguments.of(
                    "S3-01",
                    OBJECTS,
                    "subjects: [{kind: ServiceAccount, name: atom-studio-api,"
                        + " namespace: atom-system}]",
                    "subjects: [{kind: Group, name: \"system:serviceaccounts:atom-system\"}]"),
                Arguments.of(
                    "S3-02",
                    OBJECTS,
                    "pod-security.kubernetes.io/enforce: restricted\n",
                    "pod-security.kubernetes.io/enforce: privileged\n"),
                Arguments.of(
                    "S3-04",
                    OBJECTS,
                    "serviceAccountName: agent-one",
                    "serviceAccountName: default"),
                Arguments.of(
                    "S3-05",
                    OBJECTS,
                    "metadata: {name: provider-keys",
                    "metadata: {name: other-keys"),
                Arguments.of(
                    "S3-07",
                    OBJECTS,
                    "tls: [{hosts: [gate.example], secretName: gate-tls}]",
                    "rules: []"),
                Arguments.of(
                    "S3-08",
                    OBJECTS,
                    "capabilities: {drop: [ALL]} # agent-one",
                    "capabilities: {drop: [all]}"),
                Arguments.of(
                    "S4-04",
                    ROTATIONS,
                    "name: redis-password, every: quarterly, rotated: 2026-10-01",
                    "name: redis-password, every: quarterly, rotated: 2026-05-01"),
                Arguments.of(
                    "S4-05",
                    OBJECTS,
                    "{name: PGSSLMODE, value: verify-full}",
                    "{name: PGSSLMODE, value: verify-full}\n        - name: REDIS_URL\n"
                        + "          valueFrom: {secretKeyRef: {name: atom-credentials, key: r}}"),
                Arguments.of(
                    "S4-06", OBJECTS, "serviceAccountName: atom-llm", "serviceAccountName: gate"),
                Arguments.of("S4-11", OBJECTS, "10.0.0.0/8, ", ""),
                Arguments.of(
                    "S4-15",
                    OBJECTS,
                    "verbs: [get, list, create, patch]}\n",
                    "verbs: [get, list, create, patch]}\n"
                        + "---\n"
                        + "apiVersion: rbac.authorization.k8s.io/v1\n"
                        + "kind: ClusterRole\n"
                        + "metadata: {name: writer}\n"
                        + "rules: [{apiGroups: [''], resources: [events], verbs: [create]}]\n"
                        + "---\n"
                        + "apiVersion: rbac.authorization.k8s.io/v1\n"
                        + "kind: ClusterRoleBinding\n"
                        + "metadata: {name: writer}\n"
                        + "roleRef: {kind: ClusterRole, name: writer}\n"
                        + "subjects: [{kind: ServiceAccount, name: gate, namespace:"
                        + " atom-system}]\n")));
    breaks.add(
        Arguments.of(
            "S3-03",
            OBJECTS,
            "apiVersion: v1\nkind: ConfigMap",
            "apiVersion: v1\nkind: Pod\nmetadata: {name: stray, namespace: stray}\nspec:\n"
                + "  serviceAccountName: stray\n  securityContext: {runAsNonRoot: true}\n"
                + "  containers:\n  - name: c\n    image: c\n    securityContext:\n"
                + "      allowPrivilegeEscalation: false\n      readOnlyRootFilesystem: true\n"
                + "      capabilities: {drop: [ALL]}\n---\napiVersion: v1\nkind: Namespace\n"
                + "metadata:\n  name: stray\n  labels: {atom.dev/profile: dev,"
                + " pod-security.kubernetes.io/enforce: baseline}\n---\n"
                + "apiVersion: v1\nkind: ConfigMap"));
    for (String proof :
        List.of(
            "S1-11", "S1-13", "S1-14", "S2-06", "S2-07", "S2-09", "S2-10", "S2-11", "S2-12",
            "S3-06", "S3-09", "S3-10", "S4-01", "S4-02", "S4-03", "S4-07", "S4-08", "S4-09",
            "S4-10", "S4-12", "S4-13", "S4-14", "S4-16")) {
      breaks.add(Arguments.of(proof, PROOFS, proof + ", result: pass", proof + ", result: fail"));
    }
    return breaks.stream();
  }

  @Test
  void anItemThatDemandsAmongOthersWhatAnotherDemandsFailsWithItAndSaysSo() {
    assertThat(judge(OBJECTS, "runAsNonRoot: true # atom-studio-api", "runAsNonRoot: false"))
        .filteredOn(it -> it.verdict().state() == State.FAIL)
        .extracting(it -> it.item().id() + " " + it.because())
        .containsExactly("S1-04 []", "S2-01 [S1-04]");
  }

  @Test
  void everyItemIsBrokenOnce() {
    assertThat(breaks().map(it -> it.get()[0].toString()).sorted().toList())
        .isEqualTo(Baseline.items().stream().map(Item::id).sorted().toList());
  }

  @Test
  @Feature("E28")
  void anItemNobodyRanRefusesTheDeployment() {
    List<Baseline.Judged> judged =
        judge(PROOFS, "  - {item: S1-13, result: pass", "  - {item: S9-99, result: pass");

    assertThat(judged)
        .filteredOn(it -> it.verdict().state() != State.PASS)
        .singleElement()
        .satisfies(it -> {
          assertThat(it.item().id()).isEqualTo("S1-13");
          assertThat(it.verdict().state()).isEqualTo(State.NOT_JUDGED);
        });
    assertThat(Baseline.holds(judged)).isFalse();
  }

  @Test
  void aProofStopsCountingWhenItsTimeIsOver() {
    var proof = "at: 2026-11-20T10:00:00Z, by: ci, command: probe S1-13";
    var old = "at: 2026-08-20T10:00:00Z, by: ci, command: probe S1-13";

    assertThat(judge(PROOFS, proof, old))
        .filteredOn(it -> it.verdict().state() == State.NOT_JUDGED)
        .extracting(it -> it.item().id())
        .containsExactly("S1-13");
  }

  @Test
  @Feature("E24")
  void whatIsOverdueMissingExposedOrInTheWrongCustodyIsListed() {
    String text = text(ROTATIONS);

    assertThat(due(text)).isEmpty();
    assertThat(due(text.replace("rotated: 2026-10-01", "rotated: 2026-07-01")))
        .hasSize(7)
        .contains("redis-password was rotated on 2026-07-01 and was due on 2026-10-01");
    assertThat(due(text.replace("name: qdrant-api-key", "name: other")))
        .containsExactly("qdrant-api-key is not in the register");
    for (String event : List.of("exposure", "breach", "personnel change")) {
      String on = "rotated: 2026-10-01, events: [{what: " + event + ", date: 2026-10-05}], custody";
      assertThat(due(text.replaceFirst("rotated: 2026-10-01, custody", on)))
          .containsExactly(
              "PLATFORM_HMAC_SECRET was not rotated after the " + event + " of 2026-10-05");
    }
    assertThat(due(text.replace(" and kms", "")))
        .containsExactly("keycloak-admin is kept in kubernetes-secret, not in a KMS");
  }

  private static List<String> due(String text) {
    return RotationRegister.parse(ROTATIONS, text.getBytes(StandardCharsets.UTF_8))
        .due(NOW.atZone(java.time.ZoneOffset.UTC).toLocalDate());
  }

  private static long count(String page) {
    return Baseline.items().stream().filter(it -> it.id().startsWith(page)).count();
  }

  private static String evidence(List<Baseline.Judged> judged) {
    var text = new StringBuilder();
    judged.stream()
        .filter(it -> it.verdict().state() != State.PASS)
        .forEach(it ->
            text.append(it.item().id())
                .append(' ')
                .append(it.verdict().state())
                .append(it.verdict().evidence())
                .append('\n'));
    return text.toString();
  }

  private static List<Baseline.Judged> judge(String file, String what, String by) {
    List<Node> exemptions = new ArrayList<>();
    documents(EXEMPTIONS, edited(EXEMPTIONS, file, what, by))
        .forEach(it -> exemptions.addAll(it.at("exceptions").items()));
    var objects = ManifestReader.usual().read(OBJECTS, edited(OBJECTS, file, what, by));
    assertThat(objects.unreadable()).isEmpty();
    boolean admin = file.equals(OBJECTS) && by.contains("ADMIN_ENDPOINTS");
    return Baseline.judge(
        World.of(
            Cluster.of(objects.manifests()),
            ceilings(),
            RotationRegister.parse(ROTATIONS, edited(ROTATIONS, file, what, by)),
            Proofs.parse(PROOFS, edited(PROOFS, file, what, by)),
            admin ? List.of() : exemptions,
            NOW));
  }

  /// The shipped ones, and what the writer of events may do.
  private static Ceilings ceilings() {
    var shipped = Ceilings.seeds();
    var entries = new ArrayList<>(shipped.entries());
    entries.add(
        new dev.atom.posture.rbac.Ceiling(
            "",
            "ClusterRole writer",
            List.of("*"),
            List.of(
                dev.atom.posture.rbac.Rule.on(List.of(""), List.of("events"), List.of("create")))));
    return new Ceilings(shipped.owner(), shipped.reviewed(), shipped.reviewDays(), entries);
  }

  private static List<Node> documents(String file, byte[] bytes) {
    return ManifestReader.usual().documents(file, bytes, new ArrayList<>());
  }

  private static byte[] edited(String file, String edited, String what, String by) {
    String text = text(file);
    if (file.equals(edited)) {
      assertThat(text).contains(what);
      int at = text.indexOf(what);
      text = text.substring(0, at) + by + text.substring(at + what.length());
    }
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static String text(String file) {
    try (InputStream in =
        Objects.requireNonNull(BaselineTest.class.getResourceAsStream(file), file)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
