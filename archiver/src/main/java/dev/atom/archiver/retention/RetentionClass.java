// SPDX-License-Identifier: Apache-2.0
package dev.atom.archiver.retention;

import java.time.Duration;

/// How long something is kept.
public enum RetentionClass {
  /// 30 days.
  SHORT(30),
  /// 90 days.
  STANDARD(90),
  /// 180 days.
  LONG(180);

  private final Duration time;

  RetentionClass(int days) {
    this.time = Duration.ofDays(days);
  }

  /// How long.
  public Duration time() {
    return time;
  }
}
