// SPDX-License-Identifier: Apache-2.0
package dev.atom.studio.trail;

import dev.atom.audit.EventKind;
import dev.atom.studio.access.Caller;
import dev.atom.studio.journal.Journal;
import dev.atom.studio.wire.Exchange;
import dev.atom.studio.wire.Problem;
import dev.atom.studio.wire.Reply;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Writes down who read the audit trail: before they see it, and not more than twice a minute for
/// the same thing.
///
/// SECURITY(T-32): reading the trail leaves a trace in it.
///
/// The first read of a person with one filter has an entry of its own; what the same person asks
/// again within a minute is counted and written down once, when the minute is over. So a tail costs
/// two entries a minute at most. A read that follows and finds nothing, or nothing but the entries
/// of the reader's own reading, is not counted: it would beget itself for ever. Safe for concurrent
/// use.
public final class TrailReads {
  private static final Duration WINDOW = Duration.ofMinutes(1);
  private static final int READERS_MAX = 10_000;
  private static final int FILTER_MAX = 1_000;

  private final Journal journal;
  private final Map<Key, Tally> tallies = new HashMap<>();

  public TrailReads(Journal journal) {
    this.journal = journal;
  }

  /// One read.
  ///
  /// @param what `search`, `tail`, `explain`, `export` or `anomalies`
  /// @param filter what was asked for, without the page
  /// @param rows how many entries were found
  record Read(String what, String filter, int rows) {
    Read {
      filter = filter.length() > FILTER_MAX ? filter.substring(0, FILTER_MAX) : filter;
    }
  }

  private record Key(Caller caller, String what, String filter) {}

  private static final class Tally {
    private final Instant since;
    private final Exchange exchange;
    private long reads;
    private long rows;

    Tally(Exchange exchange) {
      this.since = exchange.now();
      this.exchange = exchange;
    }
  }

  /// Writes `read` down, or counts it.
  ///
  /// @return why it must not be answered: it could not be written down
  Optional<Reply.Refused> note(Caller caller, Exchange exchange, Read read) {
    var key = new Key(caller, read.what(), read.filter());
    Optional<Tally> over = Optional.empty();
    synchronized (this) {
      var tally = tallies.get(key);
      if (tally != null && exchange.now().isBefore(tally.since.plus(WINDOW))) {
        tally.reads++;
        tally.rows += read.rows();
        return Optional.empty();
      }
      over = Optional.ofNullable(tally).filter(it -> it.reads > 0);
      if (tally != null || tallies.size() < READERS_MAX) {
        tallies.put(key, new Tally(exchange));
      }
    }
    try {
      over.ifPresent(it -> write(key, it.exchange, it.reads, it.rows));
      write(key, exchange, 1, read.rows());
      return Optional.empty();
    } catch (Journal.Unwritten _) {
      synchronized (this) {
        tallies.remove(key);
      }
      return Optional.of(
          Reply.refused(
              Problem.Code.AUDIT_UNAVAILABLE,
              "the trail is shown only to those whose reading it can record"));
    }
  }

  /// Writes down the counts of the minutes that are over by `now`; [Instant#MAX] for all.
  public void flush(Instant now) {
    List<Map.Entry<Key, Tally>> over = new ArrayList<>();
    synchronized (this) {
      for (Iterator<Map.Entry<Key, Tally>> all = tallies.entrySet().iterator(); all.hasNext(); ) {
        var entry = all.next();
        if (!now.isBefore(entry.getValue().since.plus(WINDOW))) {
          all.remove();
          over.add(Map.entry(entry.getKey(), entry.getValue()));
        }
      }
    }
    for (var entry : over) {
      var tally = entry.getValue();
      if (tally.reads > 0) {
        write(entry.getKey(), tally.exchange, tally.reads, tally.rows);
      }
    }
  }

  private void write(Key key, Exchange exchange, long reads, long rows) {
    var facts = new TreeMap<String, Object>();
    facts.put("filter", key.filter());
    facts.put("rows", rows);
    facts.put("reads", reads);
    facts.put("since", exchange.now().toString());
    journal.read(
        key.what().equals("export") ? EventKind.EXPORT : EventKind.TRAIL_READ,
        exchange,
        key.caller(),
        key.what(),
        facts);
  }
}
