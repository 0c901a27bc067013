// SPDX-License-Identifier: Apache-2.0
package dev.atom.studio;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atom.testing.Feature;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AgentsTest {
  private final Studio studio = Studio.shared();
  private final Api api = studio.api;
  private final String admin = studio.admin();

  @Test
  void anAgentBeginsWithTheUsualSettings() {
    var agent = studio.agent(admin, studio.domain(admin));

    var seen = api.get(agent.path(), admin).json();

    assertThat(seen.get("status").asText()).isEqualTo("draft");
    assertThat(seen.get("rpm_limit").asInt()).isEqualTo(60);
    assertThat(seen.get("tpm_limit").asInt()).isEqualTo(100_000);
    assertThat(seen.get("hitl_timeout_seconds").asInt()).isEqualTo(300);
    assertThat(seen.get("hitl_fallback").asText()).isEqualTo("ABORT");
    assertThat(seen.get("allowed_models"))
        .extracting(com.fasterxml.jackson.databind.JsonNode::asText)
        .containsExactly("atom-small");
    assertThat(seen.toString()).doesNotContain("virtual");
  }

  @Test
  @Feature("D1")
  void statesFollowOneAnotherAsDrawnAndNamesAreUnique() {
    var domain = studio.domain(admin);
    var agent = studio.agent(admin, domain);

    assertThat(status(agent, "pending_approval")).isEqualTo("200 pending_approval");
    assertThat(status(agent, "deployed")).isEqualTo("200 deployed");
    assertThat(status(agent, "pending_approval")).isEqualTo("200 pending_approval");
    assertThat(status(agent, "draft")).isEqualTo("200 draft");
    assertThat(status(agent, "suspended")).startsWith("400");
    assertThat(status(agent, "deleted")).startsWith("400");
    assertThat(act(agent, "resume").refusal()).isEqualTo("409 conflict");
    assertThat(act(agent, "suspend").text("status")).isEqualTo("suspended");
    assertThat(act(agent, "suspend").refusal()).isEqualTo("409 conflict");
    assertThat(status(agent, "deployed")).startsWith("409");
    assertThat(act(agent, "resume").text("status")).isEqualTo("draft");
    api.patch(agent.path(), admin, Map.of("cluster_service_name", "claims:8080")).expect(200);
    act(agent, "suspend").expect(200);
    assertThat(act(agent, "resume").text("status")).isEqualTo("deployed");

    var name = api.get(agent.path(), admin).text("name");
    var agents = "/api/domains/" + domain + "/agents";
    assertThat(api.post(agents, admin, Map.of("name", name)).refusal()).isEqualTo("409 conflict");
    assertThat(api.post("/api/domains", admin, Map.of("name", domain)).refusal())
        .isEqualTo("409 conflict");
    api.delete(agent.path(), admin).expect(200);
    assertThat(api.post(agents, admin, Map.of("name", name)).status()).isEqualTo(201);
  }

  private String status(Studio.Made agent, String status) {
    var answer = api.patch(agent.path(), admin, Map.of("status", status));
    return answer.status() + " " + answer.text("status");
  }

  private Api.Answer act(Studio.Made agent, String action) {
    return api.post(agent.path() + "/" + action, admin, Map.of());
  }

  @Test
  void everySettingCanBeChangedAndNothingElseChanges() {
    var domain = studio.domain(admin);
    var agent = studio.agent(admin, domain);
    var byId = "/api/domains/" + agent.domainId() + "/agents/" + agent.id();

    api.patch(
            byId,
            admin,
            Map.of(
                "name",
                domain + "-renamed",
                "description",
                "reads claims",
                "cluster_service_name",
                "claims.atom-agents:8080",
                "rpm_limit",
                5,
                "tpm_limit",
                6,
                "allowed_models",
                List.of("*"),
                "tools",
                List.of("search"),
                "skills",
                List.of("summarise"),
                "hitl_timeout_seconds",
                30,
                "hitl_fallback",
                "ESCALATE"))
        .expect(200);
    var last = api.patch(byId, admin, Map.of("cluster_service_name", "")).expect(200);

    var seen = api.get("/api/domains/" + domain + "/agents/" + domain + "-renamed", admin).json();
    assertThat(seen).isEqualTo(last.json());
    assertThat(seen.get("description").asText()).isEqualTo("reads claims");
    assertThat(seen.get("cluster_service_name").isNull()).isTrue();
    assertThat(seen.get("rpm_limit").asInt()).isEqualTo(5);
    assertThat(seen.get("tpm_limit").asInt()).isEqualTo(6);
    assertThat(seen.get("allowed_models"))
        .extracting(com.fasterxml.jackson.databind.JsonNode::asText)
        .containsExactly("*");
    assertThat(seen.get("tools"))
        .extracting(com.fasterxml.jackson.databind.JsonNode::asText)
        .containsExactly("search");
    assertThat(seen.get("skills"))
        .extracting(com.fasterxml.jackson.databind.JsonNode::asText)
        .containsExactly("summarise");
    assertThat(seen.get("hitl_timeout_seconds").asInt()).isEqualTo(30);
    assertThat(seen.get("hitl_fallback").asText()).isEqualTo("ESCALATE");
    assertThat(seen.get("status").asText()).isEqualTo("draft");
    assertThat(api.get("/api/agents?domain=" + domain, admin).json().get("agents")).hasSize(1);
  }

  @Test
  void theGatewaySeesWhatItNeedsAndNothingElse() {
    studio.agent(admin, studio.domain(admin));
    try (var gate =
        dev.atom.storage.Database.open(
            dev.atom.storage.PostgresUrl.parse(studio.database.gateUrl()), "gate", 1)) {
      for (String table :
          List.of(
              "world_revision", "domains", "agents", "revoked_tokens", "principal_not_before")) {
        assertThat(reads(gate, table)).as(table).isTrue();
      }
      assertThat(reads(gate, "users")).isFalse();
      assertThat(reads(gate, "refresh_tokens")).isFalse();
    }
  }

  private static boolean reads(dev.atom.storage.Database database, String table) {
    try {
      return database.read(connection -> {
        try (var statement = connection.createStatement()) {
          return statement.execute("select * from " + table);
        }
      });
    } catch (dev.atom.base.AtomException e) {
      return false;
    }
  }
}
