// SPDX-License-Identifier: Apache-2.0
package dev.atom.node.collect;

import dev.atom.node.collect.Collector.Rhythm;
import dev.atom.node.host.HostFiles;
import dev.atom.node.host.HostPaths;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;

/// The thread of one collector: reads at its interval, hands over what came of it, and may hang in
/// a read for ever without anybody waiting for it. The thread is not replaced while it hangs, so a
/// dead mount costs one thread, however long it lasts.
final class CollectorThread implements Runnable {
  private static final long STACK_BYTES = 256 * 1024;

  private final Collector collector;
  private final HostPaths host;
  private final AccessLedger ledger;
  private final LongSupplier nanoTime;
  private final Readings readings;
  private final HostFiles files = new HostFiles();
  private volatile Schedule schedule;
  private volatile boolean stopped;

  /// When the pass under way began; 0 between passes.
  private volatile long busySince;

  private volatile boolean told;
  private final Thread thread;

  /// When a collector reads and how long it may take.
  ///
  /// @param enabled whether it reads at all
  record Schedule(boolean enabled, Duration interval, Duration timeout) {}

  CollectorThread(
      Collector collector,
      Schedule schedule,
      HostPaths host,
      AccessLedger ledger,
      LongSupplier nanoTime,
      Readings readings) {
    this.collector = collector;
    this.schedule = schedule;
    this.host = host;
    this.ledger = ledger;
    this.nanoTime = nanoTime;
    this.readings = readings;
    this.thread =
        Thread.ofPlatform()
            .name("collect-" + collector.name())
            .daemon()
            .stackSize(STACK_BYTES)
            .unstarted(this);
  }

  void start() {
    thread.start();
  }

  Collector collector() {
    return collector;
  }

  Rhythm rhythm() {
    return collector.rhythm();
  }

  /// Changes when it reads; takes effect at once.
  void reschedule(Schedule next) {
    schedule = next;
    LockSupport.unpark(thread);
  }

  void stop() {
    stopped = true;
    LockSupport.unpark(thread);
  }

  @Override
  public void run() {
    long due = nanoTime.getAsLong();
    Schedule known = schedule;
    while (!stopped) {
      Schedule now = schedule;
      if (!now.equals(known)) {
        known = now;
        due = nanoTime.getAsLong();
      }
      long wait = due - nanoTime.getAsLong();
      if (!now.enabled()) {
        readings.disabled(collector, "by configuration");
        LockSupport.parkNanos(this, Duration.ofMinutes(1).toNanos());
      } else if (wait > 0) {
        LockSupport.parkNanos(this, wait);
      } else {
        once(now);
        due = Math.max(due + now.interval().toNanos(), nanoTime.getAsLong());
      }
    }
  }

  private void once(Schedule now) {
    long began = nanoTime.getAsLong();
    told = false;
    busySince = began == 0 ? 1 : began;
    Reading reading = read(began);
    boolean late = nanoTime.getAsLong() - began > now.timeout().toNanos();
    busySince = 0;
    if (late) {
      // What was read at the beginning and at the end of a hang does not belong together.
      reading = new Reading.Failed(timeout(now));
    }
    readings.read(collector, reading, nanoTime.getAsLong() - began);
  }

  private Reading read(long began) {
    try {
      return collector.collect(new Pass(host, files, ledger, collector.name(), began));
    } catch (RuntimeException e) {
      return new Reading.Failed("a defect of the collector " + collector.name() + ": " + e);
    }
  }

  /// Says so, once a pass, when the pass under way takes too long.
  void watch() {
    Schedule now = schedule;
    long since = busySince;
    if (since != 0 && !told && nanoTime.getAsLong() - since > now.timeout().toNanos()) {
      told = true;
      readings.hung(collector, timeout(now));
    }
  }

  private static String timeout(Schedule now) {
    return "no answer within " + now.timeout().toMillis() + " ms";
  }
}
