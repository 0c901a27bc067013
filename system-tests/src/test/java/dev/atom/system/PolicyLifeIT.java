// SPDX-License-Identifier: Apache-2.0
package dev.atom.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.atom.audit.store.AuditQuery;
import dev.atom.testing.Feature;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
