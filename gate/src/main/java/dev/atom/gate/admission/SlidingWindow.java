// SPDX-License-Identifier: Apache-2.0
package dev.atom.gate.admission;

/// The requests of one caller in the last 60 seconds. What was admitted under a limit of the other
/// way of counting still counts when the limit changes from one to the other.
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
    forget(now);
    int estimated = isEstimating() ? estimate(now) : 0;
    boolean admitted = count + estimated < limit;
    if (admitted) {
      append(now);
    }
    int used = count + estimated;
    return new LimitReading(
        admitted, limit, Math.max(0, limit - used), seconds(back(used - limit, now)));
  }

  /// When a permit comes back. With a lowered limit more than one must leave before.
  private long back(int over, long now) {
    int leaving = Math.max(0, over);
    if (leaving < count) {
      return at(leaving) + WINDOW_NANOS - now;
    }
    return isEstimating() ? windowStart + WINDOW_NANOS - now : 0;
  }

  private void forget(long now) {
    while (count > 0 && now - admittedAt[first] >= WINDOW_NANOS) {
      first = (first + 1) % admittedAt.length;
      count--;
    }
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
    forget(now);
    int used = estimate(now) + count;
    boolean admitted = used < limit;
    if (admitted) {
      currentCount++;
      used++;
    }
    long back = windowStart + WINDOW_NANOS - now;
    return new LimitReading(admitted, limit, Math.max(0, limit - used), seconds(back));
  }

  private boolean isEstimating() {
    return currentCount != 0 || previousCount != 0;
  }

  /// Moves the two counters' window to where `now` lies in it, and reads them.
  private int estimate(long now) {
    long elapsed = now - windowStart;
    if (elapsed >= 2 * WINDOW_NANOS || !isEstimating()) {
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
    return (int) Math.ceil(currentCount + previousCount * share);
  }

  private static int seconds(long nanos) {
    return (int) Math.ceilDiv(Math.max(0, nanos), SECOND_NANOS);
  }
}
