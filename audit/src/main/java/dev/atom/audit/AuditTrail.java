// SPDX-License-Identifier: Apache-2.0
package dev.atom.audit;

import java.util.concurrent.CompletableFuture;

/// Takes events and answers when they are part of the chain.
public interface AuditTrail extends AutoCloseable {
  /// Appends `event`. Never blocks the caller, never throws for a reason outside the event.
  ///
  /// The future completes on the trail's own thread, so whoever continues there hops to a thread of
  /// its own first. It fails with an `AtomException` of code STORAGE_UNAVAILABLE when the event is
  /// not durable within the configured wait or there is no room to queue it; such an event may
  /// still appear in the chain, once. BAD_REQUEST says that the event is too large to be stored.
  CompletableFuture<AuditReceipt> append(AuditEvent event, Durability durability);

  /// Appends `event` and answers when it is on disk.
  default CompletableFuture<AuditReceipt> append(AuditEvent event) {
    return append(event, Durability.STRICT);
  }

  /// Whether the last attempt to reach storage succeeded.
  boolean available();

  /// Writes what is queued, for at most ten seconds, then stops. Later appends fail.
  @Override
  void close();
}
