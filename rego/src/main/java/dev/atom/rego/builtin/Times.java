// SPDX-License-Identifier: Apache-2.0
package dev.atom.rego.builtin;

import dev.atom.rego.Value;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.TextStyle;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Instants in nanoseconds since 1970, as far as 64 bits reach.
final class Times {
  private static final BigInteger NANOS = BigInteger.valueOf(1_000_000_000L);
  private static final Pattern DURATION =
      Pattern.compile("(\\d+\\.?\\d*|\\.\\d+)(ns|us|µs|μs|ms|s|m|h)");
  private static final Map<String, Long> UNITS =
      Map.of(
          "ns",
          1L,
          "us",
          1_000L,
          "µs",
          1_000L,
          "μs",
          1_000L,
          "ms",
          1_000_000L,
          "s",
          1_000_000_000L,
          "m",
          60_000_000_000L,
          "h",
          3_600_000_000_000L);

  private Times() {}

  static List<Builtin> table() {
    return List.of(
        new Builtin("time.now_ns", 0, (c, a) -> Value.of(c.nowNanos())),
        new Builtin("time.parse_rfc3339_ns", 1, (c, a) -> parseRfc3339(Args.text(a, 0))),
        new Builtin("time.parse_ns", 2, (c, a) -> GoLayout.parse(Args.text(a, 0), Args.text(a, 1))),
        new Builtin("time.parse_duration_ns", 1, (c, a) -> duration(Args.text(a, 0))),
        new Builtin("time.format", 1, (c, a) -> format(a)),
        new Builtin("time.date", 1, (c, a) -> date(zoned(a, 0))),
        new Builtin("time.clock", 1, (c, a) -> clock(zoned(a, 0))),
        new Builtin("time.weekday", 1, (c, a) -> weekday(zoned(a, 0))),
        new Builtin("time.add_date", 4, (c, a) -> addDate(a)),
        new Builtin("time.diff", 2, (c, a) -> diff(zoned(a, 0), zoned(a, 1))));
  }

  private static Value parseRfc3339(String text) {
    try {
      return nanos(OffsetDateTime.parse(text, DateTimeFormatter.ISO_OFFSET_DATE_TIME).toInstant());
    } catch (DateTimeException e) {
      throw BuiltinException.failed("cannot parse '" + text + "' as RFC 3339 time");
    }
  }

  static Value nanos(Instant instant) {
    BigInteger nanos =
        BigInteger.valueOf(instant.getEpochSecond())
            .multiply(NANOS)
            .add(BigInteger.valueOf(instant.getNano()));
    if (nanos.bitLength() > 63) {
      throw BuiltinException.failed("time outside of valid range");
    }
    return Value.of(nanos.longValue());
  }

  private static Value duration(String text) {
    boolean negative = text.startsWith("-");
    String rest = negative || text.startsWith("+") ? text.substring(1) : text;
    if (rest.equals("0")) {
      return Value.of(0);
    }
    BigDecimal total = BigDecimal.ZERO;
    Matcher matcher = DURATION.matcher(rest);
    int at = 0;
    while (rest.length() < 200 && matcher.find() && matcher.start() == at) {
      total =
          total.add(
              new BigDecimal(matcher.group(1))
                  .multiply(BigDecimal.valueOf(UNITS.getOrDefault(matcher.group(2), 1L))));
      at = matcher.end();
    }
    if (at == 0 || at < rest.length()) {
      throw BuiltinException.failed("invalid duration '" + text + "'");
    }
    return Value.Num.of((negative ? total.negate() : total).toBigInteger());
  }

  /// An instant, or an array of an instant and a zone.
  private static ZonedDateTime zoned(Value[] args, int index) {
    Value value = args[index];
    String zone = "UTC";
    if (value instanceof Value.Arr pair && pair.size() >= 2) {
      zone = Args.text(new Value[] {pair.get(1)}, 0);
      value = pair.get(0);
    }
    if (!(value instanceof Value.Num number)) {
      throw Args.wrong(args, index, "one of {number, array}");
    }
    if (!number.isLong()) {
      throw BuiltinException.failed("timestamp too big");
    }
    Instant instant =
        Instant.ofEpochSecond(
            Math.floorDiv(number.longValue(), 1_000_000_000L),
            Math.floorMod(number.longValue(), 1_000_000_000L));
    return instant.atZone(zone(zone));
  }

  private static ZoneId zone(String name) {
    if (name.isEmpty() || name.equals("UTC") || name.equals("Local")) {
      return ZoneOffset.UTC;
    }
    try {
      return ZoneId.of(name);
    } catch (DateTimeException e) {
      throw BuiltinException.failed("unknown time zone " + name);
    }
  }

  private static Value format(Value[] args) {
    ZonedDateTime time = zoned(args, 0);
    String layout =
        args[0] instanceof Value.Arr parts && parts.size() > 2
            ? Args.text(new Value[] {parts.get(2)}, 0)
            : "2006-01-02T15:04:05.999999999Z07:00";
    return Value.of(GoLayout.format(layout, time));
  }

  private static Value date(ZonedDateTime time) {
    return Value.array(
        Value.of(time.getYear()), Value.of(time.getMonthValue()), Value.of(time.getDayOfMonth()));
  }

  private static Value clock(ZonedDateTime time) {
    return Value.array(
        Value.of(time.getHour()), Value.of(time.getMinute()), Value.of(time.getSecond()));
  }

  private static Value weekday(ZonedDateTime time) {
    return Value.of(time.getDayOfWeek().getDisplayName(TextStyle.FULL, Locale.ENGLISH));
  }

  private static Value addDate(Value[] args) {
    ZonedDateTime time = zoned(args, 0);
    int years = Args.small(args, 1);
    int months = Args.small(args, 2);
    int days = Args.small(args, 3);
    try {
      // Days of the month that overflow run over into the next, they are not cut.
      long month = time.getMonthValue() - 1L + months;
      ZonedDateTime first = time.withDayOfMonth(1).withMonth(1).plusYears(years).plusMonths(month);
      return nanos(first.plusDays(time.getDayOfMonth() - 1L + days).toInstant());
    } catch (DateTimeException | ArithmeticException e) {
      throw BuiltinException.failed("time outside of valid range");
    }
  }

  private static Value diff(ZonedDateTime one, ZonedDateTime otherZoned) {
    ZonedDateTime other = otherZoned.withZoneSameInstant(one.getZone());
    ZonedDateTime from = one.isBefore(other) ? one : other;
    ZonedDateTime to = one.isBefore(other) ? other : one;
    long seconds = to.toLocalTime().toSecondOfDay() - (long) from.toLocalTime().toSecondOfDay();
    boolean borrowed = seconds < 0;
    long years = to.getYear() - (long) from.getYear();
    long months = to.getMonthValue() - (long) from.getMonthValue();
    long days = to.getDayOfMonth() - (long) from.getDayOfMonth() - (borrowed ? 1 : 0);
    seconds += borrowed ? 86_400 : 0;
    if (days < 0) {
      days += from.toLocalDate().lengthOfMonth();
      months--;
    }
    if (months < 0) {
      months += 12;
      years--;
    }
    return Value.array(
        Value.of(years),
        Value.of(months),
        Value.of(days),
        Value.of(seconds / 3600),
        Value.of(seconds / 60 % 60),
        Value.of(seconds % 60));
  }
}
