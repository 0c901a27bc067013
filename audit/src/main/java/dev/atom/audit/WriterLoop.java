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
  private static final int BATCH_MAX = 512;
  private static final long IDLE_LOOK_NANOS = TimeUnit.SECONDS.toNanos(1);
  private static final long LINGER_NANOS = TimeUnit.MILLISECONDS.toNanos(40);
  private static final long BACKOFF_MIN_NANOS = TimeUnit.MILLISECONDS.toNanos(25);
  private static final long BACKOFF_MAX_NANOS = TimeUnit.MILLISECONDS.toNanos(200);
  private static final long DRAIN_NANOS = TimeUnit.SECONDS.toNanos(10);

  private final AppendQueue queue;
  private final ChainWriter writer;
  private final List<PendingAppend> batch = new ArrayList<>(BATCH_MAX);
  private boolean oneByOne;
  private long backoff;
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
      queue.await(left, queue::hasStrict);
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
      } else {
        write(oneByOne ? batch.subList(0, 1) : batch);
      }
      if (!available) {
        LOG.info("the audit trail is available");
      }
      available = true;
      backoff = 0;
    } catch (AtomException e) {
      LOG.error("the audit trail stops: {}", e.getMessage());
      halted = e;
    } catch (ChainStoreException e) {
      failed(e);
    }
  }

  private void write(List<PendingAppend> events) throws ChainStoreException {
    writer.write(events);
    events.forEach(queue::release);
    events.clear();
  }

  private void failed(ChainStoreException e) {
    switch (e.kind()) {
      case DUPLICATE_EVENT -> LOG.debug("an audit event is in the chain already");
      case REFUSED_VALUE -> isolate(e);
      case HEAD_DISAGREES, UNAVAILABLE -> {
        if (backoff == 0) {
          LOG.warn("the audit trail is unavailable: {}", e.getMessage());
        }
        available = false;
        backoff = Math.clamp(2 * backoff, BACKOFF_MIN_NANOS, BACKOFF_MAX_NANOS);
      }
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
