// SPDX-License-Identifier: Apache-2.0
package dev.atom.cli.posture;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atom.cli.CommandRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The `rbac` and `diff` commands as they are typed.
final class RbacCommandTest {
  private static final String OBJECTS =
      """
      apiVersion: rbac.authorization.k8s.io/v1
      kind: Role
      metadata: {name: maker, namespace: shop}
      rules:
      - {apiGroups: [apps], resources: [deployments], verbs: [create, get]}
      - {apiGroups: [""], resources: [secrets], verbs: [get], resourceNames: [tls]}
      ---
      apiVersion: rbac.authorization.k8s.io/v1
      kind: RoleBinding
      metadata: {name: maker, namespace: shop}
      roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: maker}
      subjects: [{kind: ServiceAccount, name: web, namespace: shop}]
      """;

  @TempDir private Path folder;
  private String file = "";

  @BeforeEach
  void write() throws IOException {
    file = Files.writeString(folder.resolve("rbac.yaml"), OBJECTS).toString();
  }

  @Test
  void whoCanNamesSubjectPlaceBindingAndRole() {
    var run = CommandRun.of("posture", "rbac", "who-can", "create", "deploy", file);

    assertThat(run.status()).isZero();
    assertThat(run.out())
        .contains("ServiceAccount shop/web  in shop  RoleBinding shop/maker  Role shop/maker");
  }

  @Test
  void aGrantOfNamedObjectsIsListedWithTheNames() {
    assertThat(CommandRun.of("posture", "rbac", "who-can", "get", "secrets", file).out())
        .contains("in shop (only tls)");
    assertThat(
            CommandRun.of("posture", "rbac", "who-can", "get", "secrets", "--name", "x", file)
                .out())
        .contains("nobody");
  }

  @ParameterizedTest
  @CsvSource({
    "get, deployments.apps, shop, '', yes, 0",
    "get, deployments.apps, bank, '', no, 1",
    "create, deployments/scale, shop, '', no, 1",
    "get, secrets, shop, tls, yes, 0",
    "list, secrets, shop, '', no, 1"
  })
  void canAnswersLikeTheServersOwnQuestion(
      String verb, String resource, String namespace, String name, String answer, int status) {
    var run =
        CommandRun.of(
            "posture",
            "rbac",
            "can",
            "shop/web",
            "--verb",
            verb,
            "--resource",
            resource,
            "-n",
            namespace,
            "--name",
            name,
            file);

    assertThat(run.out().strip()).isEqualTo(answer);
    assertThat(run.status()).isEqualTo(status);
  }

  @Test
  void anUnknownResourceSaysHowToWriteIt() {
    var run = CommandRun.of("posture", "rbac", "who-can", "get", "widgets", file);

    assertThat(run.status()).isEqualTo(64);
    assertThat(run.err()).contains("'widgets' is not known").contains("widgets.example.com");
  }

  @Test
  void whatCannotBeReadMakesTheAnswerNone() throws IOException {
    Files.writeString(folder.resolve("broken.yaml"), "a: [\n");

    var run = CommandRun.of("posture", "rbac", "lint", folder.toString());

    assertThat(run.status()).isEqualTo(2);
    assertThat(run.err()).contains("broken.yaml:");
  }

  @Test
  void lintAndDiffFindAndExitWithOne() {
    assertThat(CommandRun.of("posture", "rbac", "lint", "--json", file).out())
        .contains("RBAC-PODS-CREATE");
    assertThat(CommandRun.of("posture", "rbac", "lint", file).status()).isEqualTo(1);
    var diff = CommandRun.of("posture", "rbac", "diff", "--at", "2026-11-22T00:00:00Z", file);
    assertThat(diff.out()).contains("RBAC-NO-CEILING");
    assertThat(diff.status()).isEqualTo(1);
  }

  @Test
  void anUnreviewedChangeRefusesAndAReviewedOneDoesNot() throws IOException {
    Path before = Files.writeString(folder.resolve("a.yaml"), "image: {tag: one}\n");
    Path after = Files.writeString(folder.resolve("b.yaml"), "image: {tag: two}\n");
    var refused = CommandRun.of("posture", "diff", before.toString(), after.toString(), "--json");
    assertThat(refused.status()).isEqualTo(1);
    assertThat(refused.json().path("family").asText()).isEqualTo("image");

    Path approvals =
        Files.writeString(
            folder.resolve("approvals.yaml"),
            """
            apiVersion: atom.dev/v1
            kind: Approvals
            metadata: {name: a}
            spec:
              approvals:
              - {changes: ["%s"], author: ann, approver: bob, secondApprover: eve, ticket: S-1,
                 notified: [security]}
            """
                .formatted(refused.json().path("id").asText()));
    var approved =
        CommandRun.of(
            "posture",
            "diff",
            before.toString(),
            after.toString(),
            "--approvals",
            approvals.toString());
    assertThat(approved.status()).as(approved.err()).isZero();
    assertThat(approved.out()).contains("[image: reviewed]");
  }
}
