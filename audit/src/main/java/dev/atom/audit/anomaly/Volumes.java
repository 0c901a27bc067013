// SPDX-License-Identifier: Apache-2.0
package dev.atom.audit.anomaly;

import java.time.Instant;
import java.util.Optional;

/// How many acts each of the last 168 hours had.
final class Volumes {
  private static final int HOURS = 168;
  private static final int HOURS_LEAST = 24;
  private static final long SECONDS = 3600;

  private final int[] counts = new int[HOURS];
  private final long begin;
  private long hour;
  private int current;
  private boolean flagged;

  Volumes(Instant first) {
    this.begin = first.getEpochSecond() / SECONDS;
    this.hour = begin;
  }

  /// Why this act makes its hour unusually full; at most once an hour.
  Optional<String> observe(Instant at, AnomalyRules rules) {
    advance(at.getEpochSecond() / SECONDS);
    current++;
    if (flagged || current < rules.volumeLeast() || hour - begin < HOURS_LEAST) {
      return Optional.empty();
    }
    int busiest = busiest();
    if (current <= (long) busiest * rules.volumeFactor()) {
      return Optional.empty();
    }
    flagged = true;
    return Optional.of(
        current + " acts within this hour; the busiest hour of the week before had " + busiest);
  }

  /// Goes on to `next`; the hours between had nothing. Time that goes back stays in this hour.
  private void advance(long next) {
    if (next <= hour) {
      return;
    }
    counts[(int) (hour % HOURS)] = current;
    long idle = Math.min(next - hour - 1, HOURS);
    for (long i = 1; i <= idle; i++) {
      counts[(int) ((hour + i) % HOURS)] = 0;
    }
    hour = next;
    current = 0;
    flagged = false;
    counts[(int) (hour % HOURS)] = 0;
  }

  private int busiest() {
    int most = 0;
    for (int count : counts) {
      most = Math.max(most, count);
    }
    return most;
  }
}
