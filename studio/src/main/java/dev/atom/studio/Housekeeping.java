// SPDX-License-Identifier: Apache-2.0
package dev.atom.studio;

import dev.atom.base.AtomException;
import dev.atom.studio.journal.Journal;
import dev.atom.studio.store.ControlStore;
import dev.atom.studio.store.Revocations;
import dev.atom.studio.store.Sessions;
import dev.atom.studio.trail.TrailReads;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What happens by the clock: counted refusals are written down, and what has long run out is
/// forgotten.
final class Housekeeping implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Housekeeping.class);
  private static final int FLUSH_SECONDS = 10;
  private static final int FORGET_MINUTES = 30;
  private static final Duration KEPT = Duration.ofDays(1);

  private final ControlStore store;
  private final Journal journal;
  private final TrailReads reads;
  private final InstantSource clock;
  private final ScheduledExecutorService timer;

  private Housekeeping(
      ControlStore store,
      Journal journal,
      TrailReads reads,
      InstantSource clock,
      ScheduledExecutorService timer) {
    this.store = store;
    this.journal = journal;
    this.reads = reads;
    this.clock = clock;
    this.timer = timer;
  }

  static Housekeeping start(
      ControlStore store, Journal journal, TrailReads reads, InstantSource clock) {
    var timer =
        Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("housekeeping").factory());
    var keeping = new Housekeeping(store, journal, reads, clock, timer);
    var _ =
        timer.scheduleWithFixedDelay(
            keeping::flush, FLUSH_SECONDS, FLUSH_SECONDS, TimeUnit.SECONDS);
    var _ = timer.scheduleWithFixedDelay(keeping::forget, 1, FORGET_MINUTES, TimeUnit.MINUTES);
    return keeping;
  }

  private void flush() {
    try {
      journal.flushCounted();
      reads.flush(clock.instant());
    } catch (RuntimeException e) {
      LOG.error("counted refusals could not be written down", e);
    }
  }

  /// Forgetting changes nothing that anybody may still use, so the world's revision stays.
  private void forget() {
    try {
      var now = clock.instant();
      int gone =
          store.inTransaction(
              tx -> Sessions.forget(tx, now.minus(KEPT)) + Revocations.forget(tx, now));
      LOG.debug("{} rows that ran out are forgotten", gone);
    } catch (AtomException e) {
      LOG.warn("what ran out could not be forgotten: {}", e.getMessage());
    }
  }

  @Override
  public void close() {
    timer.shutdownNow();
    journal.flushAllCounted();
    try {
      reads.flush(Instant.MAX);
    } catch (Journal.Unwritten e) {
      LOG.error("who read the trail in the last minute could not be written down", e);
    }
  }
}
