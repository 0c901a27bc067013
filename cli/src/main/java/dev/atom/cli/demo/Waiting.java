// SPDX-License-Identifier: Apache-2.0
package dev.atom.cli.demo;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/// Waits for what takes a moment by design, and measures it on the monotonic clock.
final class Waiting {
  private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

  private Waiting() {}

  /// Something that is so or not yet.
  @FunctionalInterface
  interface Condition {
    boolean holds() throws InterruptedException;
  }

  /// Asks again and again, and gives the milliseconds until it held.
  ///
  /// @return at least `longest` in milliseconds when it never held
  static long until(Duration longest, Condition condition) throws InterruptedException {
    long start = now();
    while (!condition.holds() && millisSince(start) < longest.toMillis()) {
      LockSupport.parkNanos(PAUSE_NANOS);
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
    }
    return millisSince(start);
  }

  static long millisSince(long nanos) {
    return millis(nanos, now());
  }

  /// From one moment to another; what came before it, came at once.
  static long millis(long fromNanos, long toNanos) {
    return Math.max(0, TimeUnit.NANOSECONDS.toMillis(toNanos - fromNanos));
  }

  /// The monotonic clock.
  static long now() {
    return System.nanoTime();
  }
}
