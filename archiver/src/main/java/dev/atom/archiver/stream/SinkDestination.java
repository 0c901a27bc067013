// SPDX-License-Identifier: Apache-2.0
package dev.atom.archiver.stream;

import dev.atom.audit.chain.AuditEntry;
import dev.atom.stream.sink.RecordSink;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/// A sink: it has what it was given, or fails.
final class SinkDestination implements Destination {
  private final RecordSink sink;

  SinkDestination(RecordSink sink) {
    this.sink = sink;
  }

  @Override
  public List<CompletableFuture<Void>> offer(List<AuditEntry> entries) {
    sink.write(entries.stream().map(EntryRecords::of).toList());
    return Collections.nCopies(entries.size(), CompletableFuture.completedFuture(null));
  }

  @Override
  public void close() {
    sink.close();
  }
}
