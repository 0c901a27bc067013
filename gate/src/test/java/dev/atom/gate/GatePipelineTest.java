// SPDX-License-Identifier: Apache-2.0
package dev.atom.gate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atom.gate.GatePipeline.Admitted;
import dev.atom.gate.GatePipeline.Entered;
import dev.atom.gate.GatePipeline.Permitted;
import dev.atom.gate.GatePipeline.Refused;
import dev.atom.gate.admission.LimitReading;
import dev.atom.identity.AgentId;
import dev.atom.identity.Authenticator;
import dev.atom.identity.DomainId;
import dev.atom.identity.Revocations;
import dev.atom.identity.TokenHash;
import dev.atom.identity.TokenKeys;
import dev.atom.identity.TokenRules;
import dev.atom.policy.AgentFacts;
import dev.atom.policy.PolicyEngine;
import dev.atom.testing.TestKeys;
import dev.atom.testing.TestTokens;
import java.nio.file.Path;
import java.security.interfaces.RSAPublicKey;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// The order of the stages, and that nobody gets past one.
class GatePipelineTest {
  private static final String DOMAIN = "0b0e4a5e-94f1-4b6d-9f3a-6c2f6f9e1a01";
  private static final String AGENT = "5f2d7c1e-2f83-4c57-8b1e-0a4d2b9c7e02";
  private static final String OTHER = "7c9a1b2d-3e4f-4a5b-8c6d-7e8f9a0b1c2d";
  private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");
  private static final Moment MOMENT = new Moment(NOW, 1_000_000_000L);
  private static final LimitReading FREE = new LimitReading(true, 60, 59, 0);
  private static final PolicyEngine POLICY = PolicyEngine.open(Path.of("..", "policies"));
  private static final Authenticator AUTHENTICATOR =
      new Authenticator(
          TokenKeys.of(List.of((RSAPublicKey) TestKeys.signing().getPublic())),
          new TokenRules(TestTokens.ISSUER, TestTokens.AUDIENCE, Duration.ofSeconds(30)),
          System::nanoTime);
  private static final String TOKEN =
      TestTokens.shared().agent(AGENT, DOMAIN, "client", NOW.minusSeconds(60));

  private final GatePipeline pipeline = new GatePipeline(60);

  private static World world(Revocations revocations) {
    var agent =
        new ServedAgent(
            AgentId.parse(AGENT),
            DomainId.parse(DOMAIN),
            60,
            Set.of("m"),
            new AgentFacts(DOMAIN, null, List.of("search"), List.of()),
            "sealed",
            Optional.empty());
    var control = new World.Control(7, Map.of(agent.id(), agent), revocations);
    return new World(control, AUTHENTICATOR, POLICY, MOMENT.nanos(), Duration.ofMillis(700));
  }

  private static World world() {
    return world(Revocations.of(7, Set.of(), Map.of()));
  }

  private static RequestHead head(String path, @Nullable String authorization) {
    return new RequestHead("POST", path, null, authorization, Map.of(), "127.0.0.1", "r");
  }

  private static String path(String domain, String agent, String rest) {
    return "/domain/" + domain + "/agent/" + agent + rest;
  }

  private static final RequestHead GOOD =
      head(path(DOMAIN, AGENT, "/v1/chat/completions"), "Bearer " + TOKEN);

  private Object verdict(RequestHead head, Call call, World world, Moment moment) {
    return switch (pipeline.enter(head, world, moment)) {
      case Refused refused -> refused;
      case Entered entered ->
          switch (pipeline.admit(entered, FREE)) {
            case Refused refused -> refused;
            case Admitted admitted -> pipeline.authorize(admitted, head, call, world, moment);
          };
    };
  }

  private void assertRefused(Object verdict, Stage stage, DenyReason reason) {
    assertThat(verdict)
        .isInstanceOfSatisfying(
            Refused.class,
            refused -> {
              assertThat(refused.denial().reason()).isEqualTo(reason);
              assertThat(refused.denial().stage()).isEqualTo(stage);
            });
  }

  @Test
  void aGoodCallIsPermittedAndNamesTheRulesThatAllowedIt() {
    assertThat(verdict(GOOD, new Call.Model("m", false), world(), MOMENT))
        .isInstanceOfSatisfying(
            Permitted.class,
            permitted -> {
              assertThat(permitted.rules()).isNotEmpty();
              assertThat(permitted.caller().subject()).isEqualTo("agent-" + AGENT);
              assertThat(permitted.call().input().model()).isEqualTo("m");
            });
  }

  @Test
  void theSameValuesGiveTheSameVerdict() {
    var first = (Permitted) verdict(GOOD, new Call.Model("m", false), world(), MOMENT);
    var second = (Permitted) verdict(GOOD, new Call.Model("m", false), world(), MOMENT);

    assertThat(first.call().input().canonicalJson())
        .isEqualTo(second.call().input().canonicalJson());
    assertThat(first.rules()).isEqualTo(second.rules());
  }

  @Test
  void aStaleWorldRefusesEvenAGoodToken() {
    var late = new Moment(NOW, MOMENT.nanos() + Duration.ofMillis(701).toNanos());

    assertRefused(
        verdict(GOOD, new Call.Plain(), world(), late),
        Stage.STANDING,
        DenyReason.REVOCATION_UNKNOWN);
  }

  @Test
  void authenticationComesBeforeEverythingElse() {
    assertRefused(
        verdict(head("/nowhere", null), new Call.Plain(), world(), MOMENT),
        Stage.AUTHENTICATE,
        DenyReason.MISSING_TOKEN);
  }

  @Test
  void aRevokedTokenIsRefusedBeforeItsPathIsRead() {
    var revoked = Revocations.of(8, Set.of(TokenHash.ofToken(TOKEN).hex()), Map.of());

    assertRefused(
        verdict(head("/nowhere", "Bearer " + TOKEN), new Call.Plain(), world(revoked), MOMENT),
        Stage.STANDING,
        DenyReason.TOKEN_REVOKED);
  }

  @Test
  void bindingComparesTheTokenWithThePath() {
    String bearer = "Bearer " + TOKEN;

    assertRefused(
        verdict(head(path(OTHER, AGENT, "/v1/x"), bearer), new Call.Plain(), world(), MOMENT),
        Stage.BINDING,
        DenyReason.DOMAIN_MISMATCH);
    assertRefused(
        verdict(head(path(DOMAIN, OTHER, "/v1/x"), bearer), new Call.Plain(), world(), MOMENT),
        Stage.BINDING,
        DenyReason.AGENT_MISMATCH);
  }

  @Test
  void aReadingWithoutAPermitIsRefused() {
    var entered = (Entered) pipeline.enter(GOOD, world(), MOMENT);

    assertRefused(
        pipeline.admit(entered, new LimitReading(false, 60, 0, 12)),
        Stage.ADMISSION,
        DenyReason.RATE_LIMIT_EXCEEDED);
    assertThat(entered.limitKey().perMinute()).isEqualTo(60);
  }

  @Test
  void aModelOutsideTheListIsRefusedBeforeThePolicyIsAsked() {
    assertRefused(
        verdict(GOOD, new Call.Model("other", false), world(), MOMENT),
        Stage.DECODE,
        DenyReason.MODEL_NOT_ALLOWED);
  }

  @Test
  void aToolThatWasNotGivenIsRefusedByPolicyWithItsRule() {
    var tool = head(path(DOMAIN, AGENT, "/tools/delete"), "Bearer " + TOKEN);

    Object verdict = verdict(tool, new Call.Plain(), world(), MOMENT);

    assertRefused(verdict, Stage.POLICY, DenyReason.POLICY_VIOLATION);
    assertThat(((Refused) verdict).denial().rules())
        .anySatisfy(rule -> assertThat(rule.file()).isEqualTo("base/tool_access.rego"));
    assertThat(((Refused) verdict).policyInput()).contains("\"tool\":\"delete\"");
    assertThat(
            verdict(
                head(path(DOMAIN, AGENT, "/tools/search"), "Bearer " + TOKEN),
                new Call.Plain(),
                world(),
                MOMENT))
        .isInstanceOf(Permitted.class);
  }
}
