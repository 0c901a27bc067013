// SPDX-License-Identifier: Apache-2.0
package dev.atom.archiver.retention;

import dev.atom.archiver.Duty;
import dev.atom.base.AtomException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Looks, now and then, for what is over its time.
public final class RetentionDuty implements Duty {
  private static final Logger LOG = LoggerFactory.getLogger(RetentionDuty.class);

  private final Retention retention;
  private final Duration look;
  private final CountDownLatch stop = new CountDownLatch(1);
  private volatile String problem = "";
  private @Nullable Thread thread;

  public RetentionDuty(Retention retention, Duration look) {
    this.retention = retention;
    this.look = look;
  }

  @Override
  public String name() {
    return "retention";
  }

  @Override
  public void start() {
    thread = Thread.ofVirtual().name("retention").start(this::work);
  }

  private void work() {
    try {
      // The first look can wait: what is over its time was so yesterday.
      while (!stop.await(look.toMillis(), TimeUnit.MILLISECONDS)) {
        run();
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    try {
      switch (retention.run()) {
        case Retention.Outcome.Nothing() -> problem = "";
        case Retention.Outcome.Pruned(var record, long entries) -> {
          problem = "";
          LOG.atInfo()
              .addKeyValue("event", "pruned")
              .addKeyValue("last_seq", record.lastSeq())
              .log("{} entries left the database", entries);
        }
        case Retention.Outcome.Kept(String why) -> stuck(why);
      }
    } catch (AtomException e) {
      stuck(String.valueOf(e.getMessage()));
    } catch (RuntimeException e) {
      LOG.atError().setCause(e).log("a defect of the retention");
      stuck("a defect: " + e);
    }
  }

  private void stuck(String why) {
    if (!why.equals(problem)) {
      LOG.atWarn().addKeyValue("event", "retention_stuck").log(why);
    }
    problem = why;
  }

  @Override
  public Optional<String> problem() {
    return Optional.of(problem).filter(it -> !it.isEmpty());
  }

  @Override
  public void close() {
    stop.countDown();
    Thread running = thread;
    if (running != null) {
      try {
        running.join(Duration.ofSeconds(20));
      } catch (InterruptedException _) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
