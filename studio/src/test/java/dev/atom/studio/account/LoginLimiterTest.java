// SPDX-License-Identifier: Apache-2.0
package dev.atom.studio.account;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atom.studio.account.LoginLimiter.Admission.Admitted;
import dev.atom.studio.account.LoginLimiter.Admission.Limited;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class LoginLimiterTest {
  private static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");

  private final LoginLimiter limiter =
      new LoginLimiter(new LoginLimiter.Limits(2, 3, 4, Duration.ofMinutes(15)));

  @Test
  void limitsAPairThenASourceThenAnEMail() {
    assertThat(limiter.attempt("a", "1", NOW)).isInstanceOf(Admitted.class);
    assertThat(limiter.attempt("a", "1", NOW)).isInstanceOf(Admitted.class);
    assertThat(limiter.attempt("a", "1", NOW.plusSeconds(60))).isEqualTo(new Limited(840));

    assertThat(limiter.attempt("b", "1", NOW)).isInstanceOf(Admitted.class);
    assertThat(limiter.attempt("c", "1", NOW)).isInstanceOf(Limited.class);

    assertThat(limiter.attempt("a", "2", NOW)).isInstanceOf(Admitted.class);
    assertThat(limiter.attempt("a", "3", NOW)).isInstanceOf(Admitted.class);
    assertThat(limiter.attempt("a", "4", NOW)).isInstanceOf(Limited.class);
    assertThat(limiter.attempt("a", "1", NOW.plusSeconds(900))).isInstanceOf(Admitted.class);
  }

  @Test
  void aRightPasswordCountsNothing() {
    for (int i = 0; i < 10; i++) {
      assertThat(limiter.attempt("a", "1", NOW.plusSeconds(i))).isInstanceOf(Admitted.class);
      limiter.succeeded("a", "1", NOW.plusSeconds(i));
    }
  }

  @Test
  void addressesOfOneNetworkAreOneSource() {
    for (int i = 1; i <= 3; i++) {
      assertThat(limiter.attempt("user" + i, "2001:db8:1:2::" + i, NOW))
          .isInstanceOf(Admitted.class);
    }
    assertThat(limiter.attempt("user4", "2001:db8:1:2:9:9:9:9", NOW)).isInstanceOf(Limited.class);
    assertThat(limiter.attempt("user4", "2001:db8:1:3::1", NOW)).isInstanceOf(Admitted.class);
  }
}
