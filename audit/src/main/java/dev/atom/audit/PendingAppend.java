// SPDX-License-Identifier: Apache-2.0
package dev.atom.audit;

import java.util.concurrent.CompletableFuture;

/// An event on its way into the chain, and whoever waits for it.
///
/// @param deadlineNanos when the waiting ends, in the terms of `System.nanoTime`
record PendingAppend(
    AuditEvent event,
    Durability durability,
    long deadlineNanos,
    CompletableFuture<AuditReceipt> answer) {

  /// An answer was given already, so nobody waits for this event to become durable.
  boolean abandoned() {
    return durability == Durability.STRICT && answer.isDone();
  }

  void complete(AuditReceipt receipt) {
    answer.complete(receipt);
  }

  void fail(RuntimeException why) {
    answer.completeExceptionally(why);
  }

  /// A measure of what the event takes in memory.
  long weight() {
    return 1024L + event.details().length() + event.payload().length();
  }
}
