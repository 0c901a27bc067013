// SPDX-License-Identifier: Apache-2.0
package dev.atom.node.collect;

import dev.atom.node.collect.Collector.Rhythm;
import dev.atom.node.collect.CollectorThread.Schedule;
import dev.atom.node.host.HostPaths;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;

/// All collectors at work, each on its own thread.
public final class Collectors implements AutoCloseable {
  private final List<CollectorThread> threads = new ArrayList<>();
  private Rhythms rhythms;

  /// When collectors read.
  ///
  /// @param runtime the interval of measurements
  /// @param hardware the interval of hardware
  /// @param discovery the interval of container discovery
  /// @param timeout how long one pass may take
  /// @param disabled names of collectors that do not read
  /// @param own intervals of single collectors, by name
  public record Rhythms(
      Duration runtime,
      Duration hardware,
      Duration discovery,
      Duration timeout,
      Set<String> disabled,
      Map<String, Duration> own) {
    public Rhythms {
      disabled = Set.copyOf(disabled);
      own = Map.copyOf(own);
    }

    Schedule of(Collector collector) {
      Duration interval = own.getOrDefault(collector.name(), interval(collector.rhythm()));
      return new Schedule(!disabled.contains(collector.name()), interval, timeout);
    }

    private Duration interval(Rhythm rhythm) {
      return switch (rhythm) {
        case RUNTIME -> runtime;
        case HARDWARE -> hardware;
        case DISCOVERY -> discovery;
      };
    }
  }

  /// @param nanoTime the monotonic clock
  public Collectors(
      List<Collector> collectors,
      Rhythms rhythms,
      HostPaths host,
      AccessLedger ledger,
      LongSupplier nanoTime,
      Readings readings) {
    this.rhythms = rhythms;
    for (Collector collector : collectors) {
      threads.add(
          new CollectorThread(collector, rhythms.of(collector), host, ledger, nanoTime, readings));
    }
  }

  /// Starts the threads.
  public void start() {
    threads.forEach(CollectorThread::start);
  }

  /// Reports passes that take too long; to be called every second or so.
  public void watch() {
    threads.forEach(CollectorThread::watch);
  }

  /// Changes when collectors read, without a restart.
  public synchronized void reschedule(Rhythms next) {
    for (CollectorThread thread : threads) {
      Schedule schedule = next.of(thread.collector());
      if (!schedule.equals(rhythms.of(thread.collector()))) {
        thread.reschedule(schedule);
      }
    }
    rhythms = next;
  }

  /// The names of all.
  public List<String> names() {
    return threads.stream().map(thread -> thread.collector().name()).toList();
  }

  /// Lets them end after the pass under way; those that hang are left alone.
  @Override
  public void close() {
    threads.forEach(CollectorThread::stop);
  }
}
