// SPDX-License-Identifier: Apache-2.0
package dev.atom.identity;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/// How many bad signatures a source may make us check: a token bucket per source.
///
/// SECURITY(T-26): a check takes a permit before the signature is looked at and gets it back when
/// the signature was good, so a source full of valid callers is never slowed, and a flood of forged
/// tokens costs at most `perSecond` signature checks a second and source. The number of sources
/// remembered is bounded; beyond it newcomers share one bucket. Time is the monotonic clock's: the
/// time of day may jump without giving permits away or taking them. Safe for concurrent use.
public final class SignatureBudget {
  /// Checks a second and source when nothing else is said.
  public static final int PER_SECOND_DEFAULT = 50;

  private static final int SOURCES_MAX = 10_000;

  private static final long SWEEP_NANOS = 1_000_000_000L;

  private final int perSecond;
  private final LongSupplier nanoClock;
  private final ConcurrentHashMap<String, Bucket> buckets = new ConcurrentHashMap<>();
  private final Bucket overflow;
  private final AtomicLong sweptAt;

  /// @param perSecond bad signatures a second and source, 1 or more
  /// @param nanoClock monotonic nanoseconds
  public SignatureBudget(int perSecond, LongSupplier nanoClock) {
    if (perSecond < 1) {
      throw new IllegalArgumentException("budget of " + perSecond + " a second: 1 or more needed");
    }
    this.perSecond = perSecond;
    this.nanoClock = nanoClock;
    long now = nanoClock.getAsLong();
    this.overflow = new Bucket(perSecond, now);
    this.sweptAt = new AtomicLong(now - SWEEP_NANOS);
  }

  /// Takes a permit of the source's network; false when none is left.
  boolean take(String source) {
    long now = nanoClock.getAsLong();
    return bucket(SourceNetwork.of(source), now).take(now);
  }

  /// Gives back the permit of a check that went well.
  void giveBack(String source) {
    buckets.getOrDefault(SourceNetwork.of(source), overflow).giveBack();
  }

  int sources() {
    return buckets.size();
  }

  private Bucket bucket(String network, long now) {
    Bucket known = buckets.get(network);
    if (known != null) {
      return known;
    }
    if (buckets.size() >= SOURCES_MAX) {
      forgetIdle(now);
      if (buckets.size() >= SOURCES_MAX) {
        return overflow;
      }
    }
    return buckets.computeIfAbsent(network, _ -> new Bucket(perSecond, now));
  }

  /// At most once a second: the sweep must not be a lever itself.
  private void forgetIdle(long now) {
    long last = sweptAt.get();
    if (now - last >= SWEEP_NANOS && sweptAt.compareAndSet(last, now)) {
      buckets.values().removeIf(bucket -> bucket.isFull(now));
    }
  }

  private static final class Bucket {
    private final int perSecond;
    private double permits;
    private long filledAt;

    Bucket(int perSecond, long now) {
      this.perSecond = perSecond;
      this.permits = perSecond;
      this.filledAt = now;
    }

    synchronized boolean take(long now) {
      fill(now);
      if (permits < 1) {
        return false;
      }
      permits -= 1;
      return true;
    }

    synchronized void giveBack() {
      permits = Math.min(perSecond, permits + 1);
    }

    synchronized boolean isFull(long now) {
      fill(now);
      return permits >= perSecond;
    }

    /// Another thread may have read the clock later and come first.
    private void fill(long now) {
      long passed = now - filledAt;
      if (passed > 0) {
        permits = Math.min(perSecond, permits + passed * perSecond / 1e9);
        filledAt = now;
      }
    }
  }
}
