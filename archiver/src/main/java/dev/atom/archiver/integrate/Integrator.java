// SPDX-License-Identifier: Apache-2.0
package dev.atom.archiver.integrate;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.atom.archiver.Duty;
import dev.atom.archiver.Records;
import dev.atom.audit.EventKind;
import dev.atom.audit.checkpoint.CheckpointSigner;
import dev.atom.audit.store.LeafReader;
import dev.atom.base.AtomException;
import dev.atom.storage.Database;
import dev.atom.storage.PostgresUrl;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Keeps the published log up with the trail: a signed checkpoint each interval in which there was
/// something new, and no pause as long as it is behind.
///
/// When the trail is not what was signed before, it signs nothing any more, records that once, and
/// goes on looking: an operator who brings the right database back need not restart it.
public final class Integrator implements Duty {
  private static final Logger LOG = LoggerFactory.getLogger(Integrator.class);
  private static final int ENTRIES_PER_STEP = 16_384;
  private static final int STOP_SECONDS = 10;

  private final IntegrateConfig config;
  private final String origin;
  private final Path published;
  private final PostgresUrl databaseUrl;
  private final List<CheckpointSigner> signers;
  private final Records records;
  private final CountDownLatch stop = new CountDownLatch(1);
  private final Thread thread = Thread.ofPlatform().name("integrate").unstarted(this::run);
  private volatile Optional<String> problem = Optional.of("has not looked at the trail yet");
  private String refused = "";

  /// @param published where the log is written for everybody to read
  /// @param signers at least one
  public Integrator(
      IntegrateConfig config,
      String origin,
      Path published,
      PostgresUrl databaseUrl,
      List<CheckpointSigner> signers,
      Records records) {
    this.config = config;
    this.origin = origin;
    this.published = published;
    this.databaseUrl = databaseUrl;
    this.signers = List.copyOf(signers);
    this.records = records;
  }

  @Override
  public String name() {
    return "integrate";
  }

  @Override
  public void start() {
    thread.start();
  }

  @Override
  public Optional<String> problem() {
    return problem;
  }

  private void run() {
    try (var database = Database.open(databaseUrl, "integrate", 1);
        var witnesses = WitnessClient.of(config.witnesses(), new RecordedAttendance(records))) {
      while (stop.getCount() > 0) {
        attempt(new LeafReader(database), witnesses);
      }
    }
  }

  /// Works until stopped, or until the folders cannot be used.
  private void attempt(LeafReader reader, Witnesses witnesses) {
    try (var place = LogFolder.open(published, config.state())) {
      var writer = new LogWriter(place, LeafSource.of(reader), origin, signers, witnesses);
      while (stop.getCount() > 0) {
        if (!step(writer)) {
          pause();
        }
      }
    } catch (IOException e) {
      troubled("the folder of the log cannot be used: " + e.getMessage(), e);
      pause();
    }
  }

  /// Whether there is more to do at once.
  private boolean step(LogWriter writer) {
    try {
      return switch (writer.step(ENTRIES_PER_STEP)) {
        case Step.Published(_, boolean more) -> well(more);
        case Step.Idle _ -> well(false);
        case Step.Refused(String why) -> refuse(why);
      };
    } catch (IOException e) {
      troubled("the log cannot be written: " + e, e);
    } catch (AtomException e) {
      troubled(e.getMessage() == null ? e.code().name() : e.getMessage(), e);
    }
    return false;
  }

  private boolean well(boolean more) {
    problem = Optional.empty();
    refused = "";
    return more;
  }

  /// SECURITY(T-22): what is inconsistent is not signed, and everybody hears of it.
  private boolean refuse(String why) {
    problem = Optional.of("refuses to sign: " + why);
    if (!refused.equals(why)) {
      refused = why;
      LOG.atError().addKeyValue("event", "checkpoint_refused").log("refuses to sign: {}", why);
      records.tell(
          EventKind.CHECKPOINT_REFUSED,
          JsonNodeFactory.instance.objectNode().put("why", why).toString());
    }
    return false;
  }

  private void troubled(String why, @Nullable Exception cause) {
    if (!problem.equals(Optional.of(why))) {
      LOG.atWarn().addKeyValue("event", "integrate_failed").setCause(cause).log("{}", why);
    }
    problem = Optional.of(why);
  }

  private void pause() {
    try {
      Duration interval = config.interval();
      if (stop.await(interval.toMillis(), TimeUnit.MILLISECONDS)) {
        LOG.atDebug().log("stopping");
      }
    } catch (InterruptedException _) {
      stop.countDown();
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    stop.countDown();
    try {
      if (thread.isAlive() && !thread.join(Duration.ofSeconds(STOP_SECONDS))) {
        thread.interrupt();
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
