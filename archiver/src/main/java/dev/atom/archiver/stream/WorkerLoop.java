// SPDX-License-Identifier: Apache-2.0
package dev.atom.archiver.stream;

import dev.atom.base.AtomException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// A thread that does a job in sessions: after a failure it waits, longer each time, and begins
/// another one. Knows what is wrong, and tells when that begins and ends.
final class WorkerLoop implements AutoCloseable {
  private static final long WAIT_MIN_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
  private static final long WAIT_MAX_NANOS = TimeUnit.SECONDS.toNanos(5);
  private static final Duration CLOSE_WAIT = Duration.ofSeconds(20);

  /// The job from its beginning until the loop is closing or something fails.
  @FunctionalInterface
  interface Session {
    void run(WorkerLoop loop);
  }

  private final String name;
  private final Session session;
  private final Outages outages;
  private final Thread thread;
  private long backoff;
  private volatile @Nullable String problem;
  private volatile boolean closing;

  WorkerLoop(String name, Session session, Outages outages) {
    this.name = name;
    this.session = session;
    this.outages = outages;
    this.thread = Thread.ofPlatform().daemon().name(name).unstarted(this::work);
  }

  void start() {
    thread.start();
  }

  boolean closing() {
    return closing;
  }

  Optional<String> problem() {
    return Optional.ofNullable(problem);
  }

  /// The session got something done.
  void fine() {
    backoff = 0;
    if (problem != null) {
      problem = null;
      outages.ended(name);
    }
  }

  /// Waits, on the loop's own thread, until `nanos` are over or somebody wakes it.
  void pause(long nanos) {
    if (!closing) {
      LockSupport.parkNanos(this, nanos);
    }
  }

  void wake() {
    LockSupport.unpark(thread);
  }

  private void work() {
    while (!closing) {
      try {
        session.run(this);
      } catch (AtomException e) {
        failed(String.valueOf(e.getMessage()));
      } catch (RuntimeException e) {
        failed(name + " has a defect: " + e);
      }
    }
  }

  private void failed(String why) {
    if (problem == null) {
      outages.begun(name, why);
    }
    problem = why;
    backoff = Math.clamp(2 * backoff, WAIT_MIN_NANOS, WAIT_MAX_NANOS);
    pause(backoff);
  }

  /// Lets the session end, for at most 20 s.
  @Override
  public void close() {
    closing = true;
    wake();
    try {
      if (thread.isAlive() && !thread.join(CLOSE_WAIT)) {
        thread.interrupt();
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
