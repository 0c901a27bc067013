// SPDX-License-Identifier: Apache-2.0
package dev.atom.audit.anomaly;

import java.time.Instant;
import java.util.Optional;

/// On how many days an identity was seen in each hour of the day, UTC.
final class Hours {
  private static final int DAY = 24;
  private static final long HOUR_SECONDS = 3600;
  private static final long DAY_SECONDS = DAY * HOUR_SECONDS;

  /// Who works in more hours than this has no usual ones.
  private static final int USUAL_MAX = 16;

  private final int[] days = new int[DAY];
  private final long[] lastDay = new long[DAY];
  private long today = Long.MIN_VALUE;
  private int daysSeen;
  private long flaggedOn = Long.MIN_VALUE;

  Hours() {
    java.util.Arrays.fill(lastDay, Long.MIN_VALUE);
  }

  /// Why this act comes at an unusual time; at most once a day.
  Optional<String> observe(Instant at, AnomalyRules rules) {
    long day = Math.floorDiv(at.getEpochSecond(), DAY_SECONDS);
    int hour = (int) (Math.floorMod(at.getEpochSecond(), DAY_SECONDS) / HOUR_SECONDS);
    boolean unusual = daysSeen >= rules.daysLeast() && isNew(hour) && flaggedOn != day;
    int usual = usualHours();
    learn(day, hour);
    if (!unusual || usual > USUAL_MAX) {
      return Optional.empty();
    }
    flaggedOn = day;
    return Optional.of(
        "active between %02d:00 and %02d:00 UTC, never before near this hour on %d days"
            .formatted(hour, (hour + 1) % DAY, daysSeen - 1));
  }

  private boolean isNew(int hour) {
    return days[(hour + DAY - 1) % DAY] == 0 && days[hour] == 0 && days[(hour + 1) % DAY] == 0;
  }

  private int usualHours() {
    int usual = 0;
    for (int count : days) {
      usual += count > 0 ? 1 : 0;
    }
    return usual;
  }

  private void learn(long day, int hour) {
    if (day > today) {
      today = day;
      daysSeen++;
    }
    if (lastDay[hour] != day) {
      lastDay[hour] = day;
      days[hour]++;
    }
  }
}
