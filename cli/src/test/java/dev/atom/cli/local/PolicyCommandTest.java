// SPDX-License-Identifier: Apache-2.0
package dev.atom.cli.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atom.cli.CommandRun;
import dev.atom.testing.Feature;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PolicyCommandTest {
  @TempDir Path folder;

  @BeforeEach
  void writePolicy() throws Exception {
    write("base/rules.rego", "package atom.authz\n\nallow if input.token.type == \"agent\"\n");
  }

  private void write(String name, String text) throws Exception {
    Path file = folder.resolve(name);
    Files.createDirectories(file.resolveSibling("."));
    Files.writeString(file, text);
  }

  private void writeTest(String type) throws Exception {
    write(
        "tests/rules_test.rego",
        """
        package atom.authz_test

        import data.atom.authz

        test_agents if authz.allow with input as {"token": {"type": "%s"}}
        """
            .formatted(type));
  }

  @Test
  @Feature("B9")
  void passingTestsAre0FailingOnes1NoneAre2() throws Exception {
    assertThat(CommandRun.of("policy", "test", folder.toString()).status()).isEqualTo(2);

    writeTest("agent");
    var passed = CommandRun.of("policy", "test", folder.toString());
    assertThat(passed.status()).isZero();
    assertThat(passed.out()).contains("test_agents", "rules_test.rego:5", "1 passed, 0 failed");

    writeTest("human");
    var failed = CommandRun.of("policy", "test", folder.toString(), "--json");
    assertThat(failed.status()).isEqualTo(1);
    assertThat(failed.json().path("verdict").asText()).isEqualTo("failed");
  }

  @Test
  @Feature("B9")
  void testsAreNotWhatIsLoadedInProduction() throws Exception {
    write("tests/broken_test.rego", "package atom.authz\n\nallow if {");

    assertThat(CommandRun.of("policy", "check", folder.toString()).status()).isZero();
    assertThat(CommandRun.of("policy", "test", folder.toString()).status()).isEqualTo(2);
  }

  @Test
  void aBrokenPolicyIsNamedWithFileAndLine() throws Exception {
    write("custom/mine.rego", "package atom.authz\n\ndeny contains \"x\" if {\n");

    var run = CommandRun.of("policy", "check", folder.toString());

    assertThat(run.status()).isEqualTo(1);
    assertThat(run.out()).contains("mine.rego:");
  }

  @Test
  void theShippedPoliciesPassTheirTests() {
    String shipped = CommandRun.home().resolve("policies").toString();

    assertThat(CommandRun.of("policy", "test", shipped).status()).isZero();
    assertThat(CommandRun.of("policy", "check", shipped).status()).isZero();
  }
}
