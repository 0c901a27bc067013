// SPDX-License-Identifier: Apache-2.0
package dev.atom.audit.alert;

import java.time.Duration;

/// How much within how long is too much.
///
/// @param count from this on
/// @param window within so long
public record Threshold(long count, Duration window) {
  public Threshold {
    if (count < 1) {
      throw new IllegalArgumentException("a threshold of " + count + " is always reached");
    }
    if (window.isNegative() || window.isZero() || window.compareTo(Duration.ofDays(1)) > 0) {
      throw new IllegalArgumentException("a window of " + window + " is not within a day");
    }
  }

  /// At the first sign.
  public static final Threshold AT_ONCE = new Threshold(1, Duration.ofMinutes(1));
}
