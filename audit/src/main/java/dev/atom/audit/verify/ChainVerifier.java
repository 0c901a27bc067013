// SPDX-License-Identifier: Apache-2.0
package dev.atom.audit.verify;

import dev.atom.audit.chain.ChainHead;
import dev.atom.audit.chain.KeyRing;
import dev.atom.audit.verify.BlockCheck.Checked;
import dev.atom.audit.verify.EntrySource.Block;
import dev.atom.audit.verify.EntrySource.Reading;
import dev.atom.audit.verify.EntrySource.SegmentStart;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/// Walks a chain, or a part of it, once, in constant memory.
///
/// As each entry names the one before it, blocks of entries are checked apart, on as many threads
/// as wanted; where they meet is checked in their order, and so the first flaw is the answer.
public final class ChainVerifier {
  private final Plan plan;
  private final Pruned pruned;
  private final Queue<BlockCheck> idle = new ConcurrentLinkedQueue<>();

  private ChainVerifier(Plan plan) {
    this.plan = plan;
    this.pruned = new Pruned(plan);
  }

  /// Checks the whole chain, and that it ends where its head says. It begins with entry 1, or where
  /// a record in it says that what came before was removed.
  public static Verification verify(EntrySource source, KeyRing keys) {
    return verify(source, Plan.of(keys));
  }

  /// Checks the entries from `firstSeq` to `lastSeq`, both included.
  public static Verification verify(EntrySource source, KeyRing keys, long firstSeq, long lastSeq) {
    return verify(source, Plan.of(keys).from(firstSeq, lastSeq));
  }

  /// Checks what `plan` says. The entry before a range is looked at too, as the first one names it.
  public static Verification verify(EntrySource source, Plan plan) {
    return new ChainVerifier(plan).verify(source);
  }

  private Verification verify(EntrySource source) {
    var joint = new Joint(plan, pruned);
    ExecutorService workers =
        plan.threads() == 1
            ? null
            : Executors.newFixedThreadPool(
                plan.threads(), Thread.ofPlatform().daemon().name("verify-", 0).factory());
    try {
      Optional<ChainHead> head;
      try (var reading = source.open(joint.expectedSeq(), plan.lastSeq())) {
        var flaw = walk(reading, joint, workers, () -> false);
        if (flaw != null) {
          return flaw;
        }
        head = reading.head();
      }
      var flaw = pruned.wanting() ? search(source, head, workers) : null;
      return flaw == null ? joint.end(head) : flaw;
    } catch (CompletionException e) {
      throw e.getCause() instanceof RuntimeException cause ? cause : e;
    } finally {
      if (workers != null) {
        workers.shutdownNow();
      }
    }
  }

  /// The record of a beginning that was removed may stand after the range that was asked for: the
  /// entries after it are checked until it comes.
  private @Nullable Verification search(
      EntrySource source, Optional<ChainHead> head, @Nullable ExecutorService workers) {
    if (head.isEmpty() || head.get().seq() <= plan.lastSeq()) {
      return null;
    }
    var rest =
        new Plan(
            plan.lastSeq() + 1,
            Long.MAX_VALUE,
            plan.keys(),
            Optional.empty(),
            Optional.empty(),
            plan.threads(),
            _ -> {});
    var joint = new Joint(rest, pruned);
    try (var reading = source.open(joint.expectedSeq(), rest.lastSeq())) {
      return walk(reading, joint, workers, () -> !pruned.wanting());
    }
  }

  private @Nullable Verification walk(
      Reading reading, Joint joint, @Nullable ExecutorService workers, BooleanSupplier enough) {
    Queue<CompletableFuture<Checked>> under = new ArrayDeque<>();
    CompletableFuture<@Nullable SegmentStart> start = null;
    int ahead = workers == null ? 0 : 2 * plan.threads() + 2;
    Optional<Block> block = reading.next();
    while (block.isPresent() || !under.isEmpty()) {
      if (block.isPresent()) {
        if (start == null) {
          start = CompletableFuture.completedFuture(reading.start().orElse(null));
        }
        var after = new CompletableFuture<@Nullable SegmentStart>();
        under.add(submit(block.get(), start, after, workers));
        start = after;
        block = reading.next();
      }
      if (under.size() > ahead || block.isEmpty()) {
        var flaw = joint.join(under.remove().join());
        if (flaw != null || enough.getAsBoolean()) {
          return flaw;
        }
      }
    }
    return null;
  }

  private CompletableFuture<Checked> submit(
      Block block,
      CompletableFuture<@Nullable SegmentStart> before,
      CompletableFuture<@Nullable SegmentStart> after,
      @Nullable ExecutorService workers) {
    return workers == null
        ? CompletableFuture.completedFuture(check(block, before, after))
        : CompletableFuture.supplyAsync(() -> check(block, before, after), workers);
  }

  private Checked check(
      Block block,
      CompletableFuture<@Nullable SegmentStart> before,
      CompletableFuture<@Nullable SegmentStart> after) {
    var free = idle.poll();
    var check = free == null ? new BlockCheck(plan, pruned) : free;
    try {
      return check.check(block.rows(), before, after);
    } finally {
      after.complete(null); // where it failed, those after it must not wait for it
      idle.add(check);
    }
  }
}
