// SPDX-License-Identifier: Apache-2.0
package dev.atom.identity;

import java.time.Instant;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/// How many bad signatures a source may make us check: a token bucket per source.
///
/// SECURITY(T-26): a check takes a permit before the signature is looked at and gets it back when
/// the signature was good, so a source full of valid callers is never slowed, and a flood of forged
/// tokens costs at most `perSecond` signature checks a second and source. The number of sources
/// remembered is bounded; beyond it newcomers share one bucket. Safe for concurrent use.
public final class SignatureBudget {
  /// Checks a second and source when nothing else is said.
  public static final int PER_SECOND_DEFAULT = 50;

  private static final int SOURCES_MAX = 10_000;

  private final int perSecond;
  private final ConcurrentHashMap<String, Bucket> buckets = new ConcurrentHashMap<>();
  private final Bucket overflow;
  private final AtomicLong sweptAt = new AtomicLong();

  /// @param perSecond bad signatures a second and source, 1 or more
  public SignatureBudget(int perSecond) {
    if (perSecond < 1) {
      throw new IllegalArgumentException("budget of " + perSecond + " a second: 1 or more needed");
    }
    this.perSecond = perSecond;
    this.overflow = new Bucket(perSecond);
  }

  /// Takes a permit of `source`; false when none is left.
  boolean take(String source, Instant now) {
    return bucket(source, now).take(now.toEpochMilli());
  }

  /// Gives back the permit of a check that went well.
  void giveBack(String source) {
    buckets.getOrDefault(source, overflow).giveBack();
  }

  int sources() {
    return buckets.size();
  }

  private Bucket bucket(String source, Instant now) {
    Bucket known = buckets.get(source);
    if (known != null) {
      return known;
    }
    if (buckets.size() >= SOURCES_MAX) {
      forgetIdle(now.toEpochMilli());
      if (buckets.size() >= SOURCES_MAX) {
        return overflow;
      }
    }
    return buckets.computeIfAbsent(source, _ -> new Bucket(perSecond));
  }

  /// At most once a second: the sweep must not be a lever itself.
  private void forgetIdle(long nowMillis) {
    long last = sweptAt.get();
    if (nowMillis - last >= 1000 && sweptAt.compareAndSet(last, nowMillis)) {
      buckets.values().removeIf(bucket -> bucket.isFull(nowMillis));
    }
  }

  private static final class Bucket {
    private final int perSecond;
    private double permits;
    private long filledAt = Long.MIN_VALUE;

    Bucket(int perSecond) {
      this.perSecond = perSecond;
      this.permits = perSecond;
    }

    synchronized boolean take(long nowMillis) {
      fill(nowMillis);
      if (permits < 1) {
        return false;
      }
      permits -= 1;
      return true;
    }

    synchronized void giveBack() {
      permits = Math.min(perSecond, permits + 1);
    }

    synchronized boolean isFull(long nowMillis) {
      fill(nowMillis);
      return permits >= perSecond;
    }

    private void fill(long nowMillis) {
      if (filledAt != Long.MIN_VALUE && nowMillis > filledAt) {
        permits = Math.min(perSecond, permits + (nowMillis - filledAt) * perSecond / 1000.0);
      }
      filledAt = Math.max(filledAt, nowMillis);
    }
  }
}
