// SPDX-License-Identifier: Apache-2.0
package dev.atom.node.uplink;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class OutboxTest {
  private final Outbox outbox = new Outbox(10_000, () -> {});

  @Test
  void theOldestGoesWhenItIsFullAndIsCounted() {
    for (int i = 0; i < 1000; i++) {
      outbox.scrape(new byte[] {(byte) (i % 100), 0, 0, 0});
      assertThat(outbox.bytes()).isLessThanOrEqualTo(10_000);
    }

    var left = outbox.take(100, 1_000_000);

    assertThat(outbox.dropped()).isEqualTo(1000 - left.size());
    assertThat(left.getLast().content().array()[0]).isEqualTo((byte) 99);
    assertThat(outbox.takeDeltasLost()).isFalse();
    assertThat(outbox.bytes()).isZero();
  }

  @Test
  void aDeltaThatIsGivenUpIsRemembered() {
    outbox.delta(new byte[100]);
    outbox.scrape(new byte[9_900]);

    assertThat(outbox.takeDeltasLost()).isTrue();
    assertThat(outbox.takeDeltasLost()).isFalse();
  }

  @Test
  void takesAHundredDeltasAtMost() {
    for (int i = 0; i < 120; i++) {
      outbox.delta(new byte[1]);
    }

    assertThat(outbox.take(100, 1_000_000)).hasSize(100);
    assertThat(outbox.deltas()).isEqualTo(20);
  }
}
