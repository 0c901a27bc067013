// SPDX-License-Identifier: Apache-2.0
package dev.atom.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.sql.ResultSet;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// Each type of event that the product can cause today, caused by using it, as the view
/// `audit_events` shows it.
class EventTypesIT {
  private static Platform platform;
  private static GateClient gate;
  private static TestAgent agent;
  private static TestAgent neighbour;

  @BeforeAll
  static void start() {
    platform = Platform.offline();
    gate = new GateClient(platform.ca.anonymous(), platform.startGate().port());
    agent = platform.studio.agent(platform.studio.domain("d"), "a", Map.of());
    neighbour = platform.studio.agent(platform.studio.domain("e"), "b", Map.of());
    await().until(() -> gate.chat(agent).status() == 200);
  }

  @AfterAll
  static void stop() {
    platform.close();
  }

  private static Map<String, String> newest(String type) {
    return await()
        .atMost(Duration.ofSeconds(10))
        .until(
            () ->
                platform.owner.read(connection -> {
                  try (var statement =
                      connection.prepareStatement(
                          "select * from audit_events where event_type = ?"
                              + " order by timestamp desc limit 1")) {
                    statement.setString(1, type);
                    try (ResultSet row = statement.executeQuery()) {
                      Map<String, String> columns = new TreeMap<>();
                      if (row.next()) {
                        for (int i = 1; i <= row.getMetaData().getColumnCount(); i++) {
                          columns.put(
                              row.getMetaData().getColumnLabel(i),
                              String.valueOf(row.getString(i)));
                        }
                      }
                      return columns;
                    }
                  }
                }),
            columns -> !columns.isEmpty());
  }

  @Test
  void aQueryHasItsHashLatencyAndTokens() {
    assertThat(gate.chat(agent).status()).isEqualTo(200);

    await()
        .atMost(Duration.ofSeconds(10))
        .untilAsserted(() ->
            assertThat(newest("query"))
                .hasEntrySatisfying("response_hash", it -> assertThat(it).matches("[0-9a-f]{64}"))
                .hasEntrySatisfying("token_count", it -> assertThat(it).matches("[1-9][0-9]*"))
                .hasEntrySatisfying("latency_ms", it -> assertThat(it).matches("[0-9]+"))
                .hasEntrySatisfying("agent_version", it -> assertThat(it).matches("[0-9a-f]{64}"))
                .hasEntrySatisfying("ip_address", it -> assertThat(it).contains("127.0.0.1"))
                .hasEntrySatisfying("user_id", it -> assertThat(it).contains(agent.id()))
                .containsEntry("failure_reason", "null"));
  }

  @Test
  void theResponseHashIsThatOfWhatTheCallerGot() {
    var answer = gate.chat(agent);

    await()
        .atMost(Duration.ofSeconds(10))
        .untilAsserted(() ->
            assertThat(platform.trail.decision(answer.decision()))
                .anySatisfy(entry ->
                    assertThat(entry.entry().fact().details())
                        .contains(
                            "\"response_sha256\":\""
                                + dev.atom.base.Sha256.hex(answer.response().body())
                                + "\"")));
  }

  @Test
  void aToolCallNamesItsTool() {
    gate.get(agent.base() + "/tools/search", "authorization", "Bearer " + agent.token());

    assertThat(newest("tool_call"))
        .hasEntrySatisfying("failure_reason", it -> assertThat(it).isNotEqualTo("null"));
  }

  @Test
  void aBadTokenIsAnAuthFailure() {
    gate.chat(agent.base(), "no.such.token");

    assertThat(newest("auth_failure"))
        .containsEntry("user_id", "anonymous")
        .containsEntry("failure_reason", "invalid_token");
  }

  @Test
  void reachingIntoAnotherDomainIsAScopeViolation() {
    assertThat(gate.chat(neighbour.base(), agent.token()).status()).isEqualTo(403);

    assertThat(newest("scope_violation")).containsEntry("failure_reason", "domain_mismatch");
  }

  @Test
  void changesStartsAndConfigurationsAreEvents() {
    assertThat(newest("admin_action"))
        .hasEntrySatisfying("session_id", it -> assertThat(it).hasSize(36));
    assertThat(newest("config_loaded")).containsEntry("user_id", "system");
    assertThat(newest("startup")).containsEntry("user_id", "system");
  }

  @Test
  void takingTheTrailAwayIsAnExport() {
    platform.studio.text("/api/audit/export?format=csv&agent=" + agent.id());

    assertThat(newest("export")).hasEntrySatisfying("user_id", it -> assertThat(it).hasSize(36));
  }
}
