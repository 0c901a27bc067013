// SPDX-License-Identifier: Apache-2.0
package dev.atom.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.atom.audit.store.AuditQuery;
import dev.atom.testing.Feature;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// A policy's life: edited, broken, mended, tested, all while GATE serves.
class PolicyLifeIT {
  private static Platform platform;
  private static GateClient gate;
  private static TestAgent agent;

  @BeforeAll
  static void start() {
    platform = Platform.offline();
    gate = new GateClient(platform.ca.anonymous(), platform.startGate().port());
    agent =
        platform.studio.agent(
            platform.studio.domain("policy"), "agent", Map.of("rpm_limit", 100_000));
    Awaits.served(gate, agent);
  }

  @AfterAll
  static void stop() {
    platform.close();
  }

  @Test
  void anEditIsInForceWithinFiveSecondsAndABrokenOneLeavesTheOldSet() throws IOException {
    assertThat(gate.chat(agent).status()).isEqualTo(200);
    Path edited = platform.folder.resolve("policies/custom/freeze.rego");
    Files.writeString(
        edited,
        """
        package atom.authz

        deny contains "models are frozen today" if input.route.name == "llm"
        """);

    await()
        .atMost(Duration.ofSeconds(5))
        .untilAsserted(() -> assertThat(gate.chat(agent).code()).isEqualTo("policy_violation"));
    GateClient.Answer refused = gate.chat(agent);
    assertThat(refused.json().at("/error/message").asText()).isEqualTo("models are frozen today");
    var entry = platform.trail.decision(refused.decision()).getFirst();
    assertThat(entry.entry().fact().details()).contains("custom/freeze.rego:3");
    assertThat(entry.payload()).isPresent();

    Files.writeString(edited, "package atom.authz\n\ndeny contains if {");
    await()
        .atMost(Duration.ofSeconds(5))
        .untilAsserted(() -> assertThat(events("policy_rejected")).isNotEmpty());
    assertThat(events("policy_rejected").getFirst()).contains("custom/freeze.rego:3");
    assertThat(gate.chat(agent).code()).isEqualTo("policy_violation");

    Files.delete(edited);
    await()
        .atMost(Duration.ofSeconds(5))
        .untilAsserted(() -> assertThat(gate.chat(agent).status()).isEqualTo(200));
  }

  @Test
  @Feature("B7")
  void denyWinsOverAllow() throws IOException {
    Path edited = platform.folder.resolve("policies/custom/both.rego");
    Files.writeString(
        edited,
        """
        package atom.authz

        allow if input.request.headers["x-test"] == "both"

        deny contains "first" if input.request.headers["x-test"] == "both"

        deny contains "second" if input.request.headers["x-test"] == "both"
        """);

    await().atMost(Duration.ofSeconds(5)).until(() -> both().code().equals("policy_violation"));
    var details = platform.trail.decision(both().decision()).getFirst().entry().fact().details();

    assertThat(both().status()).isEqualTo(403);
    assertThat(details).contains("first").contains("second");
    Files.delete(edited);
  }

  @Test
  @Feature("B10")
  void aMountedConfigMapIsFollowedThroughItsLinkSwap() throws IOException {
    Path mount = Files.createDirectories(platform.folder.resolve("configmap"));
    swap(mount, "..2026_a", "allow if true", "deny contains \"none\" if false");
    Files.createSymbolicLink(mount.resolve("authz.rego"), Path.of("..data/authz.rego"));
    var other =
        new GateClient(
            platform.ca.anonymous(),
            platform.startGate("policy.directory=" + mount, "policy.pace=1s").port());
    await().until(() -> other.chat(agent).status() == 200);

    swap(mount, "..2026_b", "allow if true", "deny contains \"closed\" if true");
    long swapped = System.nanoTime();
    await().atMost(Duration.ofSeconds(5)).until(() -> other.chat(agent).status() == 403);
    System.out.println(
        "a swapped ConfigMap was in force after "
            + Duration.ofNanos(System.nanoTime() - swapped).toMillis()
            + " ms");

    swap(mount, "..2026_c", "allow if {", "");
    await()
        .atMost(Duration.ofSeconds(5))
        .untilAsserted(
            () -> assertThat(events("policy_rejected").toString()).contains("authz.rego:"));
    assertThat(other.chat(agent).code()).isEqualTo("policy_violation");
    assertThat(other.get("/readyz").status()).isEqualTo(200);
  }

  /// What the kubelet does: a new folder beside the old, then one rename of the link.
  private static void swap(Path mount, String version, String allow, String deny)
      throws IOException {
    Path folder = Files.createDirectory(mount.resolve(version));
    Files.writeString(
        folder.resolve("authz.rego"), "package atom.authz\n\n" + allow + "\n\n" + deny + "\n");
    Path fresh = Files.createSymbolicLink(mount.resolve("..data_tmp"), Path.of(version));
    Files.move(fresh, mount.resolve("..data"), StandardCopyOption.ATOMIC_MOVE);
  }

  private static GateClient.Answer both() {
    return gate.get(
        agent.base() + "/v1/models", "authorization", "Bearer " + agent.token(), "x-test", "both");
  }

  private static List<String> events(String kind) {
    return platform.trail.page(AuditQuery.newest(50)).stream()
        .filter(entry -> entry.fact().kind().equals(kind))
        .map(entry -> entry.fact().details())
        .toList();
  }
}
