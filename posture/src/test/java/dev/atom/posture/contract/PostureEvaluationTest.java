// SPDX-License-Identifier: Apache-2.0
package dev.atom.posture.contract;

import static dev.atom.posture.contract.Judging.CLEAN;
import static dev.atom.posture.contract.Judging.broken;
import static dev.atom.posture.contract.Judging.findings;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.atom.posture.finding.Finding;
import dev.atom.posture.finding.Severity;
import dev.atom.posture.manifest.Unreadable;
import dev.atom.testing.Feature;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class PostureEvaluationTest {
  private static final String NON_ROOT = "runAsNonRoot: true";
  private static final String CONTAINER = "allowPrivilegeEscalation: false";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "prod",
        "prod-minimal",
        "prod-ha",
        "prod-airgap",
        "perf",
        "kind",
        "ci",
        "offline",
        "dev"
      })
  @Feature("E3")
  void theCleanObjectsKeepEveryProfile(String profile) {
    assertThat(findings(profile, CLEAN).stream().filter(f -> f.severity() != Severity.INFO))
        .isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"prod", "prod-minimal", "prod-ha", "prod-airgap"})
  @Feature("E1")
  void rootIsToldWithFileAndPathInEachProductionProfile(String profile) {
    String path = "spec.template.spec.containers[main].securityContext.runAsNonRoot";
    for (String written : List.of("runAsNonRoot: false", "runAsNonRoot: null", "runAsUser: 7")) {
      List<Finding> found = findings(profile, CLEAN.replace(NON_ROOT, written));

      assertThat(found)
          .as(written)
          .singleElement()
          .satisfies(finding -> {
            assertThat(finding.rule()).isEqualTo("PROFILE-SEC-001");
            assertThat(finding.fieldPath()).isEqualTo(path);
            assertThat(finding.place().file()).isEqualTo("test.yaml");
            assertThat(finding.place().line()).isPositive();
          });
    }
    assertThat(broken(profile, CONTAINER, CONTAINER + "\n          runAsNonRoot: false"))
        .containsExactly("PROFILE-SEC-001");
    // The container says yes where the pod says nothing: that is enough.
    assertThat(
            findings(
                profile,
                CLEAN
                    .replace(NON_ROOT, "runAsUser: 7")
                    .replace(CONTAINER, CONTAINER + "\n          runAsNonRoot: true")))
        .isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "readOnlyRootFilesystem: true | readOnlyRootFilesystem: false | ROOTFS-001",
        "capabilities: {drop: [ALL]} | capabilities: {drop: [NET_RAW]} | PSS-capabilities_restricted",
        "allowPrivilegeEscalation: false | allowPrivilegeEscalation: true | PSS-allowPrivilegeEscalation",
        "web@sha256: | web:1@sha: | IMAGE-001",
        "{name: DEBUG, value: \"false\"} | {name: DEBUG, value: \"true\"} | DEBUG-001",
        "args: [serve] | args: [serve, --enable-debug] | DEBUG-001",
        "limits: {cpu: 100m, memory: 64Mi} | limits: {cpu: 100m} | LIMITS-001",
        "requests: {cpu: 10m, memory: 16Mi} | requests: null | -",
      })
  @Feature("E2")
  void eachRuleHasAnObjectThatBreaksItAlone(String from, String to, String rule) {
    assertThat(broken("prod", from, to)).isEqualTo(rule.equals("-") ? List.of() : List.of(rule));
  }

  @Test
  @Feature("E2")
  void aReadOnlyRootOfThePodIsNoneOfItsContainers() {
    assertThat(
            findings(
                "prod",
                CLEAN
                    .replace("readOnlyRootFilesystem: true", "readOnlyRootFilesystem: null")
                    .replace(
                        "seccompProfile: {",
                        "readOnlyRootFilesystem: true\n        seccompProfile: {")))
        .extracting(Finding::rule)
        .containsExactly("ROOTFS-001");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "serviceAccountName: web | serviceAccountName: default | ACCOUNT-001",
        "automountServiceAccountToken: false | automountServiceAccountToken: true | ACCOUNT-002",
        "metadata: {name: atom-jwt-keys, namespace: shop} | metadata: {name: atom-jwt-keys, namespace: shop, annotations: {kubernetes.io/service-account.name: other}} | ACCOUNT-004",
        "kind: Secret | kind: Secret\\ntype: kubernetes.io/service-account-token | ACCOUNT-003",
      })
  void accountsAreTheirOwnAndTheirTokensAreNotMounted(String from, String to, String rule) {
    assertThat(broken("prod", from, to.replace("\\n", "\n"))).containsExactly(rule);
  }

  @Test
  void anAccountThatIsBoundMayHaveItsToken() {
    String bound =
        CLEAN.replace("automountServiceAccountToken: false", "automountServiceAccountToken: true")
            + """
            ---
            apiVersion: rbac.authorization.k8s.io/v1
            kind: RoleBinding
            metadata: {name: b, namespace: shop}
            subjects: [{kind: ServiceAccount, name: web}]
            """;

    assertThat(findings("prod", bound)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "registry.airgap.local/web@sha256: | docker.io/web@sha256: | prod-airgap | IMAGE-003",
        "registry.airgap.local/web@sha256: | web@sha256: | prod-airgap | IMAGE-003",
        "web@sha256: | web:latest#sha256: | kind | IMAGE-002",
        "web@sha256: | web@sha512: | perf | IMAGE-001",
      })
  void imagesArePinnedAndComeFromAllowedRegistries(
      String from, String to, String profile, String rule) {
    assertThat(broken(profile, from, to.replace("web:latest#sha256:", "web:latest #")))
        .contains(rule);
  }

  @ParameterizedTest
  @ValueSource(strings = {"sslmode=disable", "sslmode=prefer", "sslmode=allow", "a=b"})
  void databasesAreReachedOverTls(String mode) {
    assertThat(broken("prod", "sslmode=verify-full", mode)).containsExactly("DATABASE-001");
    assertThat(broken("dev", "sslmode=verify-full", mode)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"baseline", "privileged", "nonsense"})
  @Feature("E33")
  void namespacesEnforceTheLevelOfTheProfile(String level) {
    assertThat(
            broken(
                "prod",
                "pod-security.kubernetes.io/enforce: restricted",
                "pod-security.kubernetes.io/enforce: " + level))
        .containsExactly("NAMESPACE-001");
  }

  @Test
  @Feature("E33")
  void podsWithoutANetworkPolicyAreTold() {
    assertThat(
            broken(
                "prod",
                "podSelector: {matchLabels: {app: web}}",
                "podSelector: {matchLabels: {app: other}}"))
        .containsExactly("NETWORK-001");
  }

  @Test
  @Feature("E9")
  void theModeDisabledIsToldAsUnrestrictedInTheAirGap() {
    List<Finding> found =
        findings(
            "prod-airgap",
            CLEAN.replace("policyTypes: [Ingress, Egress]", "policyTypes: [Ingress]"));

    assertThat(found)
        .singleElement()
        .satisfies(finding -> {
          assertThat(finding.rule()).isEqualTo("NETWORK-002");
          assertThat(finding.found()).contains("egress is unrestricted").contains("'disabled'");
          assertThat(finding.mend()).contains("deny-all");
        });
  }

  @Test
  @Feature("E9")
  void anOpenNetworkIsReportedWhereTheProfileAllowsIt() {
    List<Finding> found =
        findings("ci", CLEAN.replace("policyTypes: [Ingress, Egress]", "policyTypes: [Ingress]"));

    assertThat(found)
        .extracting(Finding::rule, Finding::severity)
        .containsExactly(tuple("NETWORK-002", Severity.INFO));
  }

  @Test
  @Feature("E9")
  void aRuleThatAllowsEverythingIsNoRestriction() {
    assertThat(broken("prod", "ingress: []", "ingress: [{}]")).containsExactly("NETWORK-003");
  }

  @Test
  @Feature("E15")
  void aSecretThatIsNeededOrAKeyOfItThatIsMissingIsTold() {
    assertThat(broken("prod", "jwt_private.pem: \"\", ", "")).containsExactly("SECRET-007");
    assertThat(
            broken("prod", "{name: atom-jwt-keys, namespace: shop}", "{name: x, namespace: shop}"))
        .containsExactly("SECRET-007");
  }

  @Test
  @Feature("E15")
  void everyKeyOfTheCredentialsIsNeeded() {
    RequiredSecret credentials =
        Contract.shipped().secrets().stream()
            .filter(s -> s.name().equals("atom-credentials"))
            .findFirst()
            .orElseThrow();
    for (String missing : credentials.keys()) {
      var data = new StringBuilder();
      credentials.keys().stream()
          .filter(key -> !key.equals(missing))
          .forEach(key -> data.append("  ").append(key).append(": ''\n"));
      String text =
          CLEAN.replace("secretName: atom-jwt-keys", "secretName: atom-credentials")
              + "---\napiVersion: v1\nkind: Secret\nmetadata: {name: atom-credentials, namespace: shop}\ndata:\n"
              + data;

      assertThat(findings("prod", text))
          .extracting(Finding::rule, Finding::fieldPath)
          .containsExactly(tuple("SECRET-007", "data[" + missing + "]"));
    }
  }

  @Test
  @Feature("E16")
  void aSecretInTheEnvironmentIsToldApartFromALiteral() {
    String variable = "- {name: DEBUG, value: \"false\"}";
    assertThat(
            broken(
                "prod",
                variable,
                variable + "\n        - {name: K, valueFrom: {secretKeyRef: {name: s, key: k}}}"))
        .containsExactly("SECRET-005");
    assertThat(broken("prod", "args: [serve]", "envFrom: [{secretRef: {name: s}}]"))
        .containsExactly("SECRET-005");
    assertThat(broken("prod", "args: [serve]", "args: [--password=Hunter22x]"))
        .containsExactly("SECRET-002");
  }

  @Test
  void rulesOfUsersMayBeExpressions() {
    Contract more =
        contract(
            """
            rules:
            - id: MINE-001
              title: no more than three replicas
              severity: low
              at: object
              kinds: [Deployment]
              cel: "!has(self.spec.replicas) || self.spec.replicas <= 1"
            - id: MINE-002
              title: containers are called main
              severity: low
              at: container
              cel: self.name == 'main'
            """);

    assertThat(Judging.judge(Contract.shipped().with(more), "prod", CLEAN))
        .extracting(j -> j.finding().rule())
        .containsExactly("MINE-001");
  }

  @Test
  void anExpressionThatNeverEndsIsEnded() {
    Contract more =
        contract(
            """
            rules:
            - id: MINE-003
              title: loops
              severity: low
              at: container
              cel: "[0,1,2,3,4,5,6,7,8,9].all(a, [0,1,2,3,4,5,6,7,8,9].all(b, [0,1,2,3,4,5,6,7,8,9].all(c, [0,1,2,3,4,5,6,7,8,9].all(d, [0,1,2,3,4,5,6,7,8,9].all(e, [0,1,2,3,4,5,6,7,8,9].all(f, true))))))"
            """);

    assertThat(Judging.judge(Contract.shipped().with(more), "prod", CLEAN))
        .extracting(j -> j.finding().found())
        .containsExactly("does not keep it: the expression cannot be evaluated here");
  }

  @Test
  void aContractThatIsWrongIsToldWithItsPlace() {
    List<Unreadable> unreadable = new ArrayList<>();

    ContractReader.read(
        List.of(Judging.document("rules:\n- id: X\n  severity: bad\n  check: nonsense\n")),
        unreadable);

    assertThat(unreadable)
        .extracting(u -> u.place().line(), Unreadable::why)
        .containsExactly(
            tuple(3, "severity is info, low, medium, high or critical"),
            tuple(4, "there is no check 'nonsense'"));
  }

  private static Contract contract(String text) {
    List<Unreadable> unreadable = new ArrayList<>();
    Contract contract = ContractReader.read(List.of(Judging.document(text)), unreadable);
    assertThat(unreadable).isEmpty();
    return contract;
  }
}
