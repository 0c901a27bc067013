// SPDX-License-Identifier: Apache-2.0
package dev.atom.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.atom.audit.store.StoredEntry;
import dev.atom.testing.Feature;
import dev.atom.testing.TestTokens;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Every refusal that a caller can bring about: its status, type and code, that it is on record,
/// and that nothing reached an upstream.
class RefusalsIT {
  private static Platform platform;
  private static GateClient loopback;
  private static int sources;
  private static TestAgent agent;
  private static TestAgent neighbour;
  private static TestAgent foreign;
  private static GateClient gate;

  @BeforeAll
  static void start() {
    platform = Platform.offline();
    loopback = new GateClient(platform.ca.anonymous(), platform.startGate().port());
    String home = platform.studio.domain("home");
    agent = platform.studio.agent(home, "agent", Map.of("rpm_limit", 600));
    neighbour = platform.studio.agent(home, "neighbour", Map.of("rpm_limit", 600));
    foreign = platform.studio.agent(platform.studio.domain("abroad"), "foreign", Map.of());
    gate = loopback;
    Awaits.served(gate, foreign);
  }

  /// Each test comes from an address of its own: of one address, only ten refusals a second have an
  /// entry each.
  @BeforeEach
  void comeFromElsewhere() {
    sources++;
    gate = loopback.from("127.8.0." + sources, platform.ca.anonymous());
  }

  @AfterAll
  static void stop() {
    platform.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"/v1/chat/completions", "/hitl/request", "/memory/search", "/anything"})
  @Feature("B4")
  void aForeignDomainIsRefusedOnEveryRoute(String rest) {
    assertRefused(
        gate.post(foreign.base() + rest, agent.token(), GateClient.CHAT),
        403,
        "PermissionDeniedError",
        "domain_mismatch");
  }

  @Test
  @Feature("B5")
  void anotherAgentOfTheSameDomainIsRefused() {
    assertRefused(
        gate.chat(neighbour.base(), agent.token()), 403, "PermissionDeniedError", "agent_mismatch");
  }

  @Test
  @Feature("B3")
  void theAgentOfThePathMustLiveInTheDomainOfThePathForPeopleToo() {
    String mixed = "/domain/" + agent.domain() + "/agent/" + foreign.id();

    assertRefused(
        gate.chat(mixed, platform.studio.token()), 403, "PermissionDeniedError", "domain_mismatch");
  }

  @Test
  void aDeveloperMayNotCallAnAgentOfSomebodyElse() {
    assertRefused(
        gate.chat(agent.base(), platform.studio.developer("dev@example.org")),
        403,
        "PermissionDeniedError",
        "policy_violation");
    assertThat(gate.chat(agent.base(), platform.studio.token()).status()).isEqualTo(200);
  }

  @Test
  void anAgentThatDoesNotExistIsRefused() {
    var keys = TestTokens.shared();
    String nobody = "00000000-0000-4000-8000-000000000000";
    String token = keys.agent(nobody, agent.domain(), "client", Instant.now());

    assertRefused(
        gate.chat("/domain/" + agent.domain() + "/agent/" + nobody, token),
        403,
        "PermissionDeniedError",
        "agent_not_provisioned");
  }

  @Test
  void aModelThatIsNotAllowedIsRefused() {
    assertRefused(
        gate.post(agent.base() + "/v1/chat/completions", agent.token(), "{\"model\":\"gpt-9\"}"),
        403,
        "PermissionDeniedError",
        "model_not_allowed");
  }

  @Test
  void aBodyThatIsNoModelCallIsRefused() {
    assertRefused(
        gate.post(agent.base() + "/v1/chat/completions", agent.token(), "{\"model\":"),
        400,
        "BadRequestError",
        "invalid_body");
  }

  @Test
  void aPathThatLeadsNowhereIsRefused() {
    assertRefused(gate.chat("/elsewhere", agent.token()), 404, "NotFoundError", "route_not_found");
  }

  @Test
  void anAgentWithoutAServiceIsRefusedAfterItsDecision() {
    var answer = gate.post(agent.base() + "/run", agent.token(), "{}");

    assertThat(answer.status()).isEqualTo(502);
    assertThat(answer.code()).isEqualTo("agent_not_found");
    await()
        .untilAsserted(() ->
            assertThat(kinds(platform.trail.decision(answer.decision())))
                .containsExactly("decision", "outcome"));
  }

  @Test
  void aMissingTokenIsRefused() {
    assertRefused(
        gate.from("127.0.0.9", platform.ca.anonymous()).get(agent.base() + "/v1/models"),
        401,
        "AuthenticationError",
        "missing_token");
  }

  @Test
  @Feature("A1")
  void forgedTokensAreRefused() {
    var keys = TestTokens.shared();
    Map<String, Object> claims =
        keys.agentClaims(agent.id(), agent.domain(), "client", Instant.now());
    assertThat(gate.chat(agent.base(), keys.sign(claims)).status()).isEqualTo(200);
    for (String forged :
        List.of(
            keys.unsigned(claims),
            keys.signedWithPublicKeyAsSecret(claims),
            keys.signedWith("RS512", claims),
            keys.signedByStranger(claims))) {
      assertRefused(gate.chat(agent.base(), forged), 401, "AuthenticationError", "invalid_token");
    }
  }

  @Test
  @Feature("A3")
  void everyClaimIsHeldToWhatItMustSay() {
    var keys = TestTokens.shared();
    Instant now = Instant.now();
    String nobody = "00000000-0000-4000-8000-000000000000";
    Map<String, Object> wrong =
        Map.of(
            "iss", "somebody",
            "aud", "another-gate",
            "sub", "agent-" + nobody,
            "type", "human",
            "kind", "root",
            "agent_id", nobody,
            "domain_id", "not-an-id",
            "iat", now.plusSeconds(600).getEpochSecond(),
            "jti", 7);
    wrong.forEach((claim, value) -> {
      var claims = keys.agentClaims(agent.id(), agent.domain(), "client", now);
      claims.put(claim, value);
      var answer = gate.chat(agent.base(), keys.sign(claims));
      assertThat(answer.status()).as("claim %s = %s", claim, value).isIn(401, 403);
      assertThat(answer.header("x-should-retry")).isEqualTo("false");
    });
    var foreignDomain = keys.agentClaims(agent.id(), foreign.domain(), "client", now);
    assertThat(gate.chat(agent.base(), keys.sign(foreignDomain)).code())
        .isEqualTo("domain_mismatch");
  }

  @Test
  void anExpiredTokenIsRefused() {
    var keys = TestTokens.shared();
    Instant now = Instant.now();
    var claims = keys.agentClaims(agent.id(), agent.domain(), "client", now.minusSeconds(7200));
    claims.put("exp", now.minusSeconds(3600).getEpochSecond());

    assertRefused(
        gate.chat(agent.base(), keys.sign(claims)), 401, "AuthenticationError", "token_expired");
  }

  private static void assertRefused(
      GateClient.Answer answer, int status, String type, String code) {
    assertThat(answer.code()).as(answer.response().body()).isEqualTo(code);
    assertThat(answer.status()).isEqualTo(status);
    assertThat(answer.json().at("/error/type").asText()).isEqualTo(type);
    assertThat(answer.json().at("/error/param").isNull()).isTrue();
    assertThat(answer.json().at("/error/decision_id").asText()).isEqualTo(answer.decision());
    assertThat(answer.header("x-should-retry")).isEqualTo("false");
    List<StoredEntry> entries = platform.trail.decision(answer.decision());
    assertThat(kinds(entries)).containsExactly(kind(code));
    var fact = entries.getFirst().entry().fact();
    assertThat(fact.verdict().reason()).isEqualTo(code);
    assertThat(fact.verdict().statusCode()).isEqualTo(status);
  }

  private static String kind(String code) {
    return switch (code) {
      case "missing_token", "invalid_token", "token_expired", "token_revoked" -> "auth_failure";
      case "domain_mismatch", "agent_mismatch" -> "scope_violation";
      default -> "refusal";
    };
  }

  private static List<String> kinds(List<StoredEntry> entries) {
    return entries.stream().map(stored -> stored.entry().fact().kind()).toList();
  }
}
