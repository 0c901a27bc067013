// SPDX-License-Identifier: Apache-2.0
package dev.atom.identity;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.atom.testing.TestTokens;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;

/// No text makes the authenticator throw, and none authenticates that was not signed. With
/// `JAZZER_FUZZ=1` texts are made up for a minute, otherwise the kept ones are tried.
class AuthenticatorFuzzTest {
  private static final Instant NOW = Instant.parse("2026-06-01T00:00:00Z");
  private static final TestTokens TOKENS = TestTokens.shared();
  private static final String GOOD =
      TOKENS.agent(
          "00000000-0000-4000-8000-000000000001",
          "00000000-0000-4000-8000-000000000002",
          "client",
          NOW);
  private static final Authenticator AUTHENTICATOR = authenticator();

  private static Authenticator authenticator() {
    var keys = Fixture.KEYS;
    var rules = new TokenRules(TestTokens.ISSUER, TestTokens.AUDIENCE, Duration.ofSeconds(30));
    return new Authenticator(keys, rules, System::nanoTime);
  }

  @FuzzTest(maxDuration = "60s")
  void nothingThatWasNotSignedAuthenticates(FuzzedDataProvider data) {
    String header =
        switch (data.consumeInt(0, 4)) {
          case 0 -> data.consumeRemainingAsString();
          case 1 -> "Bearer " + data.consumeRemainingAsString();
          case 2 ->
              "Bearer "
                  + part(data.consumeString(500))
                  + "."
                  + part(data.consumeString(2_000))
                  + "."
                  + part(data.consumeRemainingAsString());
          case 3 ->
              "Bearer "
                  + TOKENS_HEADER
                  + "."
                  + part(data.consumeString(2_000))
                  + "."
                  + part(data.consumeRemainingAsString());
          default -> "Bearer " + spliced(data);
        };

    Authentication outcome = AUTHENTICATOR.authenticate(header, "", NOW);

    assertThat(outcome instanceof Authentication.Authenticated)
        .as(header)
        .isEqualTo(
            header.regionMatches(true, 0, "Bearer " + GOOD, 0, 7)
                && header.substring(7).equals(GOOD));
  }

  private static final String TOKENS_HEADER = GOOD.substring(0, GOOD.indexOf('.'));

  private static String part(String text) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  /// The good token with something in place of a piece of it.
  private static String spliced(FuzzedDataProvider data) {
    int from = data.consumeInt(0, GOOD.length());
    int until = data.consumeInt(from, GOOD.length());
    return GOOD.substring(0, from) + data.consumeRemainingAsString() + GOOD.substring(until);
  }
}
