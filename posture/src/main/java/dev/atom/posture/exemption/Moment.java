// SPDX-License-Identifier: Apache-2.0
package dev.atom.posture.exemption;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/// A point in time as ledgers write it: `2026-11-22T10:00:00Z`, or a day, which begins and ends in
/// UTC. Precise to the second.
public final class Moment {
  private Moment() {}

  /// When something that `text` is the beginning of begins.
  public static Optional<Instant> beginning(String text) {
    return time(text).or(() -> day(text).map(d -> d.atStartOfDay(ZoneOffset.UTC).toInstant()));
  }

  /// The first instant after something that ends at `text`: of a day, the midnight that ends it.
  public static Optional<Instant> end(String text) {
    return time(text)
        .or(() -> day(text).map(d -> d.plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant()));
  }

  /// How an end is shown: the instant itself, or the last second of its day.
  static String shownEnd(String text, Instant end) {
    return time(text).isPresent()
        ? end.toString()
        : end.minusSeconds(1) + " (the end of that day, UTC)";
  }

  private static Optional<Instant> time(String text) {
    if (text.indexOf('T') < 0 && text.indexOf(' ') < 0) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          OffsetDateTime.parse(text.replace(' ', 'T')).toInstant().truncatedTo(ChronoUnit.SECONDS));
    } catch (DateTimeException _) {
      return Optional.empty();
    }
  }

  private static Optional<LocalDate> day(String text) {
    try {
      return Optional.of(LocalDate.parse(text));
    } catch (DateTimeException _) {
      return Optional.empty();
    }
  }
}
