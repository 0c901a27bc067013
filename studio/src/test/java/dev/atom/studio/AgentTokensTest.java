// SPDX-License-Identifier: Apache-2.0
package dev.atom.studio;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atom.base.Sha256;
import dev.atom.identity.Authentication;
import dev.atom.identity.Authenticator;
import dev.atom.identity.TokenKeys;
import dev.atom.identity.TokenRules;
import dev.atom.testing.Feature;
import dev.atom.testing.TestKeys;
import java.security.interfaces.RSAPublicKey;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AgentTokensTest {
  private final Studio studio = Studio.shared();
  private final Api api = studio.api;

  @Test
  void anAgentTokenHasEveryClaimAndSatisfiesTheGateway() {
    var agent = agent();
    var claims = Tokens.claims(agent.token());
    var header = Tokens.header(agent.token());
    var keys = TokenKeys.of(List.of((RSAPublicKey) TestKeys.signing().getPublic()));
    var gate =
        new Authenticator(
            keys,
            new TokenRules("atom-studio", "atom-gate", Duration.ofSeconds(5)),
            System::nanoTime);

    assertThat(claims.get("sub").asText()).isEqualTo("agent-" + agent.id());
    assertThat(claims.get("type").asText()).isEqualTo("agent");
    assertThat(claims.get("kind").asText()).isEqualTo("client");
    assertThat(claims.get("agent_id").asText()).isEqualTo(agent.id());
    assertThat(claims.get("domain_id").asText()).isEqualTo(agent.domainId());
    assertThat(claims.get("iss").asText()).isEqualTo("atom-studio");
    assertThat(claims.get("aud").asText()).isEqualTo("atom-gate");
    assertThat(claims.get("jti").asText())
        .isEqualTo(studio.one("select id from agent_tokens where agent_id = '" + agent.id() + "'"));
    assertThat(claims.get("exp").asLong() - claims.get("iat").asLong())
        .isEqualTo(Duration.ofDays(90).toSeconds());
    assertThat(header.get("alg").asText()).isEqualTo("RS256");
    assertThat(header.get("typ").asText()).isEqualTo("JWT");
    assertThat(header.get("kid").asText())
        .isEqualTo(Sha256.hex(TestKeys.signing().getPublic().getEncoded()).substring(0, 16));
    assertThat(gate.authenticate("Bearer " + agent.token(), Instant.now()))
        .isInstanceOf(Authentication.Authenticated.class);
  }

  @Test
  void whoListsTheTokensOfAnAgentIsOnRecord() {
    var agent = agent();

    var listed = api.get(agent.path() + "/tokens", studio.admin());

    assertThat(listed.status()).isEqualTo(200);
    assertThat(studio.entries(listed))
        .singleElement()
        .satisfies(entry -> {
          assertThat(entry.fact().kind()).isEqualTo("secrets_listed");
          assertThat(entry.fact().details()).contains("\"rows\":1", agent.id());
        });
    assertThat(studio.entries(api.get(agent.path() + "/tokens", "")))
        .extracting(entry -> entry.fact().kind())
        .doesNotContain("secrets_listed");
  }

  @Test
  @Feature("A6")
  void rawTokensAndPasswordsAreInNoTableAndInNoLog() {
    var person = studio.person("admin");
    var agent = agent();
    var pod = studio.issue(agent, "pod");
    var regenerated = regenerate(agent, "client");
    api.post("/api/tokens/revoke", studio.admin(), Map.of("token", pod)).expect(200);
    api.get("/api/auth/me", person.token() + "x");

    var dump = dump();
    var logs = String.join("\n", studio.logged);

    for (String secret :
        List.of(
            agent.token(),
            pod,
            regenerated,
            person.token(),
            person.refreshToken(),
            Studio.PASSWORD,
            Studio.ENCRYPTION_KEY)) {
      assertThat(dump.contains(secret)).as("in the database").isFalse();
      assertThat(logs.contains(secret)).as("in the log").isFalse();
      if (secret.contains(".")) {
        var signature = secret.substring(secret.lastIndexOf('.') + 1);
        assertThat(dump.contains(signature)).as("its signature in the database").isFalse();
        assertThat(logs.contains(signature)).as("its signature in the log").isFalse();
      }
    }
    assertThat(dump).contains(Sha256.hex(agent.token()));
  }

  @Test
  void regeneratingOneKindLeavesTheOtherAlone() {
    var agent = agent();
    var pod = studio.issue(agent, "pod");
    var second = studio.issue(agent, "client");

    var fresh = regenerate(agent, "client");

    assertThat(studio.isVoid(agent.token(), agent, "client")).isTrue();
    assertThat(studio.isVoid(second, agent, "client")).isTrue();
    assertThat(studio.isVoid(fresh, agent, "client")).isFalse();
    assertThat(studio.isVoid(pod, agent, "pod")).isFalse();

    var freshPod = regenerate(agent, "pod");
    assertThat(studio.isVoid(pod, agent, "pod")).isTrue();
    assertThat(studio.isVoid(freshPod, agent, "pod")).isFalse();
    assertThat(studio.isVoid(fresh, agent, "client")).isFalse();
  }

  @Test
  void aRevocationIsKeptUntilTheTokenWouldHaveEnded() {
    var agent = agent();
    api.post("/api/tokens/revoke", studio.admin(), Map.of("token", agent.token())).expect(200);
    var unknown = Sha256.hex("a token of another installation");
    api.post("/api/tokens/revoke", studio.admin(), Map.of("token_hash", unknown)).expect(200);

    assertThat(
            studio.one(
                "select r.keep_until > t.expires_at from revoked_tokens r"
                    + " join agent_tokens t using (hash) where t.agent_id = '"
                    + agent.id()
                    + "'"))
        .isEqualTo("t");
    assertThat(
            studio.one(
                "select keep_until > now() + interval '89 days' from revoked_tokens where hash = '"
                    + unknown
                    + "'"))
        .isEqualTo("t");
  }

  @Test
  void aTokenIsRevokedByIdByHashAndByItself() {
    var agent = agent();
    var byHash = studio.issue(agent, "client");
    var byText = studio.issue(agent, "pod");
    var id = Tokens.claims(agent.token()).get("jti").asText();

    revoke(Map.of("token_id", id)).expect(200);
    revoke(Map.of("token_hash", Sha256.hex(byHash))).expect(200);
    revoke(Map.of("token", byText)).expect(200);

    assertThat(studio.isVoid(agent.token(), agent, "client")).isTrue();
    assertThat(studio.isVoid(byHash, agent, "client")).isTrue();
    assertThat(studio.isVoid(byText, agent, "pod")).isTrue();
    var listed = api.get(agent.path() + "/tokens", studio.admin()).json().get("tokens");
    assertThat(listed).hasSize(3).allMatch(token -> token.hasNonNull("revoked_at"));
  }

  @Test
  void suspendingAndDeletingVoidEveryTokenInTheGatewaysTables() {
    var suspended = agent();
    var suspendedPod = studio.issue(suspended, "pod");
    var deleted = agent();
    var deletedPod = studio.issue(deleted, "pod");

    api.post(suspended.path() + "/suspend", studio.admin(), Map.of()).expect(200);
    api.delete(deleted.path(), studio.admin()).expect(200);

    assertThat(studio.isVoid(suspended.token(), suspended, "client")).isTrue();
    assertThat(studio.isVoid(suspendedPod, suspended, "pod")).isTrue();
    assertThat(studio.isVoid(deleted.token(), deleted, "client")).isTrue();
    assertThat(studio.isVoid(deletedPod, deleted, "pod")).isTrue();
    assertThat(api.get(deleted.path(), studio.admin()).status()).isEqualTo(404);
    assertThat(
            api.post(suspended.path() + "/tokens", studio.admin(), Map.of("kind", "client"))
                .refusal())
        .isEqualTo("409 conflict");

    api.post(suspended.path() + "/resume", studio.admin(), Map.of()).expect(200);
    assertThat(studio.isVoid(suspended.token(), suspended, "client")).isTrue();
    var fresh = studio.issue(suspended, "client");
    assertThat(studio.isVoid(fresh, suspended, "client")).isFalse();
  }

  @Test
  void deletingADomainVoidsTheTokensOfItsAgents() {
    var domain = studio.domain(studio.admin());
    var agent = studio.agent(studio.admin(), domain);

    api.delete("/api/domains/" + domain, studio.admin()).expect(200);

    assertThat(studio.isVoid(agent.token(), agent, "client")).isTrue();
    assertThat(
            api.post("/api/domains/" + domain + "/agents", studio.admin(), Map.of("name", "late"))
                .refusal())
        .isEqualTo("409 conflict");
  }

  private Studio.Made agent() {
    return studio.agent(studio.admin(), studio.domain(studio.admin()));
  }

  private String regenerate(Studio.Made agent, String kind) {
    return api.post(agent.path() + "/tokens/regenerate", studio.admin(), Map.of("kind", kind))
        .expect(201)
        .text("token");
  }

  private Api.Answer revoke(Map<String, String> body) {
    return api.post("/api/tokens/revoke", studio.admin(), body);
  }

  /// Every row of every table, as text.
  private String dump() {
    List<String> all = new ArrayList<>();
    for (String table :
        studio.rows(
            "select table_name from information_schema.tables where table_schema = 'public'")) {
      all.addAll(studio.rows("select t::text from \"" + table + "\" t"));
    }
    return String.join("\n", all);
  }
}
