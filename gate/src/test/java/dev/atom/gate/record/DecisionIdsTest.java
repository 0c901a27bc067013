// SPDX-License-Identifier: Apache-2.0
package dev.atom.gate.record;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class DecisionIdsTest {
  @Test
  void idsAreUniqueAndSortByTime() {
    var clock = InstantSource.fixed(Instant.parse("2026-11-22T00:00:00Z"));
    var ids = new DecisionIds(clock, new Random(1));
    var others = new DecisionIds(clock, new Random(2));
    Set<UUID> seen = new HashSet<>();
    String previous = "";

    for (int i = 0; i < 100_000; i++) {
      UUID id = ids.next();
      assertThat(seen.add(id)).isTrue();
      assertThat(seen.add(others.next())).isTrue();
      assertThat(id.version()).isEqualTo(7);
      assertThat(id.variant()).isEqualTo(2);
      assertThat(id.toString()).isGreaterThan(previous);
      previous = id.toString();
    }
  }
}
