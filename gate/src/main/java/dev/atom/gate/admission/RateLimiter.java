// SPDX-License-Identifier: Apache-2.0
package dev.atom.gate.admission;

import java.util.function.Consumer;

/// Counts requests per caller in a sliding window of 60 seconds.
///
/// In every window of 60 seconds at most [LimitKey#perMinute()] requests are admitted, exactly up
/// to 600 a minute; above, two counters estimate the window and the error is below 6 %. Requests
/// that were not admitted do not count. A changed limit holds for the next request.
public interface RateLimiter extends AutoCloseable {
  /// Takes a permit for `key` if one is left.
  ///
  /// @param nowNanos the monotonic clock
  /// @param then told the reading exactly once, soon, perhaps before this method returns and
  ///   perhaps on another thread
  void take(LimitKey key, long nowNanos, Consumer<LimitReading> then);

  @Override
  default void close() {}
}
