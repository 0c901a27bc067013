// SPDX-License-Identifier: Apache-2.0
package dev.atom.archiver.retention;

import dev.atom.archiver.Duty;
import dev.atom.archiver.Rounds;
import dev.atom.base.AtomException;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Looks, now and then, for what is over its time.
public final class RetentionDuty implements Duty {
  private static final Logger LOG = LoggerFactory.getLogger(RetentionDuty.class);

  private final Retention retention;
  private final Rounds rounds;
  private volatile String problem = "";

  public RetentionDuty(Retention retention, Duration look) {
    this.retention = retention;
    // The first look can wait: what is over its time was so yesterday.
    this.rounds = new Rounds(name(), look, true, this::run);
  }

  @Override
  public String name() {
    return "retention";
  }

  @Override
  public void start() {
    rounds.start();
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
    rounds.close();
  }
}
