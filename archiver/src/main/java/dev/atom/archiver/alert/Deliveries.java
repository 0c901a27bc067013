// SPDX-License-Identifier: Apache-2.0
package dev.atom.archiver.alert;

import dev.atom.audit.store.AlertBook;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Takes what is due from the book to its receivers, again and again until each has it: at least
/// once, and once as long as receivers answer.
final class Deliveries {
  private static final Logger LOG = LoggerFactory.getLogger(Deliveries.class);
  private static final Duration LEASE = Duration.ofMinutes(1);
  private static final Duration LONGEST = Duration.ofMinutes(5);
  private static final int MOST = 50;

  /// At this many attempts the waits have reached the longest.
  private static final int DOUBLINGS = 12;

  private final AlertBook book;
  private final Map<String, AlertSink> sinks;
  private final Duration first;
  private final InstantSource clock;
  private Optional<String> problem = Optional.empty();

  /// @param first how long to wait after the first failure; doubled after each further
  Deliveries(AlertBook book, List<AlertSink> sinks, Duration first, InstantSource clock) {
    this.book = book;
    this.sinks = sinks.stream().collect(Collectors.toMap(AlertSink::name, Function.identity()));
    this.first = first;
    this.clock = clock;
  }

  List<String> names() {
    return sinks.keySet().stream().sorted().toList();
  }

  /// Why somebody could not be told at the last try.
  Optional<String> problem() {
    return problem;
  }

  /// Tells what is due now.
  void run() throws InterruptedException {
    for (AlertBook.Delivery delivery : book.take(clock.instant(), LEASE, MOST)) {
      var sink = sinks.get(delivery.sink());
      if (sink == null) {
        // the receiver is not configured any more; should it come back, it is told then
        book.failed(delivery, clock.instant().plus(LONGEST), "not configured");
        continue;
      }
      deliver(sink, delivery);
    }
  }

  private void deliver(AlertSink sink, AlertBook.Delivery delivery) throws InterruptedException {
    try {
      sink.send(delivery.alert());
      book.delivered(delivery, clock.instant());
      problem = Optional.empty();
    } catch (IOException e) {
      var wait = first.multipliedBy(1L << Math.min(delivery.attempts() - 1, DOUBLINGS));
      wait = wait.compareTo(LONGEST) > 0 ? LONGEST : wait;
      String why = sink.name() + ": " + e;
      book.failed(delivery, clock.instant().plus(wait), why);
      problem = Optional.of(why);
      LOG.warn("alert {} is not delivered yet: {}", delivery.alert().id(), why);
    }
  }
}
