// SPDX-License-Identifier: Apache-2.0
package dev.atom.gate.world;

import dev.atom.gate.World;
import dev.atom.gate.record.GateRecords;
import dev.atom.policy.PolicyFolder;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Follows the policy folder: a new set that compiles is put in force whole; a broken one leaves
/// the last good set in force and is put on record once.
///
/// Owns one thread; compiles there, never on the event loop.
public final class PolicyFollower implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(PolicyFollower.class);

  private final PolicyFolder folder;
  private final CurrentWorld worlds;
  private final GateRecords records;
  private final Duration pace;
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          task -> Thread.ofPlatform().name("policy-follower").daemon().unstarted(task));

  public PolicyFollower(
      PolicyFolder folder, CurrentWorld worlds, GateRecords records, Duration pace) {
    this.folder = folder;
    this.worlds = worlds;
    this.records = records;
    this.pace = pace;
  }

  /// Begins to follow.
  public void start() {
    var _ =
        thread.scheduleWithFixedDelay(
            this::look, pace.toMillis(), pace.toMillis(), TimeUnit.MILLISECONDS);
  }

  private void look() {
    try {
      switch (folder.check()) {
        case PolicyFolder.Check.Unchanged _ -> {}
        case PolicyFolder.Check.Loaded(var engine) -> {
          worlds.update(world ->
              new World(
                  world.control(),
                  world.authenticator(),
                  engine,
                  world.confirmedNanos(),
                  world.staleAfter()));
          LOG.info("policy {} is in force", engine.revision());
          records.policyLoaded(engine.revision());
        }
        case PolicyFolder.Check.Broken(var digest, var problems) -> {
          LOG.warn("policy {} is broken, the last good set stays: {}", digest, problems);
          records.policyRejected(digest, problems, worlds.get().policy().revision());
        }
      }
    } catch (RuntimeException e) {
      // The thread must go on: a defect here must not freeze the policy for ever.
      LOG.error("the policy folder could not be checked", e);
    }
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }
}
