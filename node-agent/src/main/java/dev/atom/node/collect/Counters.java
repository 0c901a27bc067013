// SPDX-License-Identifier: Apache-2.0
package dev.atom.node.collect;

import dev.atom.node.host.Words;
import java.util.HashMap;
import java.util.Map;

/// Remembers counters from one pass to the next and says how they changed. For one thread.
///
/// Two passes are compared when they lie 100 ms to 5 min apart. A counter that went down either
/// wrapped, if it was in the last quarter of its width and the way round is short, or was reset.
public final class Counters {
  private static final double NEAREST_SECONDS = 0.1;
  private static final double FARTHEST_SECONDS = 300;

  private Map<String, Long> before = new HashMap<>();
  private Map<String, Long> now = new HashMap<>();
  private long beforeNanos;
  private boolean begun;
  private double seconds = Double.NaN;
  private long resets;

  /// Begins a pass.
  ///
  /// @param nanos the monotonic clock
  public void begin(long nanos) {
    double apart = begun ? (nanos - beforeNanos) / 1e9 : Double.NaN;
    if (begun && apart < NEAREST_SECONDS) {
      // What is remembered stays as it is, so that the next pass is compared with it.
      seconds = Double.NaN;
      return;
    }
    before = now;
    now = new HashMap<>(before.size() * 2);
    beforeNanos = nanos;
    begun = true;
    seconds = apart <= FARTHEST_SECONDS ? apart : Double.NaN;
  }

  /// Takes a counter of 64 bits.
  public Change of(String key, long value) {
    return of(key, value, 64);
  }

  /// Takes a counter of 32 or 64 bits.
  public Change of(String key, long value, int bits) {
    now.putIfAbsent(key, value);
    Long last = before.get(key);
    if (last == null || Double.isNaN(seconds)) {
      return new Change.Unknown();
    }
    if (Long.compareUnsigned(value, last) >= 0) {
      return new Change.Grown(Words.unsigned(value - last), seconds);
    }
    if (wrapped(last, value, bits)) {
      long grown = bits == 64 ? value - last : value - last + (1L << bits);
      return new Change.Grown(Words.unsigned(grown), seconds);
    }
    resets++;
    return new Change.Reset();
  }

  private static boolean wrapped(long last, long value, int bits) {
    long quarter = 1L << (bits - 2);
    boolean fits = bits == 64 || last >>> bits == 0;
    boolean nearEnd = fits && Long.compareUnsigned(last, 3 * quarter) >= 0;
    return nearEnd && Long.compareUnsigned(value, quarter) < 0;
  }

  /// How many counters began again so far.
  public long resets() {
    return resets;
  }
}
