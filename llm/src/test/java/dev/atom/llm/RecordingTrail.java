// SPDX-License-Identifier: Apache-2.0
package dev.atom.llm;

import dev.atom.audit.AuditEvent;
import dev.atom.audit.AuditReceipt;
import dev.atom.audit.AuditTrail;
import dev.atom.audit.Durability;
import dev.atom.audit.EventKind;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;

/// A trail in memory, which can be made unavailable.
final class RecordingTrail implements AuditTrail {
  private final List<AuditEvent> events = new CopyOnWriteArrayList<>();
  private volatile boolean available = true;

  @Override
  public CompletableFuture<AuditReceipt> append(AuditEvent event, Durability durability) {
    events.add(event);
    return CompletableFuture.completedFuture(AuditReceipt.QUEUED);
  }

  @Override
  public boolean available() {
    return available;
  }

  void available(boolean now) {
    available = now;
  }

  List<AuditEvent> events(EventKind kind) {
    return events.stream().filter(event -> event.kind() == kind).toList();
  }

  List<AuditEvent> events() {
    return List.copyOf(events);
  }

  @Override
  public void close() {
    // Nothing to write.
  }
}
