// SPDX-License-Identifier: Apache-2.0
package dev.atom.gate.admission;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SlidingWindowTest {
  private static final long SECOND = 1_000_000_000L;

  private final SlidingWindow window = new SlidingWindow();

  @Test
  void theSixtyFirstRequestWithinAMinuteIsRefusedAndToldWhenToComeBack() {
    for (int i = 0; i < 60; i++) {
      assertThat(window.take(60, i * SECOND / 10).admitted()).isTrue();
    }

    LimitReading refused = window.take(60, 10 * SECOND);

    assertThat(refused).isEqualTo(new LimitReading(false, 60, 0, 50));
    assertThat(window.take(60, 60 * SECOND - 1).admitted()).isFalse();
    assertThat(window.take(60, 60 * SECOND).admitted()).isTrue();
  }

  @Test
  void refusedRequestsDoNotCount() {
    for (int i = 0; i < 5; i++) {
      window.take(5, 0);
    }
    for (int i = 0; i < 1000; i++) {
      assertThat(window.take(5, 30 * SECOND).admitted()).isFalse();
    }

    assertThat(window.take(5, 61 * SECOND).admitted()).isTrue();
  }

  @Test
  void aChangedLimitHoldsForTheNextRequest() {
    for (int i = 0; i < 30; i++) {
      window.take(60, i * SECOND / 10);
    }

    assertThat(window.take(30, 4 * SECOND).admitted()).isFalse();
    assertThat(window.take(31, 5 * SECOND).admitted()).isTrue();
    // Two of the 31 must leave before a limit of 30 has room: the second came at 0.1 s.
    assertThat(window.take(30, 6 * SECOND).resetSeconds()).isEqualTo(55);
  }

  @Test
  void noWindowHoldsMoreThanTheLimitWhateverTheTraffic() {
    long seed = System.nanoTime();
    var random = new Random(seed);
    List<Long> admitted = new ArrayList<>();
    long now = 0;
    for (int i = 0; i < 20_000; i++) {
      now += random.nextInt(10) == 0 ? random.nextLong(20 * SECOND) : random.nextLong(SECOND / 5);
      if (window.take(60, now).admitted()) {
        admitted.add(now);
      }
    }

    for (int i = 60; i < admitted.size(); i++) {
      assertThat(admitted.get(i) - admitted.get(i - 60))
          .as("seed %d, request %d", seed, i)
          .isGreaterThanOrEqualTo(60 * SECOND);
    }
  }

  @Test
  void aboveSixHundredAMinuteTheEstimateErrsByLessThanSixPercent() {
    int limit = 6000;
    var random = new Random(7);
    List<Long> admitted = new ArrayList<>();
    long now = 0;
    for (int i = 0; i < 200_000; i++) {
      now += random.nextLong(SECOND / 100);
      if (window.take(limit, now).admitted()) {
        admitted.add(now);
      }
    }

    int worst = 0;
    int from = 0;
    for (int to = 0; to < admitted.size(); to++) {
      while (admitted.get(to) - admitted.get(from) >= 60 * SECOND) {
        from++;
      }
      worst = Math.max(worst, to - from + 1);
    }
    assertThat(worst).isLessThanOrEqualTo((int) (limit * 1.06)).isGreaterThan(limit / 2);
  }
}
