// SPDX-License-Identifier: Apache-2.0
package dev.atom.audit;

import dev.atom.audit.chain.ByteSink;
import dev.atom.audit.store.ChainStoreException;
import dev.atom.base.AtomException;
import dev.atom.base.ErrorCode;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.random.RandomGenerator;

/// The trail that writes the hash chain in PostgreSQL, which it may share with other processes.
///
/// One thread writes: what arrived while one batch was being committed is the next batch. Another
/// answers those who have waited too long. Neither is the caller's.
public final class ChainedAuditTrail implements AuditTrail {
  private static final int DETAILS_BYTES_MAX = 48 << 10;
  private static final int PAYLOAD_CHARACTERS_MAX = 1 << 22;
  private static final Duration CLOSE_WAIT = Duration.ofSeconds(15);

  private final long timeoutNanos;
  private final AppendQueue queue;
  private final WriterLoop loop;
  private final Deadlines deadlines;
  private final Thread writing;
  private volatile boolean closed;

  private ChainedAuditTrail(AuditConfig config, ChainWriter writer) {
    this.timeoutNanos = config.appendTimeout().toNanos();
    this.queue = new AppendQueue(config.queueLimit());
    this.loop = new WriterLoop(queue, writer);
    this.deadlines = new Deadlines(loop);
    this.writing = Thread.ofPlatform().daemon().name("audit-writer").unstarted(loop);
  }

  /// Reaches the database, opens the chain if it is new, and starts the writer.
  ///
  /// @param random for payload nonces; must be cryptographically strong
  /// @throws AtomException STORAGE_UNAVAILABLE when the database does not answer or has no audit
  ///   tables yet, BAD_CONFIGURATION when the chain was begun with another secret
  public static ChainedAuditTrail open(
      AuditConfig config, InstantSource clock, RandomGenerator random) {
    var writer = new ChainWriter(config, clock, random);
    try {
      writer.touch();
    } catch (AtomException e) {
      writer.close();
      throw e;
    } catch (ChainStoreException e) {
      writer.close();
      throw new AtomException(
          ErrorCode.STORAGE_UNAVAILABLE, "the audit trail cannot be opened: " + e.getMessage(), e);
    }
    var trail = new ChainedAuditTrail(config, writer);
    trail.start();
    return trail;
  }

  private void start() {
    writing.start();
    Thread.ofPlatform().daemon().name("audit-deadlines").start(deadlines);
  }

  @Override
  public CompletableFuture<AuditReceipt> append(AuditEvent event, Durability durability) {
    if (tooLong(event.details()) || event.payload().length() > PAYLOAD_CHARACTERS_MAX) {
      return refused(
          ErrorCode.BAD_REQUEST,
          "the audit event "
              + event.eventId()
              + " is too large: 49152 bytes of details and 4194304 characters of payload are stored"
              + " at most");
    }
    var halted = loop.halted();
    if (halted != null) {
      return refused(
          ErrorCode.STORAGE_UNAVAILABLE, "the trail has stopped: " + halted.getMessage());
    }
    if (closed) {
      return refused(ErrorCode.STORAGE_UNAVAILABLE, "the audit trail has been closed");
    }
    return enqueue(event, durability);
  }

  private static boolean tooLong(String details) {
    return details.length() > DETAILS_BYTES_MAX
        || (3L * details.length() > DETAILS_BYTES_MAX
            && ByteSink.utf8(details).length > DETAILS_BYTES_MAX);
  }

  private CompletableFuture<AuditReceipt> enqueue(AuditEvent event, Durability wanted) {
    var answer = new CompletableFuture<AuditReceipt>();
    // Under pressure whoever would not wait has to, until the writer has caught up.
    var durability = queue.presses() ? Durability.STRICT : wanted;
    var pending = new PendingAppend(event, durability, System.nanoTime() + timeoutNanos, answer);
    if (!queue.offer(pending)) {
      return refused(
          ErrorCode.STORAGE_UNAVAILABLE,
          "the audit queue is full (" + queue.held() + " events): storage is too slow or down");
    }
    switch (durability) {
      case STRICT -> deadlines.watch(pending);
      case BATCHED -> pending.complete(AuditReceipt.QUEUED);
    }
    return answer;
  }

  private static CompletableFuture<AuditReceipt> refused(ErrorCode code, String why) {
    return CompletableFuture.failedFuture(new AtomException(code, why));
  }

  @Override
  public boolean available() {
    return loop.available();
  }

  @Override
  public void close() {
    closed = true;
    loop.finish();
    try {
      if (writing.join(CLOSE_WAIT)) {
        loop.failTheRest();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    deadlines.close();
  }
}
