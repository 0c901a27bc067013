// SPDX-License-Identifier: Apache-2.0
package dev.atom.identity;

import static dev.atom.identity.Fixture.NOW;
import static dev.atom.identity.Fixture.TOKENS;
import static dev.atom.identity.Fixture.accepted;
import static dev.atom.identity.Fixture.agentClaims;
import static dev.atom.identity.Fixture.authenticator;
import static dev.atom.identity.Fixture.humanClaims;
import static dev.atom.identity.Fixture.refusal;
import static org.assertj.core.api.Assertions.assertThat;

import dev.atom.testing.TestKeys;
import java.security.interfaces.RSAPublicKey;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class AuthenticatorTest {
  @Test
  void aValidAgentTokenTellsWhoCalls() {
    String token = TOKENS.sign(agentClaims());

    VerifiedToken verified = accepted(authenticator(), token, NOW);

    assertThat(verified.principal())
        .isEqualTo(
            new Principal.Agent(AgentId.parse(Fixture.AGENT), DomainId.parse(Fixture.DOMAIN)));
    assertThat(verified.principal().subject()).isEqualTo("agent-" + Fixture.AGENT);
    assertThat(verified.kind()).isEqualTo(TokenKind.CLIENT);
    assertThat(verified.hash()).isEqualTo(TokenHash.ofToken(token));
    assertThat(verified.keyId()).isEqualTo(TOKENS.keyId());
    assertThat(verified.issuedAt()).isEqualTo(NOW);
    assertThat(verified.expiresAt()).isEqualTo(NOW.plus(Duration.ofDays(90)));
  }

  @Test
  void aValidHumanTokenTellsWhoCalls() {
    VerifiedToken verified = accepted(authenticator(), TOKENS.sign(humanClaims()), NOW);

    assertThat(verified.principal())
        .isEqualTo(new Principal.Human(UserId.parse(Fixture.USER), Role.DEVELOPER));
    assertThat(verified.kind()).isEqualTo(TokenKind.HUMAN);
  }

  @Test
  void theSchemeIsReadWithoutCase() {
    String token = TOKENS.sign(agentClaims());

    assertThat(authenticator().authenticate("bearer " + token, NOW))
        .isInstanceOf(Authentication.Authenticated.class);
  }

  @Test
  void noHeaderIsMissingAndCarriesNoHash() {
    for (String header : new String[] {null, "", "  "}) {
      assertThat(authenticator().authenticate(header, NOW))
          .isEqualTo(new Authentication.Rejected(AuthenticationFailure.MISSING, ""));
    }
  }

  @Test
  void aRefusedTokenIsNamedByItsHash() {
    assertThat(authenticator().authenticate("Bearer a.b.c", NOW))
        .isEqualTo(
            new Authentication.Rejected(
                AuthenticationFailure.MALFORMED, TokenHash.ofToken("a.b.c").hex()));
  }

  @Test
  void aCachedTokenStillExpires() {
    var authenticator = authenticator();
    String token = TOKENS.sign(humanClaims());
    accepted(authenticator, token, NOW);
    var end = NOW.plus(Duration.ofMinutes(15)).plus(Fixture.SKEW);

    accepted(authenticator, token, end.minusMillis(1));

    assertThat(refusal(authenticator, "Bearer " + token, end))
        .isEqualTo(AuthenticationFailure.EXPIRED);
  }

  @Test
  void aKnownTokenNeedsNoSignatureCheck() {
    var authenticator = authenticator(1);
    String token = TOKENS.sign(agentClaims());
    accepted(authenticator, token, NOW);
    refusal(authenticator, "Bearer " + TOKENS.signedByStranger(agentClaims()), NOW);

    assertThat(refusal(authenticator, "Bearer " + TOKENS.sign(humanClaims()), NOW))
        .isEqualTo(AuthenticationFailure.TOO_MANY_FAILURES);
    accepted(authenticator, token, NOW);
  }

  @Test
  void bothProvidersJudgeAlike() {
    for (var provider : List.of(SignatureProviders.preferred(), SignatureProviders.ofTheJdk())) {
      var authenticator =
          new Authenticator(
              Fixture.KEYS,
              Fixture.RULES,
              new VerifiedTokenCache(10),
              new SignatureBudget(100, System::nanoTime),
              provider);

      assertThat(authenticator.providerName()).isEqualTo(provider.getName());
      accepted(authenticator, TOKENS.sign(agentClaims()), NOW);
      assertThat(refusal(authenticator, "Bearer " + TOKENS.signedByStranger(agentClaims()), NOW))
          .isEqualTo(AuthenticationFailure.BAD_SIGNATURE);
    }
  }

  @Test
  void eachOfSeveralKeysVerifiesItsOwnTokens() {
    var both =
        TokenKeys.of(List.of(Fixture.publicKey(), (RSAPublicKey) TestKeys.stranger().getPublic()));
    var authenticator = new Authenticator(both, Fixture.RULES, System::nanoTime);
    var other = new dev.atom.testing.TestTokens(TestKeys.stranger());

    accepted(authenticator, TOKENS.sign(agentClaims()), NOW);
    accepted(authenticator, other.sign(agentClaims()), NOW);
    assertThat(refusal(authenticator, "Bearer " + TOKENS.signedByStranger(agentClaims()), NOW))
        .isEqualTo(AuthenticationFailure.BAD_SIGNATURE);
  }
}
