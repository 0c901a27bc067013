// SPDX-License-Identifier: Apache-2.0
package dev.atom.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atom.testing.Feature;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The unit tests in `policies/tests`, run as an operator runs them.
class ShippedPolicyTest {
  private static final List<String> PROMISED =
      List.of(
          "test_own_path_is_allowed",
          "test_wrong_agent_id_is_denied",
          "test_revoked_token_is_denied",
          "test_human_without_role_is_denied",
          "test_cross_domain_is_denied",
          "test_unprovisioned_tool_is_denied",
          "test_provisioned_tool_is_allowed",
          "test_admin_is_allowed");

  @TempDir Path folder;

  @Test
  @Feature("B8")
  void theEightPromisedPolicyTestsAndAllOthersPass() {
    List<PolicyTests.Result> results = ran(PolicyTests.run(Samples.SHIPPED, Samples.NOW)).results();

    assertThat(results).allSatisfy(result -> assertThat(result.detail()).isEmpty());
    assertThat(results)
        .extracting(result -> result.test().path().replace("data.atom.authz_test.", ""))
        .containsAll(PROMISED);
  }

  @Test
  void aTestThatFailsIsNamedWithItsPlace() {
    Samples.shippedBase(folder);
    Samples.write(
        folder,
        "tests/wrong_test.rego",
        """
        package wrong_test

        import data.atom.authz

        test_everybody_is_allowed if authz.allow with input as {}

        test_is_false := false

        test_fails if to_number("x") == 1
        """);

    PolicyTests.Run.Ran ran = ran(PolicyTests.run(folder, Samples.NOW));

    assertThat(ran.passed()).isFalse();
    assertThat(ran.results())
        .extracting(result -> result.test().file() + ":" + result.test().line())
        .containsExactly(
            "tests/wrong_test.rego:5", "tests/wrong_test.rego:7", "tests/wrong_test.rego:9");
    assertThat(ran.results())
        .extracting(PolicyTests.Result::detail)
        .satisfiesExactly(
            first -> assertThat(first).isEqualTo("false or undefined"),
            second -> assertThat(second).isEqualTo("false or undefined"),
            third -> assertThat(third).contains("to_number"));
  }

  @Test
  void theExampleOfTheManualWorks() throws Exception {
    String manual = Files.readString(Samples.SHIPPED.resolve("README.md"));
    int start = manual.indexOf("```rego") + 8;
    Samples.shippedBase(folder);
    Samples.write(
        folder, "custom/night.rego", manual.substring(start, manual.indexOf("```", start)));
    var engine = PolicyEngine.open(folder);

    assertThat(engine.decide(Samples.ownCall(), Samples.NOW)).isInstanceOf(Decision.Permit.class);
    assertThat(engine.decide(Samples.ownCall(), Samples.NOW.minusSeconds(5 * 3600)))
        .isInstanceOf(Decision.Forbid.class);
  }

  @Test
  void noTestsAreNoSuccess() {
    assertThat(ran(PolicyTests.run(Samples.shippedBase(folder), Samples.NOW)).passed()).isFalse();
  }

  @Test
  void whatDoesNotCompileIsToldByPlace() {
    Samples.write(folder, "base/bad.rego", "package x\n\nallow if {\n");

    assertThat(PolicyTests.run(folder, Samples.NOW))
        .isInstanceOfSatisfying(
            PolicyTests.Run.Unusable.class,
            unusable ->
                assertThat(unusable.problems()).anyMatch(p -> p.startsWith("base/bad.rego:")));
    assertThat(PolicyTests.run(folder.resolve("gone"), Samples.NOW))
        .isInstanceOf(PolicyTests.Run.Unusable.class);
  }

  private static PolicyTests.Run.Ran ran(PolicyTests.Run run) {
    return switch (run) {
      case PolicyTests.Run.Ran ran -> ran;
      case PolicyTests.Run.Unusable(List<String> problems) ->
          throw new AssertionError(String.join("\n", problems));
    };
  }
}
