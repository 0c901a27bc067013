// SPDX-License-Identifier: Apache-2.0
package dev.atom.rego.builtin;

import dev.atom.rego.Value;
import java.time.DateTimeException;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.time.temporal.TemporalAccessor;
import java.time.temporal.TemporalQueries;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Time layouts written as the reference time `Mon Jan 2 15:04:05 MST 2006` would look.
final class GoLayout {
  private static final Map<String, String> NAMED =
      Map.of(
          "RFC3339", "2006-01-02T15:04:05Z07:00",
          "RFC3339Nano", "2006-01-02T15:04:05.999999999Z07:00",
          "RFC822", "02 Jan 06 15:04 MST",
          "RFC822Z", "02 Jan 06 15:04 -0700",
          "RFC850", "Monday, 02-Jan-06 15:04:05 MST",
          "RFC1123", "Mon, 02 Jan 2006 15:04:05 MST",
          "RFC1123Z", "Mon, 02 Jan 2006 15:04:05 -0700",
          "ANSIC", "Mon Jan _2 15:04:05 2006",
          "UnixDate", "Mon Jan _2 15:04:05 MST 2006",
          "RubyDate", "Mon Jan 02 15:04:05 -0700 2006");

  /// What the reference time's parts mean, longer ones first.
  private static final String[][] PARTS = {
    {"January", "MMMM"},
    {"Monday", "EEEE"},
    {"2006", "uuuu"},
    {"-07:00", "xxx"},
    {"Z07:00", "XXX"},
    {"-0700", "xx"},
    {"Z0700", "XX"},
    {"Jan", "MMM"},
    {"Mon", "EEE"},
    {"MST", "zzz"},
    {"-07", "x"},
    {"_2", "ppd"},
    {"01", "MM"},
    {"02", "dd"},
    {"03", "hh"},
    {"04", "mm"},
    {"05", "ss"},
    {"06", "uu"},
    {"15", "HH"},
    {"PM", "a"},
    {"pm", "a"},
    {"1", "M"},
    {"2", "d"},
    {"3", "h"},
    {"4", "m"},
    {"5", "s"}
  };

  private GoLayout() {}

  static Value parse(String layout, String text) {
    try {
      TemporalAccessor parsed = formatter(layout, true).parse(text);
      var date = parsed.query(TemporalQueries.localDate());
      LocalTime time = parsed.query(TemporalQueries.localTime());
      var zone = parsed.query(TemporalQueries.zone());
      if (date == null) {
        throw BuiltinException.failed("time '" + text + "' has no date");
      }
      return Times.nanos(
          date.atTime(time == null ? LocalTime.MIDNIGHT : time)
              .atZone(zone == null ? ZoneOffset.UTC : zone)
              .toInstant());
    } catch (DateTimeException | IllegalArgumentException e) {
      throw BuiltinException.failed("cannot parse '" + text + "' by the layout '" + layout + "'");
    }
  }

  static String format(String layout, ZonedDateTime time) {
    try {
      return formatter(layout, false).format(time);
    } catch (DateTimeException | IllegalArgumentException e) {
      throw BuiltinException.failed("cannot format by the layout '" + layout + "'");
    }
  }

  private static DateTimeFormatter formatter(String name, boolean parsing) {
    String layout = NAMED.getOrDefault(name, name);
    var builder = new DateTimeFormatterBuilder().parseCaseInsensitive();
    int at = 0;
    while (at < layout.length()) {
      String[] part = part(layout, at);
      if (part != null) {
        builder.appendPattern(part[1]);
        at += part[0].length();
        if (parsing && part[0].equals("05") && !fraction(layout, at)) {
          builder.optionalStart().appendFraction(ChronoField.NANO_OF_SECOND, 0, 9, true);
          builder.optionalEnd();
        }
      } else if (fraction(layout, at)) {
        int end = at + 1;
        while (end < layout.length() && layout.charAt(end) == layout.charAt(at + 1)) {
          end++;
        }
        int digits = Math.min(9, end - at - 1);
        boolean exact = layout.charAt(at + 1) == '0' && !parsing;
        builder.appendFraction(ChronoField.NANO_OF_SECOND, exact ? digits : 0, digits, true);
        at = end;
      } else {
        builder.appendLiteral(layout.charAt(at));
        at++;
      }
    }
    return builder.toFormatter(Locale.ENGLISH);
  }

  private static String @Nullable [] part(String layout, int at) {
    for (String[] part : PARTS) {
      if (layout.startsWith(part[0], at)) {
        return part;
      }
    }
    return null;
  }

  private static boolean fraction(String layout, int at) {
    return at + 1 < layout.length()
        && layout.charAt(at) == '.'
        && (layout.charAt(at + 1) == '0' || layout.charAt(at + 1) == '9');
  }
}
