// SPDX-License-Identifier: Apache-2.0
package dev.atom.archiver.stream;

import dev.atom.audit.chain.AuditEntry;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/// Where a [ChainFollower] carries entries. For one thread.
interface Destination extends AutoCloseable {
  /// Takes as many of `entries`, from the first on, as there is room for.
  ///
  /// @return one answer for each that was taken: completes when the entry is kept there
  /// @throws dev.atom.base.AtomException when none can be taken now
  List<CompletableFuture<Void>> offer(List<AuditEntry> entries);

  @Override
  void close();
}
