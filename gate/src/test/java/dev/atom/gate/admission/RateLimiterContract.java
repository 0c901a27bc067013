// SPDX-License-Identifier: Apache-2.0
package dev.atom.gate.admission;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/// What every [RateLimiter] promises.
abstract class RateLimiterContract {
  /// A limiter that has counted nothing yet.
  abstract RateLimiter limiter();

  @Test
  void theSixtyFirstRequestIsRefused() {
    var key = new LimitKey("agent-a", 60);

    for (int i = 0; i < 60; i++) {
      assertThat(take(key))
          .returns(true, LimitReading::admitted)
          .returns(59 - i, LimitReading::remaining);
    }

    assertThat(take(key))
        .returns(false, LimitReading::admitted)
        .returns(60, LimitReading::limit)
        .returns(0, LimitReading::remaining)
        .satisfies(reading -> assertThat(reading.resetSeconds()).isBetween(50, 60));
  }

  @Test
  void callersAreCountedApart() {
    for (int i = 0; i < 3; i++) {
      take(new LimitKey("agent-a", 3));
    }

    assertThat(take(new LimitKey("agent-a", 3)).admitted()).isFalse();
    assertThat(take(new LimitKey("agent-b", 3)).admitted()).isTrue();
  }

  @Test
  void aRaisedLimitHoldsAtOnce() {
    for (int i = 0; i < 3; i++) {
      take(new LimitKey("agent-a", 3));
    }

    assertThat(take(new LimitKey("agent-a", 4)).admitted()).isTrue();
    assertThat(take(new LimitKey("agent-a", 4)).admitted()).isFalse();
  }

  @Test
  void aLimitChangedAcrossSixHundredForgetsNothing() {
    for (int i = 0; i < 600; i++) {
      take(new LimitKey("agent-a", 600));
    }
    assertThat(take(new LimitKey("agent-a", 601)))
        .returns(true, LimitReading::admitted)
        .returns(0, LimitReading::remaining);
    assertThat(take(new LimitKey("agent-a", 601)).admitted()).isFalse();

    for (int i = 0; i < 1000; i++) {
      take(new LimitKey("agent-b", 1000));
    }
    assertThat(take(new LimitKey("agent-b", 600)))
        .returns(false, LimitReading::admitted)
        .satisfies(reading -> assertThat(reading.resetSeconds()).isBetween(1, 60));
  }

  @Test
  void highLimitsAreCountedToo() {
    var key = new LimitKey("agent-a", 1000);
    for (int i = 0; i < 1000; i++) {
      assertThat(take(key).admitted()).isTrue();
    }

    assertThat(take(key).admitted()).isFalse();
  }

  LimitReading take(LimitKey key) {
    return take(limiter(), key);
  }

  static LimitReading take(RateLimiter limiter, LimitKey key) {
    var answer = new CompletableFuture<LimitReading>();
    limiter.take(key, System.nanoTime(), answer::complete);
    return answer.orTimeout(5, TimeUnit.SECONDS).join();
  }
}
