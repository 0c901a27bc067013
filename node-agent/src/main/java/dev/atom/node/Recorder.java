// SPDX-License-Identifier: Apache-2.0
package dev.atom.node;

import dev.atom.node.collect.AccessLedger;
import dev.atom.node.collect.Collector;
import dev.atom.node.collect.CollectorStatus;
import dev.atom.node.collect.CollectorStatus.State;
import dev.atom.node.collect.Reading;
import dev.atom.node.collect.Readings;
import dev.atom.node.graph.FactBook;
import dev.atom.node.journal.Journal;
import dev.atom.node.uplink.Outbox;
import dev.atom.protocol.Fact;
import dev.atom.protocol.Labels;
import dev.atom.protocol.Metric;
import dev.atom.protocol.Sample;
import dev.atom.protocol.Scrape;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// Turns readings into scrapes and facts, and keeps how each collector does. Safe for use by many
/// threads.
final class Recorder implements Readings {
  private static final Metric STATUS = Metric.gauge("atom.node.collector.status", "1");
  private static final Metric DURATION = Metric.gauge("atom.node.collector.duration", "s");
  private static final Metric DENIED = Metric.sum("atom.node.permission.denied", "{refusal}");
  private static final Metric DROPPED = Metric.sum("atom.node.dropped", "{item}");
  private static final Metric WAITING = Metric.gauge("atom.node.outbox.usage", "By");

  private final Outbox outbox;
  private final FactBook facts;
  private final Journal journal;
  private final InstantSource clock;
  private final Map<String, CollectorStatus> states = new ConcurrentHashMap<>();
  private final Map<String, Double> durations = new ConcurrentHashMap<>();

  Recorder(Outbox outbox, FactBook facts, Journal journal, InstantSource clock) {
    this.outbox = outbox;
    this.facts = facts;
    this.journal = journal;
    this.clock = clock;
  }

  @Override
  public void read(Collector collector, Reading reading, long nanos) {
    durations.put(collector.name(), nanos / 1e9);
    note(collector.name(), CollectorStatus.of(reading));
    switch (reading) {
      case Reading.Complete(List<Sample> samples, List<Fact> found) ->
          record(collector, samples, found);
      case Reading.Partial(List<Sample> samples, List<Fact> found, List<String> _) ->
          record(collector, samples, found);
      case Reading.Failed _, Reading.Unsupported _ -> {}
    }
  }

  private void record(Collector collector, List<Sample> samples, List<Fact> found) {
    if (!samples.isEmpty()) {
      outbox.scrape(new Scrape(collector.name(), clock.millis(), samples).toBytes());
    }
    facts.tell(collector.name(), found);
  }

  @Override
  public void hung(Collector collector, String reason) {
    note(collector.name(), new CollectorStatus(State.FAILED, List.of(reason)));
  }

  @Override
  public void disabled(Collector collector, String reason) {
    note(collector.name(), new CollectorStatus(State.DISABLED, List.of(reason)));
  }

  /// A change is told, a state that lasts is not: a log is no measurement.
  private void note(String collector, CollectorStatus status) {
    CollectorStatus before = states.put(collector, status);
    boolean news = before == null ? status.state() != State.ACTIVE : !before.equals(status);
    if (news) {
      String why =
          status.reasons().isEmpty() ? "" : ": " + String.join("; ", few(status.reasons()));
      journal.info("collector", collector + " is " + status.state().word() + why);
    }
  }

  private static List<String> few(List<String> reasons) {
    return reasons.size() <= 3 ? reasons : reasons.subList(0, 3);
  }

  /// How each collector does.
  Map<String, CollectorStatus> states() {
    return Map.copyOf(states);
  }

  /// Puts what the agent knows about itself into the outbox.
  void tellOfSelf(AccessLedger ledger) {
    List<Sample> samples = new ArrayList<>();
    states.forEach((name, status) ->
        samples.add(
            new Sample(STATUS, Labels.of("collector", name, "state", status.state().word()), 1)));
    durations.forEach((name, seconds) ->
        samples.add(new Sample(DURATION, Labels.of("collector", name), seconds)));
    ledger
        .counts()
        .forEach(
            (kind, count) -> samples.add(new Sample(DENIED, Labels.of("source", kind), count)));
    samples.add(new Sample(DROPPED, Labels.NONE, outbox.dropped()));
    samples.add(new Sample(WAITING, Labels.NONE, outbox.bytes()));
    outbox.scrape(new Scrape("agent", clock.millis(), samples).toBytes());
  }
}
