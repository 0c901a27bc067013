// SPDX-License-Identifier: Apache-2.0
package dev.atom.audit;

import dev.atom.base.AtomException;
import dev.atom.base.ErrorCode;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/// Answers those who have waited long enough, whatever the writer is doing.
///
/// All wait equally long, so the oldest is always the first in line. A thread of its own looks
/// every 10 ms.
final class Deadlines implements Runnable {
  private static final long TICK_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

  private final Queue<PendingAppend> waiting = new ConcurrentLinkedQueue<>();
  private final WriterLoop loop;
  private volatile boolean closed;

  /// @param loop told, on this thread, that somebody waited in vain; it says why
  Deadlines(WriterLoop loop) {
    this.loop = loop;
  }

  void watch(PendingAppend pending) {
    waiting.add(pending);
  }

  void close() {
    closed = true;
  }

  @Override
  public void run() {
    while (!closed) {
      expire(System.nanoTime());
      LockSupport.parkNanos(this, TICK_NANOS);
    }
  }

  private void expire(long now) {
    for (var oldest = waiting.peek(); oldest != null; oldest = waiting.peek()) {
      if (!oldest.answer().isDone()) {
        if (oldest.deadlineNanos() - now > 0) {
          return;
        }
        loop.waitedInVain();
        oldest.fail(
            new AtomException(
                ErrorCode.STORAGE_UNAVAILABLE,
                "the audit event "
                    + oldest.event().eventId()
                    + " did not become durable in time, it may still do so: "
                    + loop.problem()));
      }
      waiting.poll();
    }
  }
}
