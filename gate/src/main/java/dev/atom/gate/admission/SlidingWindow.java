// SPDX-License-Identifier: Apache-2.0
package dev.atom.gate.admission;

/// The requests of one caller in the last 60 seconds.
///
/// Not thread-safe: [LocalRateLimiter] guards each window with its own monitor.
final class SlidingWindow {
  static final long WINDOW_NANOS = 60_000_000_000L;
  static final int EXACT_MAX = 600;
  private static final long SECOND_NANOS = 1_000_000_000L;

  private long[] admittedAt = new long[16];
  private int first;
  private int count;

  private long windowStart;
  private int currentCount;
  private int previousCount;
  private long lastUse;

  LimitReading take(int limit, long now) {
    lastUse = now;
    return limit <= EXACT_MAX ? takeExact(limit, now) : takeEstimated(limit, now);
  }

  /// Whether nothing that happened here matters any more.
  boolean isIdle(long now) {
    return now - lastUse > 2 * WINDOW_NANOS;
  }

  private LimitReading takeExact(int limit, long now) {
    while (count > 0 && now - admittedAt[first] >= WINDOW_NANOS) {
      first = (first + 1) % admittedAt.length;
      count--;
    }
    boolean admitted = count < limit;
    if (admitted) {
      append(now);
    }
    // With a lowered limit more than one must leave before a permit is back.
    int leaving = Math.max(0, count - limit);
    long back = count == 0 ? 0 : at(leaving) + WINDOW_NANOS - now;
    return new LimitReading(admitted, limit, Math.max(0, limit - count), seconds(back));
  }

  private long at(int index) {
    return admittedAt[(first + index) % admittedAt.length];
  }

  private void append(long now) {
    if (count == admittedAt.length) {
      var larger = new long[admittedAt.length * 2];
      for (int i = 0; i < count; i++) {
        larger[i] = at(i);
      }
      admittedAt = larger;
      first = 0;
    }
    admittedAt[(first + count) % admittedAt.length] = now;
    count++;
  }

  private LimitReading takeEstimated(int limit, long now) {
    long elapsed = now - windowStart;
    if (elapsed >= 2 * WINDOW_NANOS || (currentCount == 0 && previousCount == 0)) {
      previousCount = 0;
      currentCount = 0;
      windowStart = now;
      elapsed = 0;
    } else if (elapsed >= WINDOW_NANOS) {
      previousCount = currentCount;
      currentCount = 0;
      windowStart += WINDOW_NANOS;
      elapsed -= WINDOW_NANOS;
    }
    double share = 1.0 - (double) elapsed / WINDOW_NANOS;
    int used = (int) Math.ceil(currentCount + previousCount * share);
    boolean admitted = used < limit;
    if (admitted) {
      currentCount++;
      used++;
    }
    long back = WINDOW_NANOS - elapsed;
    return new LimitReading(admitted, limit, Math.max(0, limit - used), seconds(back));
  }

  private static int seconds(long nanos) {
    return (int) Math.ceilDiv(Math.max(0, nanos), SECOND_NANOS);
  }
}
