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

final class PostureAssertTest {
  private static final String MANIFESTS =
      """
      {apiVersion: apps/v1, kind: Deployment, metadata: {namespace: s, name: gate},
       spec: {template: {metadata: {labels: {app: gate}}, spec: {containers: [{name: c, image: i}]}}}}
      ---
      {apiVersion: apps/v1, kind: Deployment, metadata: {namespace: s, name: llm},
       spec: {template: {metadata: {labels: {app: llm}}, spec: {containers: [{name: c, image: i}]}}}}
      ---
      apiVersion: networking.k8s.io/v1
      kind: NetworkPolicy
      metadata: {namespace: s, name: llm}
      spec:
        podSelector: {matchLabels: {app: llm}}
        ingress: [{from: [{podSelector: {matchLabels: {app: gate}}}], ports: [{port: 4000}]}]
      """;
  private static final String BINDING =
      """
      ---
      apiVersion: rbac.authorization.k8s.io/v1
      kind: Role
      metadata: {namespace: s, name: debug}
      rules: [{apiGroups: [""], resources: [pods/portforward], verbs: [create]}]
      ---
      apiVersion: rbac.authorization.k8s.io/v1
      kind: RoleBinding
      metadata: {namespace: s, name: debuggers}
      roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: debug}
      subjects: [{kind: Group, apiGroup: rbac.authorization.k8s.io, name: support}]
      """;

  @TempDir private Path folder;

  private CommandRun judge(String claim, String manifests, String... more) throws IOException {
    Path claims = folder.resolve("claims.yaml");
    Files.writeString(
        claims,
        """
        groups:
          gate: {namespace: s, pods: {app: gate}}
          llm: {namespace: s, pods: {app: llm}}
        claims:
          - {id: one, claim: "%s"}
        """
            .formatted(claim));
    Files.writeString(folder.resolve("objects.yaml"), manifests);
    String[] arguments = new String[more.length + 4];
    arguments[0] = "posture";
    arguments[1] = "assert";
    arguments[2] = claims.toString();
    arguments[3] = folder.resolve("objects.yaml").toString();
    System.arraycopy(more, 0, arguments, 4, more.length);
    return CommandRun.of(arguments);
  }

  @Test
  @Feature("J13")
  void provesWhatHolds() throws IOException {
    var run = judge("only gate reaches llm", MANIFESTS, "--premises");

    assertThat(run.out())
        .startsWith("proved  one: only gate reaches llm\n")
        .contains("given: a network plugin enforces the policies");
    assertThat(run.status()).isZero();
  }

  @Test
  @Feature("J13")
  void refutesBySideDoorsOfRolesWithThePath() throws IOException {
    var run = judge("only gate reaches llm", MANIFESTS + BINDING, "--json");

    var answer = run.json();
    assertThat(run.status()).isEqualTo(1);
    assertThat(answer.get("answer").asText()).isEqualTo("refuted");
    var path = answer.get("paths").get(0);
    assertThat(path.get("source").asText()).isEqualTo("Group support");
    assertThat(path.get("hops").get(0).get("what").asText())
        .isEqualTo("may create pods/portforward by RoleBinding s/debuggers to Role s/debug");
    assertThat(path.get("hops").get(0).get("line").asInt()).isPositive();
    assertThat(path.get("target").asText()).isEqualTo("s/llm[Deployment]");
  }

  @Test
  void exits2WhenNothingIsRefutedAndSomethingCannotBeDecided() throws IOException {
    var run =
        judge(
            "only gate reaches llm",
            MANIFESTS.replace(
                "labels: {app: gate}}, spec: {",
                "labels: {app: gate}}, spec: {hostNetwork: true, "));

    assertThat(run.out())
        .startsWith("undecidable  one")
        .contains("5 not known: s/gate[Deployment]");
    assertThat(run.status()).isEqualTo(2);
  }

  @Test
  void refusesAFileOfClaimsThatItDoesNotUnderstand() throws IOException {
    var run = judge("llm is safe", MANIFESTS);

    assertThat(run.status()).isEqualTo(64);
    assertThat(run.err()).contains("claims.yaml:5: 'llm is safe' is no claim: write");
  }

  @Test
  void judgesAtomsOwnClaims() throws IOException {
    Files.writeString(folder.resolve("objects.yaml"), MANIFESTS);

    var run =
        CommandRun.of("posture", "assert", "--shipped", folder.resolve("objects.yaml").toString());

    assertThat(run.out()).contains("llm-only-from-gate").contains("agents-only-to-gate");
    assertThat(run.status()).isEqualTo(2);
  }
}
