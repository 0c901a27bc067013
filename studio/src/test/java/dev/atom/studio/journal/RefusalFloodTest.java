// SPDX-License-Identifier: Apache-2.0
package dev.atom.studio.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class RefusalFloodTest {
  private static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");

  @Test
  void listsAFewOfEachSourceAndCountsTheRest() {
    var flood = new RefusalFlood(2, 10, Duration.ofMinutes(1));

    assertThat(flood.countedUnder("1", "a", NOW)).isEmpty();
    assertThat(flood.countedUnder("2", "a", NOW)).isEmpty();
    assertThat(flood.countedUnder("3", "a", NOW)).contains("3");
    assertThat(flood.countedUnder("4", "a", NOW.plusSeconds(5))).contains("3");
    assertThat(flood.countedUnder("5", "b", NOW)).isEmpty();

    assertThat(flood.drain(NOW.plusSeconds(59))).isEmpty();
    assertThat(flood.drain(NOW.plusSeconds(60)))
        .containsExactly(new RefusalFlood.Count("a", 2, "3", NOW, NOW.plusSeconds(5)));
    assertThat(flood.countedUnder("6", "a", NOW.plusSeconds(61))).isEmpty();
  }

  @Test
  void manySourcesShareOneCount() {
    var flood = new RefusalFlood(1, 2, Duration.ofMinutes(1));
    for (int i = 0; i < 100; i++) {
      flood.countedUnder("id " + i, "source " + i, NOW);
    }

    assertThat(flood.drain(NOW.plusSeconds(60)))
        .containsExactly(new RefusalFlood.Count("others", 97, "id 3", NOW, NOW));
  }
}
