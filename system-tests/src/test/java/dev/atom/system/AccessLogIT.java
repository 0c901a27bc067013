// SPDX-License-Identifier: Apache-2.0
package dev.atom.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.atom.testing.Feature;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class AccessLogIT {
  private static final List<String> FIELDS =
      List.of(
          "ts",
          "level",
          "method",
          "path",
          "status",
          "latency_ms",
          "remote_ip",
          "request_id",
          "decision_id",
          "token_type",
          "agent_id",
          "domain_id",
          "policy_allow",
          "reason",
          "user_agent");

  @Test
  @Feature("B25")
  void everyRequestHasOneLineWithAllFieldsAndNoSecret() throws IOException {
    var lines = new ByteArrayOutputStream();
    try (var platform = Platform.offline()) {
      var app = platform.startGateLogging(lines);
      var gate = new GateClient(platform.ca.anonymous(), app.port());
      TestAgent agent = platform.studio.agent(platform.studio.domain("d"), "a", Map.of());
      await().until(() -> gate.chat(agent).status() == 200);

      List<GateClient.Answer> answers = new ArrayList<>();
      answers.add(gate.chat(agent));
      answers.add(gate.post(agent.base() + "/v1/chat/completions", agent.token(), "{}"));
      answers.add(gate.get(agent.base() + "/v1/models?api_key=canary-in-the-query"));
      answers.add(
          gate.get(agent.base() + "/tools/delete", "authorization", "Bearer " + agent.token()));

      await().until(() -> entries(lines).size() >= answers.size() + 1);
      Map<String, JsonNode> byDecision = new java.util.HashMap<>();
      for (JsonNode entry : entries(lines)) {
        assertThat(entry.properties().stream().map(Map.Entry::getKey)).containsAll(FIELDS);
        byDecision.put(entry.get("decision_id").asText(), entry);
      }
      for (GateClient.Answer answer : answers) {
        JsonNode entry = line(byDecision, answer);
        assertThat(entry.get("status").asInt()).isEqualTo(answer.status());
        assertThat(entry.get("request_id").asText()).isEqualTo(answer.header("x-request-id"));
      }
      assertThat(line(byDecision, answers.getFirst()).get("policy_allow").asBoolean()).isTrue();
      JsonNode denied = line(byDecision, answers.getLast());
      assertThat(denied.get("policy_allow").asBoolean(true)).isFalse();
      assertThat(denied.get("reason").asText()).isEqualTo("policy_violation");
      assertThat(denied.get("agent_id").asText()).isEqualTo(agent.id());
      assertThat(lines.toString(StandardCharsets.UTF_8))
          .doesNotContain(agent.token())
          .doesNotContain("canary-in-the-query");
    }
  }

  private static JsonNode line(Map<String, JsonNode> byDecision, GateClient.Answer answer) {
    return Objects.requireNonNull(byDecision.get(answer.decision()), answer.decision());
  }

  private static List<JsonNode> entries(ByteArrayOutputStream lines) {
    var json = new ObjectMapper();
    List<JsonNode> entries = new ArrayList<>();
    for (String line : lines.toString(StandardCharsets.UTF_8).lines().toList()) {
      try {
        entries.add(json.readTree(line));
      } catch (IOException e) {
        throw new AssertionError("not a JSON line: " + line, e);
      }
    }
    return entries;
  }
}
