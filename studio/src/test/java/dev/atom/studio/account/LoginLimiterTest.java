// SPDX-License-Identifier: Apache-2.0
package dev.atom.studio.account;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atom.studio.account.LoginLimiter.Admission;
import dev.atom.studio.account.LoginLimiter.Admission.Admitted;
import dev.atom.studio.account.LoginLimiter.Admission.Limited;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class LoginLimiterTest {
  private static final long BEGIN = Long.MAX_VALUE - 5;

  private long now;
  private final LoginLimiter limiter =
      new LoginLimiter(new LoginLimiter.Limits(2, 3, 4, Duration.ofMinutes(15)), () -> now);

  private Admission attempt(String email, String source, long second) {
    now = BEGIN + TimeUnit.SECONDS.toNanos(second);
    return limiter.attempt(email, source);
  }

  @Test
  void limitsAPairThenASourceThenAnEMail() {
    assertThat(attempt("a", "1", 0)).isInstanceOf(Admitted.class);
    assertThat(attempt("a", "1", 0)).isInstanceOf(Admitted.class);
    assertThat(attempt("a", "1", 60)).isEqualTo(new Limited(840));

    assertThat(attempt("b", "1", 0)).isInstanceOf(Admitted.class);
    assertThat(attempt("c", "1", 0)).isInstanceOf(Limited.class);

    assertThat(attempt("a", "2", 0)).isInstanceOf(Admitted.class);
    assertThat(attempt("a", "3", 0)).isInstanceOf(Admitted.class);
    assertThat(attempt("a", "4", 0)).isInstanceOf(Limited.class);
    assertThat(attempt("a", "1", 900)).isInstanceOf(Admitted.class);
  }

  @Test
  void aRightPasswordCountsNothing() {
    for (int i = 0; i < 10; i++) {
      assertThat(attempt("a", "1", i))
          .isInstanceOfSatisfying(
              Admitted.class, admitted -> limiter.succeeded("a", "1", admitted));
    }
  }

  @Test
  void addressesOfOneNetworkAreOneSource() {
    for (int i = 1; i <= 3; i++) {
      assertThat(attempt("user" + i, "2001:db8:1:2::" + i, 0)).isInstanceOf(Admitted.class);
    }
    assertThat(attempt("user4", "2001:db8:1:2:9:9:9:9", 0)).isInstanceOf(Limited.class);
    assertThat(attempt("user4", "2001:db8:1:3::1", 0)).isInstanceOf(Admitted.class);
  }
}
