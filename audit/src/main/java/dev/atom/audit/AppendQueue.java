// SPDX-License-Identifier: Apache-2.0
package dev.atom.audit;

import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/// Events between those who append and the one writer. Any thread offers; only the writer takes.
/// Bounded by number and by weight until [#release]d, so also while a batch is being written.
final class AppendQueue {
  private static final long WEIGHT_MAX = 64L << 20;
  private static final long BATCH_WEIGHT_MAX = 4L << 20;

  /// A batch keeps this share for events that nobody waits for, so that they cannot starve.
  private static final int BATCHED_SHARE = 4;

  private final Queue<PendingAppend> strict = new ConcurrentLinkedQueue<>();
  private final Queue<PendingAppend> batched = new ConcurrentLinkedQueue<>();
  private final AtomicInteger held = new AtomicInteger();
  private final AtomicLong weight = new AtomicLong();
  private final int limit;
  private volatile @Nullable Thread waiting;

  /// Whether the writer that waits has events already, so that it is woken only for those that
  /// somebody waits for.
  private volatile boolean patient;

  AppendQueue(int limit) {
    this.limit = limit;
  }

  /// Whether it is so full that nobody should be answered before the writer has caught up.
  boolean presses() {
    return held.get() > limit / 2 || weight.get() > WEIGHT_MAX / 2;
  }

  /// Takes `pending` in and wakes the writer; false when there is no room.
  boolean offer(PendingAppend pending) {
    if (held.incrementAndGet() > limit) {
      held.decrementAndGet();
      return false;
    }
    if (weight.addAndGet(pending.weight()) > WEIGHT_MAX) {
      release(pending);
      return false;
    }
    if (pending.durability() == Durability.STRICT) {
      strict.add(pending);
      wake();
    } else {
      batched.add(pending);
      if (!patient) {
        wake();
      }
    }
    return true;
  }

  /// Gives back the room of events that have left the writer's hands.
  void release(List<PendingAppend> left) {
    long freed = 0;
    for (var pending : left) {
      freed += pending.weight();
    }
    held.addAndGet(-left.size());
    weight.addAndGet(-freed);
  }

  /// Gives back the room of one event.
  void release(PendingAppend pending) {
    held.decrementAndGet();
    weight.addAndGet(-pending.weight());
  }

  void wake() {
    var writer = waiting;
    if (writer != null) {
      waiting = null;
      LockSupport.unpark(writer);
    }
  }

  boolean isEmpty() {
    return strict.isEmpty() && batched.isEmpty();
  }

  boolean hasStrict() {
    return !strict.isEmpty();
  }

  /// How many events are held, those being written included.
  int held() {
    return held.get();
  }

  /// Waits for any event until woken or `nanos` have passed. For the writer only; `ready` is asked
  /// once after the wish to be woken is known, so that no wake-up is lost.
  void await(long nanos, BooleanSupplier ready) {
    await(nanos, false, ready);
  }

  /// The same, for events that somebody waits for.
  void awaitStrict(long nanos, BooleanSupplier ready) {
    await(nanos, true, ready);
  }

  private void await(long nanos, boolean strictOnly, BooleanSupplier ready) {
    patient = strictOnly;
    waiting = Thread.currentThread();
    if (!ready.getAsBoolean()) {
      LockSupport.parkNanos(this, nanos);
    }
    waiting = null;
  }

  /// Moves events into `batch` until it holds `size` of them; abandoned ones are dropped.
  void drainTo(List<PendingAppend> batch, int size) {
    long room = BATCH_WEIGHT_MAX;
    int forStrict = batched.isEmpty() ? size : size - size / BATCHED_SHARE;
    room = drain(strict, batch, forStrict, room);
    room = drain(batched, batch, size, room);
    drain(strict, batch, size, room);
  }

  private long drain(Queue<PendingAppend> from, List<PendingAppend> batch, int size, long room) {
    while (batch.size() < size && room > 0) {
      var next = from.poll();
      if (next == null) {
        break;
      }
      if (next.abandoned()) {
        release(next);
      } else {
        batch.add(next);
        room -= next.weight();
      }
    }
    return room;
  }
}
