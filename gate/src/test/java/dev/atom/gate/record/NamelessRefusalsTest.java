// SPDX-License-Identifier: Apache-2.0
package dev.atom.gate.record;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atom.gate.record.NamelessRefusals.Row;
import java.util.Map;
import org.junit.jupiter.api.Test;

class NamelessRefusalsTest {
  private static final long SECOND = 1_000_000_000L;

  private final NamelessRefusals refusals = new NamelessRefusals();

  @Test
  void aFloodIsCountedInsteadOfWritten() {
    int entries = 0;
    for (int i = 0; i < 1000; i++) {
      entries += refusals.deservesEntry("10.0.0.1", "missing_token", SECOND) ? 1 : 0;
    }

    assertThat(entries).isEqualTo(NamelessRefusals.ENTRIES_PER_SECOND);
    assertThat(refusals.deservesEntry("10.0.0.2", "missing_token", SECOND)).isTrue();
    assertThat(refusals.deservesEntry("10.0.0.1", "missing_token", 2 * SECOND)).isTrue();
    assertThat(refusals.drain()).isEqualTo(Map.of(new Row("10.0.0.1", "missing_token"), 990L));
    assertThat(refusals.drain()).isEmpty();
  }

  @Test
  void sourcesWithoutNumberShareOneRow() {
    for (int i = 0; i < 10_000; i++) {
      refusals.deservesEntry("source-" + i, "invalid_token", SECOND);
    }

    Map<Row, Long> counted = refusals.drain();

    assertThat(counted).hasSize(1);
    assertThat(counted.get(new Row("(others)", "invalid_token"))).isGreaterThan(5_000);
  }
}
