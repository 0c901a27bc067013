// SPDX-License-Identifier: Apache-2.0
package dev.atom.identity;

import static dev.atom.identity.Fixture.NOW;
import static dev.atom.identity.Fixture.TOKENS;
import static dev.atom.identity.Fixture.agentClaims;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SignatureBudgetTest {
  @Test
  void aSourceOfForgedTokensIsCutOffAndOthersAreNot() {
    var authenticator = Fixture.authenticator(3);
    String forged = "Bearer " + TOKENS.signedByStranger(agentClaims());

    for (int i = 0; i < 3; i++) {
      assertThat(reason(authenticator.authenticate(forged, "203.0.113.7", NOW)))
          .isEqualTo(AuthenticationFailure.BAD_SIGNATURE);
    }

    assertThat(reason(authenticator.authenticate(forged, "203.0.113.7", NOW)))
        .isEqualTo(AuthenticationFailure.TOO_MANY_FAILURES);
    assertThat(reason(authenticator.authenticate(forged, "203.0.113.8", NOW)))
        .isEqualTo(AuthenticationFailure.BAD_SIGNATURE);
    assertThat(reason(authenticator.authenticate(forged, "203.0.113.7", NOW.plusMillis(400))))
        .isEqualTo(AuthenticationFailure.BAD_SIGNATURE);
  }

  @Test
  void validTokensCostNoBudget() {
    var authenticator = Fixture.authenticator(1);
    for (int i = 0; i < 5; i++) {
      Fixture.accepted(authenticator, TOKENS.sign(agentClaims()), NOW);
    }
  }

  @Test
  void sourcesRememberedAreBounded() {
    var budget = new SignatureBudget(1);
    for (int i = 0; i < 30_000; i++) {
      budget.take("source " + i, NOW);
    }
    assertThat(budget.sources()).isLessThanOrEqualTo(10_000);
    assertThat(budget.take("one more", NOW)).isFalse();

    assertThat(budget.take("after a pause", NOW.plusSeconds(5))).isTrue();
    assertThat(budget.sources()).isLessThan(10);
  }

  @Test
  void aClockThatStepsBackGivesNothingAway() {
    var budget = new SignatureBudget(1);

    assertThat(budget.take("a", NOW)).isTrue();
    assertThat(budget.take("a", NOW.minusSeconds(60))).isFalse();
    assertThat(budget.take("a", NOW)).isFalse();
  }

  private static AuthenticationFailure reason(Authentication authentication) {
    return switch (authentication) {
      case Authentication.Rejected(AuthenticationFailure reason, String _) -> reason;
      case Authentication.Authenticated(VerifiedToken token) ->
          throw new AssertionError("accepted as " + token);
    };
  }
}
