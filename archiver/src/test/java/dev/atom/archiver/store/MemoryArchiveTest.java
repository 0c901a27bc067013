// SPDX-License-Identifier: Apache-2.0
package dev.atom.archiver.store;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atom.base.AtomException;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

final class MemoryArchiveTest extends ArchiveStoreContract {
  private Instant now = Instant.parse("2026-11-22T00:00:00Z");
  private final MemoryArchive store = new MemoryArchive(() -> now);

  @Override
  ArchiveStore store() {
    return store;
  }

  @Override
  Instant now() {
    return now;
  }

  @Override
  void passes(Instant instant) {
    now = instant.plusMillis(1);
  }

  @Test
  void failsAsTold() {
    Instant until = now.plus(Duration.ofDays(1));
    store.failNextPuts(1);
    assertThatThrownBy(() -> store.put("a", content("x"), until)).isInstanceOf(AtomException.class);
    store.spoilNextPuts(1);
    assertThatThrownBy(() -> store.put("b", content("x"), until)).isInstanceOf(AtomException.class);
    store.loseNextAnswers(1);
    assertThatThrownBy(() -> store.put("c", content("x"), until)).isInstanceOf(AtomException.class);
    stored("a", "x", Duration.ofDays(1));
  }
}
