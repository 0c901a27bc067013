// SPDX-License-Identifier: Apache-2.0
package dev.atom.identity;

import dev.atom.testing.TestKeys;
import dev.atom.testing.TestTokens;
import java.security.interfaces.RSAPublicKey;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;

/// One domain, one agent, one user, one key pair.
final class Fixture {
  static final String AGENT = "0a4d2c7e-3f1b-4c58-9d6a-2b7e8f901c34";
  static final String DOMAIN = "5f0c1d2e-6a7b-4c8d-9e0f-1a2b3c4d5e6f";
  static final String USER = "77b1f6aa-0c2d-4e3f-8a9b-c0d1e2f3a4b5";
  static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");
  static final Duration SKEW = Duration.ofSeconds(30);
  static final TokenRules RULES = new TokenRules(TestTokens.ISSUER, TestTokens.AUDIENCE, SKEW);
  static final TestTokens TOKENS = TestTokens.shared();
  static final TokenKeys KEYS = TokenKeys.of(List.of(publicKey()));

  private Fixture() {}

  static RSAPublicKey publicKey() {
    return (RSAPublicKey) TestKeys.signing().getPublic();
  }

  static Authenticator authenticator() {
    return authenticator(1_000_000);
  }

  static Authenticator authenticator(int badSignaturesPerSecond) {
    return authenticator(badSignaturesPerSecond, System::nanoTime);
  }

  static Authenticator authenticator(int badSignaturesPerSecond, LongSupplier nanoClock) {
    return new Authenticator(
        KEYS,
        RULES,
        new VerifiedTokenCache(100),
        new SignatureBudget(badSignaturesPerSecond, nanoClock),
        SignatureProviders.preferred());
  }

  static Map<String, Object> agentClaims() {
    return TOKENS.agentClaims(AGENT, DOMAIN, "client", NOW);
  }

  static Map<String, Object> humanClaims() {
    return TOKENS.humanClaims(USER, "developer", NOW);
  }

  static AuthenticationFailure refusal(String token) {
    return refusal(authenticator(), "Bearer " + token, NOW);
  }

  static AuthenticationFailure refusal(Authenticator authenticator, String header, Instant now) {
    return switch (authenticator.authenticate(header, now)) {
      case Authentication.Rejected(AuthenticationFailure reason, String _) -> reason;
      case Authentication.Authenticated(VerifiedToken token) ->
          throw new AssertionError("accepted as " + token);
    };
  }

  static VerifiedToken accepted(Authenticator authenticator, String token, Instant now) {
    return switch (authenticator.authenticate("Bearer " + token, now)) {
      case Authentication.Authenticated(VerifiedToken verified) -> verified;
      case Authentication.Rejected(AuthenticationFailure reason, String _) ->
          throw new AssertionError("refused: " + reason);
    };
  }
}
