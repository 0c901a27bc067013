// SPDX-License-Identifier: Apache-2.0
package dev.atom.node.collect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atom.testing.Feature;
import org.junit.jupiter.api.Test;

@Feature("G4")
final class CountersTest {
  private final Counters counters = new Counters();
  private long nanos = 5;

  private Change after(double seconds, long value, int bits) {
    nanos += (long) (seconds * 1e9);
    counters.begin(nanos);
    return counters.of("c", value, bits);
  }

  @Test
  void theFirstSampleHasNoDelta() {
    assertThat(after(0, 100, 64)).isInstanceOf(Change.Unknown.class);
  }

  @Test
  void growthIsPerSecondOfTheTimeThatPassed() {
    after(0, 100, 64);

    assertThat(after(4, 300, 64).perSecond()).isEqualTo(50);
  }

  @Test
  void passesLessThanATenthOfASecondApartAreNotCompared() {
    after(0, 100, 64);

    assertThat(after(0.05, 200, 64)).isInstanceOf(Change.Unknown.class);
    assertThat(after(0.15, 300, 64).perSecond()).isEqualTo(1000);
  }

  @Test
  void passesMoreThanFiveMinutesApartAreNotComparedAndTheNextOnesAre() {
    after(0, 100, 64);

    assertThat(after(301, 200, 64)).isInstanceOf(Change.Unknown.class);
    assertThat(after(300, 500, 64).perSecond()).isEqualTo(1);
  }

  @Test
  void aNarrowCounterGoesOnOverItsEnd() {
    after(0, 0xFFFF_FFF0L, 32);

    assertThat(after(1, 0x10, 32).amount()).isEqualTo(0x20);
  }

  @Test
  void aWideCounterGoesOnOverItsEnd() {
    after(0, -16, 64);

    assertThat(after(1, 16, 64).amount()).isEqualTo(32);
  }

  @Test
  void aRestartIsAResetAndNoGrowth() {
    after(0, 1_000_000, 64);

    assertThat(after(1, 10, 64)).isInstanceOf(Change.Reset.class);
    assertThat(counters.resets()).isEqualTo(1);
    assertThat(after(1, 30, 64).perSecond()).isEqualTo(20);
  }

  @Test
  void aCounterThatWentAwayBeginsAgain() {
    after(0, 100, 64);
    nanos += 1_000_000_000L;
    counters.begin(nanos);

    assertThat(after(1, 200, 64)).isInstanceOf(Change.Unknown.class);
  }
}
