// SPDX-License-Identifier: Apache-2.0
package dev.atom.gate.world;

import dev.atom.base.AtomException;
import dev.atom.gate.World;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Follows the control plane: asks for its revision at a steady pace and reads everything anew when
/// that has grown.
///
/// Owns one thread. A poll counts as confirmation of the world from the moment it *began*, so a
/// slow answer never makes an old word look fresh. When polls fail the world is left as it is and
/// grows stale by itself: [World#isStale] needs no help from here.
public final class ControlFollower implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ControlFollower.class);

  private final ControlSource source;
  private final CurrentWorld worlds;
  private final Duration pace;
  private final LongSupplier nanoClock;
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          task -> Thread.ofPlatform().name("control-follower").daemon().unstarted(task));
  private boolean failing;

  public ControlFollower(
      ControlSource source, CurrentWorld worlds, Duration pace, LongSupplier nanoClock) {
    this.source = source;
    this.worlds = worlds;
    this.pace = pace;
    this.nanoClock = nanoClock;
  }

  /// Begins to follow.
  public void start() {
    // The answer of scheduleAtFixedRate is only for cancelling, which shutdown does.
    var _ = thread.scheduleAtFixedRate(this::poll, 0, pace.toMillis(), TimeUnit.MILLISECONDS);
  }

  private void poll() {
    long began = nanoClock.getAsLong();
    try {
      long revision = source.revision();
      World.Control known = worlds.get().control();
      World.Control control = revision == known.revision() ? known : source.read();
      worlds.update(world -> confirmed(world, control, began));
      if (failing) {
        failing = false;
        LOG.info("the control plane answers again, revision {}", control.revision());
      }
    } catch (AtomException e) {
      failed(e.getMessage(), null);
    } catch (RuntimeException e) {
      // The thread must go on: one row that cannot be read must not make GATE refuse for ever.
      failed("a defect", e);
    }
  }

  private void failed(@Nullable String why, @Nullable Throwable defect) {
    if (!failing) {
      failing = true;
      LOG.warn("the control plane's word cannot be had: {}", why, defect);
    }
  }

  private static World confirmed(World world, World.Control control, long began) {
    return new World(control, world.authenticator(), world.policy(), began, world.staleAfter());
  }

  @Override
  public void close() {
    thread.shutdownNow();
    source.close();
  }
}
