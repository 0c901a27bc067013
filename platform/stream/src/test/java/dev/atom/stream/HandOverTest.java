// SPDX-License-Identifier: Apache-2.0
package dev.atom.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class HandOverTest extends EventStreamContract {
  private @Nullable HandOver current;

  @Override
  EventStream stream(int capacity) {
    var made = new HandOver(capacity, InstantSource.system(), new Random(7));
    current = made;
    return made;
  }

  @Override
  StreamReader reader() {
    return java.util.Objects.requireNonNull(current).reader();
  }

  @Override
  void stall() {
    // Nothing is kept while nobody commits.
  }

  @Override
  void goOn() {
    // The reader commits.
  }

  @Test
  void failsWhatNobodyKeptWhenItEnds() {
    var stream = stream(5);
    var waiting = taken(stream.publish(record("agent-1", "n")));

    stream.close();

    assertThat(waiting).isCompletedExceptionally();
    try (var reader = reader()) {
      assertThat(reader.poll(Duration.ZERO).entries()).isEmpty();
    }
  }
}
