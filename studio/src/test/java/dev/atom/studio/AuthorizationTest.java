// SPDX-License-Identifier: Apache-2.0
package dev.atom.studio;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// The permission table as callers meet it: one developer, own things, another's things.
class AuthorizationTest {
  private final Studio studio = Studio.shared();
  private final Api api = studio.api;

  @Test
  void aDeveloperDoesEverythingWithOwnAgentsButPlacingAndResuming() {
    var token = studio.person("developer").token();
    var domain = studio.domain(token);
    var agent = studio.agent(token, domain);
    var jti = Tokens.claims(agent.token()).get("jti").asText();

    Map<String, Integer> statuses = new LinkedHashMap<>();
    statuses.put("see", api.get(agent.path(), token).status());
    statuses.put("change", api.patch(agent.path(), token, Map.of("description", "mine")).status());
    statuses.put(
        "submit", api.patch(agent.path(), token, Map.of("status", "pending_approval")).status());
    statuses.put("deploy", api.patch(agent.path(), token, Map.of("status", "deployed")).status());
    statuses.put(
        "place",
        api.patch(agent.path(), token, Map.of("cluster_service_name", "evil.example")).status());
    statuses.put("tokens", api.get(agent.path() + "/tokens", token).status());
    statuses.put(
        "issue", api.post(agent.path() + "/tokens", token, Map.of("kind", "pod")).status());
    statuses.put("revoke", api.post("/api/tokens/revoke", token, Map.of("token_id", jti)).status());
    statuses.put("audit", api.get("/api/audit?agent=" + agent.id(), token).status());
    statuses.put("suspend", api.post(agent.path() + "/suspend", token, Map.of()).status());
    statuses.put("resume", api.post(agent.path() + "/resume", token, Map.of()).status());
    statuses.put("delete", api.delete(agent.path(), token).status());
    statuses.put("delete domain", api.delete("/api/domains/" + domain, token).status());

    assertThat(statuses.toString())
        .isEqualTo(
            "{see=200, change=200, submit=200, deploy=403, place=403, tokens=200, issue=201,"
                + " revoke=200, audit=200, suspend=200, resume=403, delete=200,"
                + " delete domain=200}");
  }

  @Test
  void anothersThingsAreAsIfTheyDidNotExist() {
    var token = studio.person("developer").token();
    var domain = studio.domain(studio.admin());
    var agent = studio.agent(studio.admin(), domain);
    var jti = Tokens.claims(agent.token()).get("jti").asText();
    var agents = "/api/domains/" + domain + "/agents";

    Map<String, Integer> statuses = new LinkedHashMap<>();
    statuses.put("list", api.get(agents, token).status());
    statuses.put("create", api.post(agents, token, Map.of("name", "intruder")).status());
    statuses.put("see", api.get(agent.path(), token).status());
    statuses.put("change", api.patch(agent.path(), token, Map.of("rpm_limit", 9)).status());
    statuses.put("suspend", api.post(agent.path() + "/suspend", token, Map.of()).status());
    statuses.put("delete", api.delete(agent.path(), token).status());
    statuses.put("tokens", api.get(agent.path() + "/tokens", token).status());
    statuses.put(
        "issue", api.post(agent.path() + "/tokens", token, Map.of("kind", "pod")).status());
    statuses.put(
        "regenerate",
        api.post(agent.path() + "/tokens/regenerate", token, Map.of("kind", "pod")).status());
    statuses.put(
        "revoke by id", api.post("/api/tokens/revoke", token, Map.of("token_id", jti)).status());
    statuses.put(
        "revoke by text",
        api.post("/api/tokens/revoke", token, Map.of("token", agent.token())).status());
    statuses.put("audit", api.get("/api/audit?agent=" + agent.id(), token).status());
    statuses.put("delete domain", api.delete("/api/domains/" + domain, token).status());

    assertThat(statuses.values()).as(statuses.toString()).allMatch(status -> status == 404);
    assertThat(api.get("/api/agents", token).json().get("agents")).isEmpty();
    assertThat(api.get("/api/domains", token).json().get("domains")).isEmpty();
    assertThat(studio.isVoid(agent.token(), agent, "client")).isFalse();
  }

  @Test
  void aDeveloperManagesNoUsersAndReadsNoAuditOfOthers() {
    var person = studio.person("developer");
    var token = person.token();
    var user = "/api/users/" + person.id();
    var change = api.post("/api/domains", studio.admin(), Map.of("name", "not-for-developers"));

    assertThat(api.get("/api/users", token).refusal()).isEqualTo("403 not_permitted");
    assertThat(
            api.post(
                    "/api/users/invite",
                    token,
                    Map.of("email", "x@example.org", "full_name", "X", "role", "admin"))
                .refusal())
        .isEqualTo("403 not_permitted");
    assertThat(api.post(user + "/role", token, Map.of("role", "admin")).refusal())
        .isEqualTo("403 not_permitted");
    assertThat(api.post(user + "/deactivate", token, Map.of()).refusal())
        .isEqualTo("403 not_permitted");
    assertThat(api.get("/api/audit", token).refusal()).isEqualTo("400 invalid_request");
    assertThat(api.get("/api/decisions/" + change.decisionId(), token).status()).isEqualTo(404);
    assertThat(api.get("/api/decisions/" + change.decisionId(), studio.admin()).status())
        .isEqualTo(200);
  }
}
