// SPDX-License-Identifier: Apache-2.0
package dev.atom.gate.admission;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/// Counts in this process alone: for one replica, or as the fall-back when the shared count is
/// lost.
///
/// Safe on any thread; answers before [#take] returns. Memory is bounded by the callers of the last
/// two minutes, since only authenticated callers are counted.
public final class LocalRateLimiter implements RateLimiter {
  private static final int SWEEP_EVERY = 8192;

  private final ConcurrentHashMap<String, SlidingWindow> windows = new ConcurrentHashMap<>();
  private final AtomicInteger untilSweep = new AtomicInteger(SWEEP_EVERY);
  private final int replicas;

  /// @param replicas over how many processes a limit is divided, 1 or more
  public LocalRateLimiter(int replicas) {
    if (replicas < 1) {
      throw new IllegalArgumentException("replicas is " + replicas + "; at least 1 process counts");
    }
    this.replicas = replicas;
  }

  @Override
  public void take(LimitKey key, long nowNanos, Consumer<LimitReading> then) {
    int limit = Math.max(1, key.perMinute() / replicas);
    SlidingWindow window = windows.computeIfAbsent(key.subject(), _ -> new SlidingWindow());
    LimitReading reading;
    synchronized (window) {
      reading = window.take(limit, nowNanos);
    }
    if (untilSweep.decrementAndGet() <= 0) {
      untilSweep.set(SWEEP_EVERY);
      windows.values().removeIf(old -> isIdle(old, nowNanos));
    }
    then.accept(reading);
  }

  private static boolean isIdle(SlidingWindow window, long now) {
    synchronized (window) {
      return window.isIdle(now);
    }
  }
}
