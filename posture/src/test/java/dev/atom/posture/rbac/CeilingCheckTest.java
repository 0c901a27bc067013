// SPDX-License-Identifier: Apache-2.0
package dev.atom.posture.rbac;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atom.posture.finding.Finding;
import dev.atom.testing.Feature;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The roles of the security pages against the ceilings that were declared for them.
final class CeilingCheckTest {
  private static final LocalDate TODAY = LocalDate.parse("2026-11-22");
  private static final String AGENT =
      "{apiGroups: [''], resources: [nodes, pods, services, endpoints, namespaces],"
          + " verbs: [get, list, watch]}";
  private static final String AGENT_APPS =
      "{apiGroups: [apps], resources: [deployments, daemonsets, statefulsets, replicasets],"
          + " verbs: [get, list, watch]}";
  private static final String ASSISTANT =
      "{apiGroups: [''], resources: [pods, pods/log, events], verbs: [get, list, watch]}";
  private static final String RUNTIME =
      "{apiGroups: [''], resources: [secrets, services], verbs: [get, create, update, patch]}";

  @Test
  @Feature("E18")
  void theRolesOfThePagesStayBelowTheirCeilings() {
    assertThat(check(seedRoles(AGENT, ASSISTANT, RUNTIME))).isEmpty();
  }

  @ParameterizedTest
  @Feature("E18")
  @CsvSource({
    "agent, ClusterRole system-agent, patch nodes",
    "assistant, ClusterRole aiops-reader, delete pods",
    "runtime, Role atom-agents/atom-runtime, create pods/exec"
  })
  void oneVerbMoreIsFlagged(String which, String role, String more) {
    int space = more.indexOf(' ');
    String rule =
        "\n- {apiGroups: [''], resources: [%s], verbs: [%s]}"
            .formatted(more.substring(space + 1), more.substring(0, space));

    List<Finding> findings =
        check(
            seedRoles(
                which.equals("agent") ? AGENT + rule : AGENT,
                which.equals("assistant") ? ASSISTANT + rule : ASSISTANT,
                which.equals("runtime") ? RUNTIME + rule : RUNTIME));

    assertThat(findings)
        .singleElement()
        .satisfies(it -> {
          assertThat(it.rule()).isEqualTo("RBAC-CEILING");
          assertThat(it.subject().shown()).isEqualTo(role);
          assertThat(it.found()).isEqualTo(more);
        });
  }

  @Test
  @Feature("E18")
  void aWildcardIsBeyondEveryListOfWords() {
    assertThat(
            check(
                seedRoles(
                    "{apiGroups: ['*'], resources: [pods], verbs: [get]}", ASSISTANT, RUNTIME)))
        .extracting(Finding::found)
        .containsExactly("get pods.*");
  }

  @Test
  @Feature("E18")
  void aRoleOfANamespaceBoundByTheWholeClusterIsFlagged() {
    var objects =
        Yaml.objects(
            Yaml.role("", "system-agent", AGENT, AGENT_APPS),
            Yaml.binding("", "b", "ClusterRole", "system-agent", Yaml.account("x", "agent")));
    Ceilings ceilings =
        parse(
            """
            apiVersion: atom.dev/v1
            kind: Ceilings
            metadata: {name: c}
            spec:
              owner: sec
              reviewed: 2026-11-01
              ceilings:
              - subject: "ServiceAccount x/agent"
                namespaces: [x]
                rules: [%s, %s]
            """
                .formatted(AGENT, AGENT_APPS));

    assertThat(CeilingCheck.check(objects, ceilings, TODAY))
        .hasSize(9 * 3)
        .allSatisfy(it -> assertThat(it.found()).contains("everywhere for ServiceAccount x/agent"));
  }

  @Test
  void aSubjectWithoutCeilingIsToldOnce() {
    var objects =
        Yaml.objects(
            Yaml.role("", "other", AGENT, AGENT_APPS),
            Yaml.binding("", "b", "ClusterRole", "other", Yaml.account("x", "agent")));

    assertThat(CeilingCheck.check(objects, Ceilings.seeds(), TODAY))
        .extracting(Finding::rule)
        .containsExactly("RBAC-NO-CEILING");
  }

  @ParameterizedTest
  @Feature("E18")
  @CsvSource({"2027-01-30, 0", "2027-01-31, 1"})
  void aReviewIsOverdueTheDayAfterItWasDue(LocalDate day, int findings) {
    assertThat(CeilingCheck.check(Yaml.objects(), Ceilings.seeds(), day)).hasSize(findings);
  }

  @Test
  void brokenCeilingsNameTheLine() {
    var parsed =
        Ceilings.parse(
            "c.yaml",
            """
            apiVersion: atom.dev/v1
            kind: Ceilings
            spec:
              reviewed: soon
              ceilings:
              - rules: []
            """
                .getBytes(StandardCharsets.UTF_8));

    assertThat(parsed)
        .isEqualTo(
            new Ceilings.Parsed.Broken(
                List.of(
                    "c.yaml:4: 'soon' is no day; write 2026-01-31",
                    "c.yaml:6: needs a subject or a role, and not both")));
  }

  private static List<Finding> check(RbacObjects objects) {
    return CeilingCheck.check(objects, Ceilings.seeds(), TODAY);
  }

  private static RbacObjects seedRoles(String agent, String assistant, String runtime) {
    return Yaml.objects(
        Yaml.role("", "system-agent", agent, AGENT_APPS),
        Yaml.binding("", "a", "ClusterRole", "system-agent", Yaml.account("nodes", "agent")),
        Yaml.role("", "aiops-reader", assistant),
        Yaml.binding("", "o", "ClusterRole", "aiops-reader", Yaml.account("aiops", "api")),
        Yaml.role("atom-agents", "atom-runtime", runtime),
        Yaml.binding(
            "atom-agents", "r", "Role", "atom-runtime", Yaml.account("atom-system", "runtime")));
  }

  private static Ceilings parse(String text) {
    return switch (Ceilings.parse("c.yaml", text.getBytes(StandardCharsets.UTF_8))) {
      case Ceilings.Parsed.Usable(var ceilings) -> ceilings;
      case Ceilings.Parsed.Broken(var problems) -> throw new AssertionError(problems);
    };
  }
}
