// SPDX-License-Identifier: Apache-2.0
package dev.atom.archiver.stream;

import dev.atom.archiver.Duty;
import dev.atom.archiver.stream.store.ChainFeed;
import dev.atom.archiver.stream.store.Cursors;
import dev.atom.audit.chain.AuditEntry;
import dev.atom.base.AtomException;
import dev.atom.base.ErrorCode;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Carries every entry of the chain, in order, to one destination, at least once.
///
/// What the destination has kept moves the cursor in the database; nothing else does. After a
/// failure or a new start it goes on behind the cursor, so some entries may come twice, and none is
/// left out. A destination that has no room, or stands still, holds this follower only.
final class ChainFollower implements Duty {
  private static final Logger LOG = LoggerFactory.getLogger(ChainFollower.class);
  private static final int PAGE = 500;
  private static final int UNDER_WAY_MAX = 4000;
  private static final long IDLE_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

  private final String name;
  private final ChainFeed feed;
  private final Cursors cursors;
  private final Destination destination;
  private final WorkerLoop loop;
  private final Deque<UnderWay> underWay = new ArrayDeque<>();
  private long position;
  private long kept;
  private long stored;

  /// @param name of the copy, and of its cursor
  ChainFollower(
      String name, ChainFeed feed, Cursors cursors, Destination destination, Outages outages) {
    this.name = name;
    this.feed = feed;
    this.cursors = cursors;
    this.destination = destination;
    this.loop = new WorkerLoop(name, this::follow, outages);
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public void start() {
    loop.start();
  }

  @Override
  public Optional<String> problem() {
    return loop.problem();
  }

  private void follow(WorkerLoop loop) {
    underWay.clear();
    position = cursors.position(name);
    kept = position;
    stored = position;
    while (!loop.closing()) {
      boolean moved = settle();
      boolean read = underWay.size() < UNDER_WAY_MAX && readOn();
      if (moved || underWay.isEmpty()) {
        loop.fine();
      }
      if (!read) {
        loop.pause(IDLE_NANOS);
      }
    }
    settle();
  }

  /// Takes the answers that have come, in order, and notes how far the copy is.
  private boolean settle() {
    while (!underWay.isEmpty() && underWay.element().answer().isDone()) {
      var first = underWay.remove();
      try {
        first.answer().get();
      } catch (ExecutionException e) {
        throw e.getCause() instanceof AtomException failure
            ? failure
            : new AtomException(ErrorCode.INTERNAL, name + ": " + e.getCause(), e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new AtomException(ErrorCode.INTERNAL, name + " was interrupted", e);
      }
      kept = first.seq();
    }
    if (kept == stored) {
      return false;
    }
    cursors.store(name, kept);
    stored = kept;
    return true;
  }

  /// Offers the next entries; whether any was taken.
  private boolean readOn() {
    List<AuditEntry> page = feed.after(position, PAGE);
    if (page.isEmpty()) {
      return false;
    }
    long first = page.getFirst().seq();
    if (first != position + 1) {
      LOG.atError()
          .addKeyValue("event", "audit_copy_gap")
          .addKeyValue("copy", name)
          .addKeyValue("from", position + 1)
          .addKeyValue("to", first - 1)
          .log("entries left the database before this copy had them: they are in the export only");
    }
    var answers = destination.offer(page);
    for (int i = 0; i < answers.size(); i++) {
      position = page.get(i).seq();
      var _ = answers.get(i).whenComplete((_, _) -> loop.wake());
      underWay.add(new UnderWay(position, answers.get(i)));
    }
    return !answers.isEmpty();
  }

  @Override
  public void close() {
    loop.close();
    destination.close();
  }

  private record UnderWay(long seq, CompletableFuture<Void> answer) {}
}
