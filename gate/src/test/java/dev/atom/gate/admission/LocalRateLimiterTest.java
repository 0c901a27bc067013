// SPDX-License-Identifier: Apache-2.0
package dev.atom.gate.admission;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LocalRateLimiterTest extends RateLimiterContract {
  private final LocalRateLimiter limiter = new LocalRateLimiter(1);

  @Override
  RateLimiter limiter() {
    return limiter;
  }

  @Test
  void theLimitIsDividedByTheReplicas() {
    var third = new LocalRateLimiter(3);
    int admitted = 0;
    for (int i = 0; i < 100; i++) {
      admitted += take(third, new LimitKey("agent-a", 60)).admitted() ? 1 : 0;
    }

    assertThat(admitted).isEqualTo(20);
  }
}
