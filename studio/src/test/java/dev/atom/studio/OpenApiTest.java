// SPDX-License-Identifier: Apache-2.0
package dev.atom.studio;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.atom.testing.Feature;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Walks every operation of the document and compares what it promises with what is answered.
class OpenApiTest {
  private final Studio studio = Studio.shared();
  private final Api api = studio.api;
  private final JsonNode document = api.get("/openapi.json", "").expect(200).json();

  /// What to send, by operation; the paths name things that were made for it.
  private final Map<String, Map<String, Object>> bodies = new HashMap<>();

  @Test
  @Feature("I9")
  void everyOperationAnswersAsTheDocumentSays() {
    var domain = studio.domain(studio.admin());
    var agent = studio.agent(studio.admin(), domain);
    var person = studio.person("developer");
    var logout = studio.person("admin");
    var decision = api.post("/api/domains", studio.admin(), Map.of("name", "contract-decision"));
    bodies.put(
        "POST /api/auth/login", Map.of("email", person.email(), "password", Studio.PASSWORD));
    bodies.put("POST /api/auth/refresh", Map.of("refresh_token", person.refreshToken()));
    bodies.put(
        "POST /api/auth/password",
        Map.of("current", Studio.PASSWORD, "new", "a contract of words"));
    bodies.put(
        "POST /api/users/invite",
        Map.of("email", "contract@example.org", "full_name", "C", "role", "developer"));
    bodies.put("POST /api/users/{id}/role", Map.of("role", "developer"));
    bodies.put("POST /api/domains", Map.of("name", "contract-domain"));
    bodies.put("POST /api/domains/{d}/agents", Map.of("name", "contract-agent"));
    bodies.put("PATCH /api/domains/{d}/agents/{a}", Map.of("description", "contract"));
    bodies.put("POST /api/domains/{d}/agents/{a}/tokens", Map.of("kind", "pod"));
    bodies.put("POST /api/domains/{d}/agents/{a}/tokens/regenerate", Map.of("kind", "pod"));
    bodies.put(
        "POST /api/tokens/revoke",
        Map.of("token_id", Tokens.claims(agent.token()).get("jti").asText()));
    bodies.put(
        "POST /api/auth/register",
        Map.of("email", "r@example.org", "full_name", "R", "password", Studio.PASSWORD));
    var ids = Map.of("d", domain, "a", agent.id(), "id", person.id());

    List<String> walked = new ArrayList<>();
    for (Operation operation : inOrder()) {
      var path = operation.template();
      for (var id : ids.entrySet()) {
        path = path.replace("{" + id.getKey() + "}", id.getValue());
      }
      if (operation.name().equals("GET /api/decisions/{id}")) {
        path = "/api/decisions/" + decision.decisionId();
      }
      var token = operation.isOpen() ? "" : studio.admin();
      if (operation.name().equals("POST /api/auth/logout")
          || operation.name().equals("POST /api/auth/password")) {
        token = logout.token();
      }
      var body = bodies.get(operation.name());
      assertThat(operation.node().has("requestBody")).as(operation.name()).isEqualTo(body != null);
      var answer =
          body == null
              ? api.call(operation.method(), path, token, "")
              : api.send(operation.method(), path, token, body);
      check(operation, answer);
      if (!operation.isOpen()) {
        assertThat(api.call(operation.method(), path, "", "").refusal())
            .as(operation.name())
            .isEqualTo("401 missing_token");
      }
      walked.add(operation.name());
    }
    assertThat(walked).hasSizeGreaterThanOrEqualTo(30).doesNotHaveDuplicates();
  }

  private void check(Operation operation, Api.Answer answer) {
    var promised = operation.node().get("responses").fieldNames().next();
    var schema = operation.node().at("/responses/" + promised + "/content");
    if (operation.name().equals("POST /api/auth/register")) {
      assertThat(answer.status()).isEqualTo(403);
      matches(operation.name(), answer.json(), reference("ProblemDocument"));
      return;
    }
    assertThat(answer.status())
        .as(operation.name() + " " + answer.body())
        .isEqualTo(Integer.parseInt(promised));
    if (schema.has("application/json")) {
      matches(operation.name(), answer.json(), schema.at("/application~1json/schema"));
    }
  }

  /// Validates the few kinds of schema the document uses.
  private void matches(String where, JsonNode value, JsonNode schema) {
    if (schema.has("$ref")) {
      var name = schema.get("$ref").asText();
      matches(where, value, reference(name.substring(name.lastIndexOf('/') + 1)));
    } else if (schema.has("anyOf")) {
      if (!value.isNull()) {
        matches(where, value, schema.at("/anyOf/0"));
      }
    } else {
      switch (schema.path("type").asText()) {
        case "object" -> object(where, value, schema);
        case "array" -> {
          assertThat(value.isArray()).as(where).isTrue();
          value.forEach(element -> matches(where + "[]", element, schema.get("items")));
        }
        case "string" -> assertThat(value.isTextual()).as(where + " " + value).isTrue();
        case "integer" -> assertThat(value.isIntegralNumber()).as(where + " " + value).isTrue();
        case "boolean" -> assertThat(value.isBoolean()).as(where + " " + value).isTrue();
        default -> assertThat(schema).as(where).isEmpty();
      }
    }
  }

  private void object(String where, JsonNode value, JsonNode schema) {
    assertThat(value.isObject()).as(where).isTrue();
    assertThat(value.fieldNames())
        .toIterable()
        .as(where)
        .containsExactlyInAnyOrderElementsOf(() -> schema.get("properties").fieldNames());
    schema
        .get("properties")
        .properties()
        .forEach(property ->
            matches(
                where + "." + property.getKey(),
                value.get(property.getKey()),
                property.getValue()));
  }

  private JsonNode reference(String name) {
    return document.at("/components/schemas/" + name);
  }

  /// Deletions and the ends of users and sessions last.
  private List<Operation> inOrder() {
    List<Operation> first = new ArrayList<>();
    List<Operation> last = new ArrayList<>();
    document
        .get("paths")
        .properties()
        .forEach(path ->
            path.getValue()
                .properties()
                .forEach(method -> {
                  var operation =
                      new Operation(
                          method.getKey().toUpperCase(java.util.Locale.ROOT),
                          path.getKey(),
                          method.getValue());
                  (operation.endsSomething() ? last : first).add(operation);
                }));
    last.sort(
        java.util.Comparator.comparing(
            (Operation operation) -> operation.template().equals("/api/domains/{d}")));
    first.addAll(last);
    return first;
  }

  private record Operation(String method, String template, JsonNode node) {
    String name() {
      return method + " " + template;
    }

    boolean isOpen() {
      return node.get("security").isEmpty();
    }

    boolean endsSomething() {
      return method.equals("DELETE")
          || template.endsWith("/deactivate")
          || template.endsWith("/logout");
    }
  }

  @Test
  void whatIsOpenToEverybodyIsAShortList() {
    List<String> open = new ArrayList<>();
    inOrder().stream().filter(Operation::isOpen).map(Operation::name).forEach(open::add);

    assertThat(open)
        .containsExactlyInAnyOrder(
            "GET /healthz",
            "GET /readyz",
            "POST /api/auth/login",
            "POST /api/auth/refresh",
            "POST /api/auth/register",
            "GET /openapi.json");
    assertThat(StudioApp.openRoutes())
        .allSatisfy(route -> assertThat(route.reason()).isNotBlank())
        .extracting(route -> route.method() + " " + route.path())
        .containsExactlyInAnyOrderElementsOf(open);
  }
}
