// SPDX-License-Identifier: Apache-2.0
package dev.atom.posture.rbac;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atom.posture.finding.Finding;
import dev.atom.posture.finding.Severity;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Powers with their paths, and rules that do not mean what they say.
final class RbacLintTest {
  private static final String DEV = Yaml.account("shop", "dev");

  @Test
  void whoMakesPodsBesideAnAdministratorIsOneToo() {
    List<Finding> findings =
        RbacLint.check(
            Yaml.objects(
                Yaml.role("shop", "deployer", rule("apps", "deployments", "create")),
                Yaml.binding("shop", "d", "Role", "deployer", DEV),
                Yaml.binding(
                    "", "ops", "ClusterRole", "cluster-admin", Yaml.account("shop", "ops"))));

    assertThat(of(findings, "RBAC-PODS-CREATE"))
        .satisfies(it -> {
          assertThat(it.severity()).isEqualTo(Severity.CRITICAL);
          assertThat(it.found())
              .contains(
                  "ServiceAccount shop/dev -[create deployments.apps in shop]-> "
                      + "ServiceAccount shop/ops -[* *.*]-> the whole cluster");
        });
  }

  @Test
  void thePathGoesThroughSeveralAccounts() {
    List<Finding> findings =
        RbacLint.check(
            Yaml.objects(
                Yaml.role("shop", "execs", rule("", "pods/exec", "create")),
                Yaml.binding("shop", "e", "Role", "execs", DEV),
                Yaml.role("bank", "tokens", rule("", "serviceaccounts/token", "create")),
                Yaml.binding("bank", "t", "Role", "tokens", Yaml.account("shop", "middle")),
                Yaml.role("", "boss", rule("rbac.authorization.k8s.io", "clusterroles", "bind")),
                Yaml.binding("", "b", "ClusterRole", "boss", Yaml.account("bank", "boss"))));

    assertThat(of(findings, "RBAC-PODS-EXEC").found())
        .contains(
            "ServiceAccount shop/dev -[create pods/exec in shop]-> ServiceAccount shop/middle"
                + " -[create serviceaccounts/token in bank]-> ServiceAccount bank/boss"
                + " -[bind clusterroles.rbac.authorization.k8s.io]-> the whole cluster");
  }

  @Test
  void aTokenOfOneNamedAccountLeadsToThatOneOnly() {
    List<Finding> findings =
        RbacLint.check(
            Yaml.objects(
                Yaml.role(
                    "shop",
                    "token",
                    "{apiGroups: [''], resources: [serviceaccounts/token], verbs: [create],"
                        + " resourceNames: [harmless]}"),
                Yaml.binding("shop", "t", "Role", "token", DEV),
                Yaml.binding(
                    "", "ops", "ClusterRole", "cluster-admin", Yaml.account("shop", "ops"))));

    assertThat(of(findings, "RBAC-TOKEN").found()).doesNotContain("path:");
    assertThat(of(findings, "RBAC-TOKEN").severity()).isEqualTo(Severity.LOW);
  }

  @ParameterizedTest
  @CsvSource({
    "RBAC-SECRETS, '', secrets, list",
    "RBAC-IMPERSONATE, '', groups, impersonate",
    "RBAC-ESCALATE, rbac.authorization.k8s.io, roles, escalate",
    "RBAC-BIND, rbac.authorization.k8s.io, clusterroles, bind",
    "RBAC-RBAC-WRITE, rbac.authorization.k8s.io, rolebindings, create",
    "RBAC-CSR-APPROVE, certificates.k8s.io, certificatesigningrequests/approval, update",
    "RBAC-WEBHOOKS, admissionregistration.k8s.io, mutatingwebhookconfigurations, patch",
    "RBAC-NODES-PROXY, '', nodes/proxy, get",
    "RBAC-PODS-CREATE, batch, cronjobs, patch",
    "RBAC-PODS-CREATE-CUSTOM, kagent.dev, agents, create",
    "RBAC-PODS-EXEC, '', pods/ephemeralcontainers, patch",
    "RBAC-TOKEN, '', serviceaccounts/token, create",
    "RBAC-PORT-FORWARD, '', services/proxy, get",
    "RBAC-NETWORK-POLICIES, networking.k8s.io, networkpolicies, delete",
    "RBAC-NAMESPACE-LABELS, '', namespaces, patch"
  })
  void eachPowerIsFlaggedByItsId(String id, String group, String resource, String verb) {
    List<Finding> findings =
        RbacLint.check(
            Yaml.objects(
                Yaml.role("", "power", rule(group, resource, verb)),
                Yaml.binding("", "p", "ClusterRole", "power", DEV)));

    assertThat(findings).extracting(Finding::rule).containsExactly(id);
  }

  @Test
  void objectsOfTheClusterAreNoPowerInANamespace() {
    assertThat(
            RbacLint.check(
                Yaml.objects(
                    Yaml.role("", "power", rule("", "nodes/proxy", "get")),
                    Yaml.binding("shop", "p", "ClusterRole", "power", DEV))))
        .isEmpty();
  }

  @Test
  void readersOfOrdinaryThingsAreNoFinding() {
    assertThat(
            RbacLint.check(
                Yaml.objects(
                    Yaml.role("", "reader", rule("", "pods, pods/log, events", "get, list, watch")),
                    Yaml.binding("", "r", "ClusterRole", "reader", DEV))))
        .isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "'{kind: Group, name: \"system:unauthenticated\"}', RBAC-ANONYMOUS",
    "'{kind: User, name: \"system:anonymous\"}', RBAC-ANONYMOUS",
    "'{kind: Group, name: \"system:authenticated\"}', RBAC-EVERYBODY",
    "'{kind: Group, name: \"system:serviceaccounts\"}', RBAC-EVERYBODY",
    "'{kind: Group, name: \"system:serviceaccounts:shop\"}', RBAC-EVERYBODY",
    "'{kind: Group, name: \"system:masters\"}', RBAC-MASTERS",
    "'{kind: ServiceAccount, name: default, namespace: shop}', RBAC-DEFAULT-ACCOUNT",
    "'{kind: ServiceAccount, name: dev}', RBAC-NO-NAMESPACE"
  })
  void subjectsThatAreTooManyAreFlagged(String subject, String id) {
    assertThat(
            RbacLint.check(
                Yaml.objects(
                    Yaml.role("", "reader", rule("", "pods", "get")),
                    Yaml.binding("", "r", "ClusterRole", "reader", subject))))
        .extracting(Finding::rule)
        .containsExactly(id);
  }

  @Test
  void aBindingThatWaitsForItsRoleIsFlagged() {
    assertThat(RbacLint.check(Yaml.objects(Yaml.binding("shop", "r", "Role", "absent", DEV))))
        .singleElement()
        .satisfies(it -> assertThat(it.rule()).isEqualTo("RBAC-LATENT"));
  }

  @ParameterizedTest
  @CsvSource({
    "'{apiGroups: [\"\"], resources: [pods/*], verbs: [get]}', pods/*",
    "'{apiGroups: [core], resources: [pods], verbs: [get]}', core",
    "'{apiGroups: [\"\"], resources: [pods], verbs: [Get]}', Get",
    "'{resources: [pods], verbs: [get]}', without apiGroups",
    "'{nonResourceURLs: [\"/a*b\"], verbs: [get]}', /a*b",
    "'{apiGroups: [\"\"], resources: [configmaps], verbs: [create], resourceNames: [a]}', create"
  })
  void rulesThatMatchNothingAreFlagged(String rule, String word) {
    assertThat(RbacLint.check(Yaml.objects(Yaml.role("", "dead", rule))))
        .singleElement()
        .satisfies(it -> {
          assertThat(it.rule()).isEqualTo("RBAC-DEAD-RULE");
          assertThat(it.found()).contains(word);
          assertThat(it.place().line()).isPositive();
        });
  }

  private static Finding of(List<Finding> findings, String rule) {
    return findings.stream().filter(it -> it.rule().equals(rule)).findFirst().orElseThrow();
  }

  private static String rule(String group, String resources, String verbs) {
    return "{apiGroups: ['%s'], resources: [%s], verbs: [%s]}".formatted(group, resources, verbs);
  }
}
