// SPDX-License-Identifier: Apache-2.0
package dev.atom.archiver;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// The thread of a duty that looks now and then: a round, a pause, the next round, until closed.
public final class Rounds implements AutoCloseable {
  private static final Duration CLOSE_WAIT = Duration.ofSeconds(20);

  private final Duration pause;
  private final boolean pauseFirst;
  private final Runnable round;
  private final CountDownLatch stop = new CountDownLatch(1);
  private final Thread thread;

  /// @param pauseFirst whether the first round can wait
  /// @param round does not throw
  public Rounds(String name, Duration pause, boolean pauseFirst, Runnable round) {
    this.pause = pause;
    this.pauseFirst = pauseFirst;
    this.round = round;
    this.thread = Thread.ofVirtual().name(name).unstarted(this::work);
  }

  /// Begins; returns at once.
  public void start() {
    thread.start();
  }

  /// Whether a round should come to an end.
  public boolean closing() {
    return stop.getCount() == 0;
  }

  private void work() {
    try {
      if (!pauseFirst) {
        round.run();
      }
      while (!stop.await(pause.toMillis(), TimeUnit.MILLISECONDS)) {
        round.run();
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  /// Lets the round end, for at most 20 s.
  @Override
  public void close() {
    stop.countDown();
    try {
      if (thread.isAlive()) {
        thread.join(CLOSE_WAIT);
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
