// SPDX-License-Identifier: Apache-2.0
package dev.atom.studio.trail;

import dev.atom.audit.store.AuditQuery;
import dev.atom.studio.wire.Exchange;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;

/// Reads what a call asks of the trail from its query parameters.
public final class TrailQuery {
  /// The parameters that say which entries are meant.
  private static final List<String> FILTER =
      List.of("agent", "domain", "user", "decision", "ruling", "kind", "reason", "since", "until");

  private TrailQuery() {}

  /// The names of the parameters of a search, and `more`.
  public static String[] names(String... more) {
    return java.util.stream.Stream.concat(FILTER.stream(), java.util.Arrays.stream(more))
        .toArray(String[]::new);
  }

  /// @throws IllegalArgumentException naming the parameter that cannot be read
  static AuditQuery of(Exchange exchange, int pageSize, int pageSizeMax) {
    int size = (int) number(exchange, "page_size", pageSize);
    if (size < 1 || size > pageSizeMax) {
      throw new IllegalArgumentException(
          "query parameter 'page_size' must be between 1 and " + pageSizeMax);
    }
    return new AuditQuery(
        number(exchange, "before", 0),
        number(exchange, "follow_after", 0),
        new AuditQuery.Who(
            text(exchange, "agent"), text(exchange, "domain"), text(exchange, "user")),
        new AuditQuery.What(
            text(exchange, "kind"),
            text(exchange, "reason"),
            text(exchange, "ruling"),
            text(exchange, "decision")),
        new AuditQuery.Span(
            moment(exchange, "since", Instant.EPOCH), moment(exchange, "until", Instant.MAX)),
        size);
  }

  /// What is asked for, as it is written down: `agent=...&kind=...`.
  static String filter(Exchange exchange) {
    return FILTER.stream()
        .filter(name -> exchange.query(name).isPresent())
        .map(name -> name + "=" + text(exchange, name))
        .collect(Collectors.joining("&"));
  }

  private static String text(Exchange exchange, String name) {
    return exchange.query(name).orElse("");
  }

  private static long number(Exchange exchange, String name, long otherwise) {
    var text = exchange.query(name);
    try {
      return text.isEmpty() ? otherwise : Long.parseLong(text.get());
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          "query parameter '" + name + "' must be a whole number", e);
    }
  }

  /// A moment, or how long ago: `2026-01-31T12:00:00Z`, `15m`, `24h`, `7d`.
  static Instant moment(Exchange exchange, String name, Instant otherwise) {
    var text = exchange.query(name);
    if (text.isEmpty()) {
      return otherwise;
    }
    try {
      return moment(text.get(), exchange.now());
    } catch (DateTimeException e) {
      throw new IllegalArgumentException(
          "query parameter '"
              + name
              + "' must be a time such as 2026-01-31T12:00:00Z, or 15m, 24h, 7d",
          e);
    }
  }

  private static Instant moment(String text, Instant now) {
    if (text.matches("\\d{1,6}[smhd]")) {
      long count = Long.parseLong(text.substring(0, text.length() - 1));
      return now.minus(
          switch (text.charAt(text.length() - 1)) {
            case 's' -> Duration.ofSeconds(count);
            case 'm' -> Duration.ofMinutes(count);
            case 'h' -> Duration.ofHours(count);
            default -> Duration.ofDays(count);
          });
    }
    return Instant.parse(text);
  }
}
