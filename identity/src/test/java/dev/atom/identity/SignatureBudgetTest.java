// SPDX-License-Identifier: Apache-2.0
package dev.atom.identity;

import static dev.atom.identity.Fixture.NOW;
import static dev.atom.identity.Fixture.TOKENS;
import static dev.atom.identity.Fixture.agentClaims;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class SignatureBudgetTest {
  private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 100);

  private void pass(Duration time) {
    nanos.addAndGet(time.toNanos());
  }

  @Test
  void aSourceOfForgedTokensIsCutOffAndOthersAreNot() {
    var authenticator = Fixture.authenticator(3, nanos::get);
    String forged = "Bearer " + TOKENS.signedByStranger(agentClaims());

    for (int i = 0; i < 3; i++) {
      assertThat(reason(authenticator.authenticate(forged, "203.0.113.7", NOW)))
          .isEqualTo(AuthenticationFailure.BAD_SIGNATURE);
    }

    assertThat(reason(authenticator.authenticate(forged, "203.0.113.7", NOW)))
        .isEqualTo(AuthenticationFailure.TOO_MANY_FAILURES);
    assertThat(reason(authenticator.authenticate(forged, "203.0.113.8", NOW)))
        .isEqualTo(AuthenticationFailure.BAD_SIGNATURE);
    pass(Duration.ofMillis(400));
    assertThat(reason(authenticator.authenticate(forged, "203.0.113.7", NOW)))
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
    var budget = new SignatureBudget(1, nanos::get);
    for (int i = 0; i < 30_000; i++) {
      budget.take("source " + i);
    }
    assertThat(budget.sources()).isLessThanOrEqualTo(10_000);
    assertThat(budget.take("one more")).isFalse();

    pass(Duration.ofSeconds(5));
    assertThat(budget.take("after a pause")).isTrue();
    assertThat(budget.sources()).isLessThan(10);
  }

  @Test
  void aTimeOfDayThatJumpsGivesNothingAwayAndTakesNothing() {
    var authenticator = Fixture.authenticator(1, nanos::get);
    String forged = "Bearer " + TOKENS.signedByStranger(agentClaims());
    for (Duration jump : List.of(Duration.ZERO, Duration.ofDays(1), Duration.ofDays(-1))) {
      pass(Duration.ofSeconds(1));
      var now = NOW.plus(jump);

      assertThat(reason(authenticator.authenticate(forged, "a", now)))
          .isEqualTo(AuthenticationFailure.BAD_SIGNATURE);
      assertThat(reason(authenticator.authenticate(forged, "a", now.plus(jump))))
          .isEqualTo(AuthenticationFailure.TOO_MANY_FAILURES);
    }
  }

  @Test
  void addressesOfOneNetworkShareOneBudget() {
    var budget = new SignatureBudget(2, nanos::get);

    assertThat(budget.take("2001:db8:1:2::1")).isTrue();
    assertThat(budget.take("2001:db8:1:2:3:4:5:6")).isTrue();
    assertThat(budget.take("2001:db8:1:2::7")).isFalse();
    assertThat(budget.take("2001:db8:1:3::1")).isTrue();

    budget.giveBack("2001:db8:1:2::8");
    assertThat(budget.take("2001:db8:1:2::9")).isTrue();
  }

  private static AuthenticationFailure reason(Authentication authentication) {
    return switch (authentication) {
      case Authentication.Rejected(AuthenticationFailure reason, String _) -> reason;
      case Authentication.Authenticated(VerifiedToken token) ->
          throw new AssertionError("accepted as " + token);
    };
  }
}
