// SPDX-License-Identifier: Apache-2.0
package dev.atom.studio;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RefusalsTest {
  private final Studio studio = Studio.shared();
  private final Api api = studio.api;

  @Test
  void everyRefusalLeavesAnEntryWithItsReason() {
    var developer = studio.person("developer").token();

    assertLeft(api.get("/api/users", ""), 401, "missing_token", "auth_failure");
    assertLeft(api.get("/api/users", "nonsense"), 401, "invalid_token", "auth_failure");
    assertLeft(api.get("/api/users", developer), 403, "not_permitted", "refusal");
    assertLeft(api.get("/api/nothing", ""), 404, "route_not_found", "refusal");
    assertLeft(api.get("/api/domains/none/agents", studio.admin()), 404, "not_found", "refusal");
    assertLeft(api.call("PUT", "/api/users", "", ""), 405, "method_not_allowed", "refusal");
    assertLeft(
        api.call("POST", "/api/auth/login", "", "{\"x\":\"" + "y".repeat(17000) + "\"}"),
        413,
        "body_too_large",
        "refusal");
    assertLeft(
        studio.login("nobody@example.org", "whatever it is"),
        401,
        "invalid_credentials",
        "auth_failure");
  }

  private void assertLeft(Api.Answer answer, int status, String reason, String kind) {
    assertThat(answer.refusal()).isEqualTo(status + " " + reason);
    assertThat(answer.header("content-type")).isEqualTo("application/problem+json");
    assertThat(studio.entries(answer))
        .singleElement()
        .satisfies(entry -> {
          assertThat(entry.fact().kind()).isEqualTo(kind);
          assertThat(entry.fact().verdict().ruling()).isEqualTo("deny");
          assertThat(entry.fact().verdict().reason()).isEqualTo(reason);
          assertThat(entry.fact().verdict().statusCode()).isEqualTo(status);
          assertThat(entry.fact().call().remote()).isEqualTo("127.0.0.1");
        });
  }

  @Test
  void aProblemDocumentHasTheFieldsOfTheStandardAndACode() {
    var problem = api.get("/api/users", "").json();

    assertThat(problem.fieldNames())
        .toIterable()
        .containsExactlyInAnyOrder("type", "title", "status", "detail", "code", "decision_id");
  }

  @Test
  void badInputIsNamedWithTheWayOut() {
    var admin = studio.admin();
    var domain = studio.domain(admin);
    var agents = "/api/domains/" + domain + "/agents";

    assertThat(detail("POST", agents, "{\"nmae\":\"x\"}"))
        .isEqualTo(
            "unknown field 'nmae'; did you mean 'name'?; known: name, description, rpm_limit,"
                + " tpm_limit, allowed_models, tools, skills, hitl_timeout_seconds,"
                + " hitl_fallback");
    assertThat(detail("POST", agents, "{}")).isEqualTo("field 'name' is missing");
    assertThat(detail("POST", agents, "{\"name\":7}")).isEqualTo("field 'name' must be a text");
    assertThat(detail("POST", agents, "{\"name\":\"a\",\"rpm_limit\":\"60\"}"))
        .isEqualTo("field 'rpm_limit' must be a whole number below 2147483648");
    assertThat(detail("POST", agents, "{\"name\":\"a\",\"rpm_limit\":0}"))
        .isEqualTo("field 'rpm_limit' is '0'; it must be between 1 and 1000000");
    assertThat(detail("POST", agents, "{\"name\":\"a\",\"allowed_models\":[\"*\",\"m\"]}"))
        .isEqualTo(
            "field 'allowed_models' is '*'; write exact model names, or the single element '*'");
    assertThat(detail("POST", agents, "{\"name\":\"a\",\"name\":\"b\"}"))
        .startsWith("the body is not JSON: line 1");
    assertThat(detail("POST", agents, "{\"name\":\"a\"} x")).startsWith("the body is not JSON");
    assertThat(detail("POST", agents, "[]")).isEqualTo("the body must be a JSON object");
    assertThat(detail("POST", "/api/domains", "{\"name\":\"Has Blanks\"}"))
        .contains("'Has Blanks'")
        .contains("1 to 63 of a-z");
    assertThat(
            detail(
                "POST",
                "/api/users/invite",
                "{\"email\":\"a\",\"full_name\":\"b\"," + "\"role\":\"admin\"}"))
        .contains("ann@example.org");
    assertThat(
            detail(
                "POST",
                "/api/users/invite",
                "{\"email\":\"a@b.c\",\"full_name\":\"b\"," + "\"role\":\"boss\"}"))
        .isEqualTo("field 'role' is 'boss'; it must be one of admin, developer");
    assertThat(detail("POST", agents, "{\"name\":\"a\",\"description\":\"\\u0000\"}"))
        .startsWith("field 'description' has a character that cannot be stored");
    assertThat(detail("POST", agents, "{\"name\":\"a\",\"tools\":[\"\\ud800\"]}"))
        .startsWith("field 'tools' has a character that cannot be stored");
    assertThat(detail("POST", "/api/tokens/revoke", "{}"))
        .isEqualTo("give exactly one of 'token_id', 'token_hash' and 'token'");
    assertThat(detail("GET", "/api/audit?pagesize=3", ""))
        .startsWith("unknown query parameter 'pagesize'; did you mean 'page_size'?");
    assertThat(detail("GET", "/api/audit?page_size=900", "")).contains("between 1 and 200");
    assertThat(detail("GET", "/api/audit?since=yesterday", "")).contains("2026-01-31T12:00:00Z");
  }

  private String detail(String method, String path, String body) {
    var answer = api.call(method, path, studio.admin(), body);
    assertThat(answer.refusal()).as(answer.body()).isEqualTo("400 invalid_request");
    return answer.text("detail");
  }

  @Test
  void encodedSlashesStayInsideTheirSegment() {
    assertThat(api.get("/api/domains/a%2Fagents/agents/x", studio.admin()).refusal())
        .isEqualTo("404 not_found");
    assertThat(api.get("/api/domains/a%00b/agents", studio.admin()).refusal())
        .isEqualTo("404 route_not_found");
    assertThat(api.get("/api/audit?agent=%00", studio.admin()).status()).isEqualTo(200);
    assertThat(api.get("/api//domains", studio.admin()).refusal()).isEqualTo("404 route_not_found");
    assertThat(api.get("/api/domains/", studio.admin()).refusal()).isEqualTo("404 route_not_found");
  }

  @Test
  void whatIsTooLongForANameStaysOutOfTheTrail() {
    var token = studio.admin();

    var refused = api.get("/api/domains/" + token + "/agents", token);

    assertThat(refused.refusal()).isEqualTo("404 not_found");
    var entry = studio.entries(refused).getFirst().fact();
    assertThat(entry.call().path())
        .isEqualTo("/api/domains/<" + token.length() + " characters>/agents");
    assertThat(entry.details()).doesNotContain(token.substring(40));
  }

  @Test
  void probesNeedNoCredentials() {
    assertThat(api.get("/healthz", "").body()).isEqualTo("ok\n");
    assertThat(api.get("/readyz", "").status()).isEqualTo(200);
  }

  @Test
  void theStartIsWrittenDown() {
    assertThat(studio.rows("select kind from audit_log_chain where listener = 'studio'"))
        .containsAll(List.of("config_loaded", "startup"));
  }

  @Test
  void theTrailIsReadInPagesAndFollowed() {
    var admin = studio.admin();
    var agent = studio.agent(admin, studio.domain(admin));
    api.patch(agent.path(), admin, Map.of("rpm_limit", 5)).expect(200);
    api.post(agent.path() + "/suspend", admin, Map.of()).expect(200);
    var of = "/api/audit?agent=" + agent.id();

    var newest = api.get(of + "&page_size=2", admin).json();
    assertThat(newest.get("entries")).hasSize(2);
    assertThat(newest.at("/entries/0/details").asText()).contains("agent.suspend");
    var older =
        api.get(of + "&page_size=2&before=" + newest.get("next_before").asLong(), admin).json();
    assertThat(older.get("entries")).hasSize(1);
    assertThat(older.get("next_before").isNull()).isTrue();
    assertThat(older.at("/entries/0/details").asText()).contains("agent.create");

    long after = newest.get("follow_after").asLong();
    api.post(agent.path() + "/resume", admin, Map.of()).expect(200);
    var followed = api.get(of + "&follow_after=" + after, admin).json();
    assertThat(followed.get("entries")).hasSize(1);
    assertThat(followed.at("/entries/0/details").asText()).contains("agent.resume");
    assertThat(api.get(of + "&since=1h&kind=admin_action", admin).json().get("entries")).hasSize(4);

    var decision = followed.at("/entries/0/decision_id").asText();
    var found = api.get("/api/decisions/" + decision, admin).expect(200).json();
    assertThat(found.at("/entries/0/agent_id").asText()).isEqualTo(agent.id());
  }
}
