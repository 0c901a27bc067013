// SPDX-License-Identifier: Apache-2.0
package dev.atom.studio;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/// The system's time plus what a test added to it.
final class MovableClock implements InstantSource {
  private volatile Duration ahead = Duration.ZERO;

  @Override
  public Instant instant() {
    return Instant.now().plus(ahead);
  }

  /// Runs `work` as if `time` had passed, then goes back.
  void after(Duration time, Runnable work) {
    ahead = time;
    try {
      work.run();
    } finally {
      ahead = Duration.ZERO;
    }
  }
}
