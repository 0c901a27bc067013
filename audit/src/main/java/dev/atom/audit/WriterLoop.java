// SPDX-License-Identifier: Apache-2.0
package dev.atom.audit;

import dev.atom.audit.store.ChainStoreException;
import dev.atom.base.AtomException;
import dev.atom.base.ErrorCode;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The writer's thread: collects what has arrived, writes it, and keeps what could not be written
/// until it can be or nobody waits for it any more.
final class WriterLoop implements Runnable {
  private static final Logger LOG = LoggerFactory.getLogger(WriterLoop.class);
  private static final String NO_PROBLEM = "see whether PostgreSQL answers";
  private static final int BATCH_MAX = 512;

  /// From this many events a batch on, those who were answered are waited for a moment: they come
  /// back together, and one commit for all costs as much as one for each.
  private static final int CROWD_MIN = 8;

  private static final long CROWD_NANOS = TimeUnit.MICROSECONDS.toNanos(400);
  private static final long IDLE_LOOK_NANOS = TimeUnit.SECONDS.toNanos(1);

  /// Short, as all that came in meanwhile keeps the database busy at once.
  private static final long LINGER_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

  private static final long BACKOFF_MIN_NANOS = TimeUnit.MILLISECONDS.toNanos(25);
  private static final long BACKOFF_MAX_NANOS = TimeUnit.MILLISECONDS.toNanos(200);
  private static final long DRAIN_NANOS = TimeUnit.SECONDS.toNanos(10);

  private final AppendQueue queue;
  private final ChainWriter writer;
  private final List<PendingAppend> batch = new ArrayList<>(BATCH_MAX);
  private boolean oneByOne;
  private long backoff;
  private int lastBatch;
  private volatile String problem = NO_PROBLEM;
  private volatile boolean available = true;
  private volatile @Nullable AtomException halted;
  private volatile boolean closing;
  private volatile long drainUntil;

  WriterLoop(AppendQueue queue, ChainWriter writer) {
    this.queue = queue;
    this.writer = writer;
  }

  boolean available() {
    return available;
  }

  /// Why nothing will ever be written again, or null while that is not so.
  @Nullable AtomException halted() {
    return halted;
  }

  /// Why the last attempt failed, or what to look at when it still hangs.
  String problem() {
    return problem;
  }

  /// Somebody waited in vain: the present attempt hangs.
  void waitedInVain() {
    available = false;
  }

  /// Asks the thread to write what is queued and end.
  void finish() {
    drainUntil = System.nanoTime() + DRAIN_NANOS;
    closing = true;
    queue.wake();
  }

  @Override
  public void run() {
    try {
      while (halted == null && !(closing && isDrained())) {
        collect();
        step();
      }
    } catch (RuntimeException | Error e) {
      LOG.error("the audit writer stops for a defect", e);
      halted = new AtomException(ErrorCode.INTERNAL, "the audit writer stopped for a defect", e);
    } finally {
      available = false;
      writer.close();
      failTheRest();
    }
  }

  private boolean isDrained() {
    return (batch.isEmpty() && queue.isEmpty()) || System.nanoTime() - drainUntil > 0;
  }

  /// Waits for events, or after a failure for the next attempt's time.
  private void collect() {
    if (backoff > 0) {
      LockSupport.parkNanos(this, backoff);
    } else if (batch.isEmpty()) {
      queue.await(IDLE_LOOK_NANOS, () -> closing || !queue.isEmpty());
      linger();
      gather();
    }
    batch.removeIf(this::dropAbandoned);
    if (batch.isEmpty()) {
      oneByOne = false;
    }
    if (!oneByOne) {
      queue.drainTo(batch, BATCH_MAX);
    }
  }

  /// Events that nobody waits for may wait for company.
  private void linger() {
    long until = System.nanoTime() + LINGER_NANOS;
    while (!closing && !queue.isEmpty() && !queue.hasStrict() && queue.held() < BATCH_MAX) {
      long left = until - System.nanoTime();
      if (left <= 0) {
        return;
      }
      queue.awaitStrict(left, queue::hasStrict);
    }
  }

  /// Under load, waits until as many have come as were written last, but only a moment.
  private void gather() {
    if (lastBatch < CROWD_MIN || !queue.hasStrict()) {
      return;
    }
    long until = System.nanoTime() + CROWD_NANOS;
    while (!closing && queue.held() < Math.min(lastBatch, BATCH_MAX)) {
      long left = until - System.nanoTime();
      if (left <= 0) {
        return;
      }
      LockSupport.parkNanos(this, Math.min(left, CROWD_NANOS / 4));
    }
  }

  private boolean dropAbandoned(PendingAppend pending) {
    if (pending.abandoned()) {
      queue.release(pending);
      return true;
    }
    return false;
  }

  private void step() {
    try {
      if (batch.isEmpty()) {
        writer.touch();
        succeeded();
      } else {
        write(oneByOne ? batch.subList(0, 1) : batch);
      }
    } catch (AtomException e) {
      failed(e);
    } catch (ChainStoreException e) {
      failed(e);
    }
  }

  private void write(List<PendingAppend> events) throws ChainStoreException {
    var receipts = writer.write(events);
    succeeded();
    lastBatch = receipts.length;
    queue.release(events);
    for (int i = 0; i < receipts.length; i++) {
      events.get(i).complete(receipts[i]);
    }
    events.clear();
  }

  /// Before anybody is answered, so that whoever is answered finds the trail available.
  private void succeeded() {
    if (!available) {
      LOG.info("the audit trail is available");
      available = true;
    }
    problem = NO_PROBLEM;
    backoff = 0;
  }

  /// Only what is wrong with the chain itself is for good: a secret or a password may still come.
  private void failed(AtomException e) {
    if (e.code() == ErrorCode.STORAGE_CORRUPT) {
      LOG.error("the audit trail stops: {}", e.getMessage());
      halted = e;
    } else {
      unavailable(String.valueOf(e.getMessage()));
    }
  }

  private void unavailable(String why) {
    if (backoff == 0) {
      LOG.warn("the audit trail is unavailable: {}", why);
    }
    problem = why;
    available = false;
    backoff = Math.clamp(2 * backoff, BACKOFF_MIN_NANOS, BACKOFF_MAX_NANOS);
  }

  private void failed(ChainStoreException e) {
    switch (e.kind()) {
      case DUPLICATE_EVENT -> LOG.debug("an audit event is in the chain already");
      case REFUSED_VALUE -> isolate(e);
      case HEAD_DISAGREES, UNAVAILABLE -> unavailable(String.valueOf(e.getMessage()));
    }
  }

  /// PostgreSQL refuses the values of some event: from here on one by one, until it is found.
  private void isolate(ChainStoreException e) {
    if (!oneByOne && batch.size() > 1) {
      oneByOne = true;
      return;
    }
    var refused = batch.removeFirst();
    queue.release(refused);
    LOG.error("the audit event {} cannot be stored", refused.event().eventId(), e);
    refused.fail(new AtomException(ErrorCode.INTERNAL, "the event cannot be stored", e));
  }

  /// Answers what can no longer be written, also what came in while the thread was ending.
  void failTheRest() {
    while (!queue.isEmpty()) {
      queue.drainTo(batch, Integer.MAX_VALUE);
    }
    long lost = batch.stream().filter(p -> p.durability() == Durability.BATCHED).count();
    if (lost > 0) {
      LOG.error("{} queued audit events were not written before the end", lost);
    }
    for (var pending : batch) {
      queue.release(pending);
      pending.fail(
          new AtomException(ErrorCode.STORAGE_UNAVAILABLE, "the audit trail has been closed"));
    }
    batch.clear();
  }
}
