// SPDX-License-Identifier: Apache-2.0
package dev.atom.studio;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class ChangesTest {
  private final Studio studio = Studio.shared();
  private final Api api = studio.api;

  @Test
  void everyChangeMovesTheWorldAndLeavesAnEntryThatNamesActorAndTarget() throws Exception {
    var admin = studio.admin();
    var person = studio.person("developer");
    var user = "/api/users/" + person.id();
    var domain = studio.domain(admin);
    var agent = studio.agent(admin, domain);
    var jti = Tokens.claims(agent.token()).get("jti").asText();
    var adminId = studio.one("select id from users where email = '" + Studio.ADMIN + "'");

    Map<String, Supplier<Api.Answer>> changes = new LinkedHashMap<>();
    changes.put("domain.create", () -> api.post("/api/domains", admin, Map.of("name", "changed")));
    changes.put(
        "agent.create",
        () -> api.post("/api/domains/changed/agents", admin, Map.of("name", "changed")));
    changes.put("agent.change", () -> api.patch(agent.path(), admin, Map.of("rpm_limit", 7)));
    changes.put(
        "token.issue", () -> api.post(agent.path() + "/tokens", admin, Map.of("kind", "pod")));
    changes.put(
        "token.regenerate",
        () -> api.post(agent.path() + "/tokens/regenerate", admin, Map.of("kind", "pod")));
    changes.put(
        "token.revoke", () -> api.post("/api/tokens/revoke", admin, Map.of("token_id", jti)));
    changes.put("agent.suspend", () -> api.post(agent.path() + "/suspend", admin, Map.of()));
    changes.put("agent.resume", () -> api.post(agent.path() + "/resume", admin, Map.of()));
    changes.put("agent.delete", () -> api.delete(agent.path(), admin));
    changes.put("domain.delete", () -> api.delete("/api/domains/" + domain, admin));
    changes.put(
        "user.create",
        () ->
            api.post(
                "/api/users/invite",
                admin,
                Map.of("email", "c@example.org", "full_name", "C", "role", "developer")));
    changes.put("user.role", () -> api.post(user + "/role", admin, Map.of("role", "admin")));
    changes.put("user.deactivate", () -> api.post(user + "/deactivate", admin, Map.of()));

    for (var change : changes.entrySet()) {
      long before = studio.revision();
      var answer = change.getValue().get();
      assertThat(answer.status()).as(change.getKey() + answer.body()).isBetween(200, 201);
      assertThat(studio.revision()).as(change.getKey()).isEqualTo(before + 1);
      var entries = studio.entries(answer);
      assertThat(entries).as(change.getKey()).hasSize(1);
      var fact = entries.getFirst().fact();
      assertThat(fact.kind()).isEqualTo("admin_action");
      assertThat(fact.call().listener()).isEqualTo("studio");
      assertThat(fact.subject().callerTokenHash()).isEqualTo(dev.atom.base.Sha256.hex(admin));
      JsonNode details = new ObjectMapper().readTree(fact.details());
      assertThat(details.get("action").asText()).isEqualTo(change.getKey());
      assertThat(details.get("actor").asText()).isEqualTo(adminId);
      assertThat(details.get("target").asText()).isNotEmpty();
      if (change.getKey().startsWith("agent.") && !change.getKey().equals("agent.create")) {
        assertThat(fact.subject().agentId()).isEqualTo(agent.id());
        assertThat(fact.subject().domainId()).isEqualTo(agent.domainId());
      }
    }
  }

  @Test
  void anEntrySaysWhatWasChangedFromWhatToWhat() throws Exception {
    var agent = studio.agent(studio.admin(), studio.domain(studio.admin()));

    var answer =
        api.patch(agent.path(), studio.admin(), Map.of("rpm_limit", 12, "description", "new"));

    var details = new ObjectMapper().readTree(studio.entries(answer).getFirst().fact().details());
    assertThat(details.get("changed"))
        .isEqualTo(
            new ObjectMapper()
                .readTree(
                    "{\"rpm_limit\": {\"from\": 60, \"to\": 12},"
                        + " \"description\": {\"from\": \"\", \"to\": \"new\"}}"));
  }

  @Test
  void loginsAreWrittenDownAndMoveNothing() {
    var person = studio.person("developer");
    long before = studio.revision();

    var login = studio.login(person.email(), Studio.PASSWORD);

    assertThat(studio.revision()).isEqualTo(before);
    assertThat(studio.entries(login))
        .singleElement()
        .satisfies(entry -> assertThat(entry.fact().details()).contains("session.open"));
  }

  @Test
  void whatIsRefusedMovesNothing() {
    long before = studio.revision();

    api.post("/api/domains", studio.admin(), Map.of("name", "Not A Name"));
    api.post("/api/tokens/revoke", studio.admin(), Map.of("token_hash", "zz"));
    api.delete("/api/domains/there-is-none", studio.admin());

    assertThat(studio.revision()).isEqualTo(before);
  }

  @Test
  void withoutAuditNothingIsChanged() {
    var token = studio.admin();
    long before = studio.revision();
    studio.execute("revoke insert on audit_log_chain from atom_audit");
    try {
      var refused = api.post("/api/domains", token, Map.of("name", "never-written-down"));
      assertThat(refused.refusal()).isEqualTo("503 audit_unavailable");
    } finally {
      studio.execute("grant insert on audit_log_chain to atom_audit");
    }

    assertThat(studio.rows("select 1 from domains where name = 'never-written-down'")).isEmpty();
    assertThat(studio.revision()).isEqualTo(before);
    var soon = System.nanoTime() + 20_000_000_000L;
    int status;
    do {
      status = api.post("/api/domains", token, Map.of("name", "written-down")).status();
    } while (status == 503 && System.nanoTime() < soon);
    assertThat(status).isEqualTo(201);
  }
}
