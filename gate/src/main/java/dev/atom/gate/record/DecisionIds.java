// SPDX-License-Identifier: Apache-2.0
package dev.atom.gate.record;

import java.time.InstantSource;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;

/// Makes ids that sort by time (UUID version 7, RFC 9562 section 5.7): milliseconds, then a number
/// of this process drawn at start, then a counter.
///
/// Unique, not secret. Safe on any thread.
public final class DecisionIds {
  private static final int COUNTER_BITS = 30;

  private final InstantSource clock;
  private final long process;
  private final AtomicLong counter;

  public DecisionIds(InstantSource clock, RandomGenerator random) {
    this.clock = clock;
    this.process = random.nextLong() & 0xFFFF_FFFFL;
    this.counter = new AtomicLong(random.nextInt(1 << 20));
  }

  /// The next id.
  public UUID next() {
    long millis = clock.millis();
    long count = counter.incrementAndGet();
    long high = (millis << 16) | 0x7000L | ((count >>> COUNTER_BITS) & 0xFFF);
    long low =
        0x8000_0000_0000_0000L | (process << COUNTER_BITS) | (count & ((1L << COUNTER_BITS) - 1));
    return new UUID(high, low);
  }
}
