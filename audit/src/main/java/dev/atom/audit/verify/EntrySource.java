// SPDX-License-Identifier: Apache-2.0
package dev.atom.audit.verify;

import dev.atom.audit.chain.AuditEntry;
import dev.atom.audit.chain.ChainHead;
import dev.atom.audit.chain.StoredPayload;
import java.util.Optional;

/// Where a verifier gets entries from. It is not trusted: it may hold anything.
public interface EntrySource {
  /// Begins to read the entries from `firstSeq` to `lastSeq`, both included, as they stand at one
  /// moment, in the order of their numbers.
  ///
  /// @throws dev.atom.base.AtomException when the source cannot be read; so do the methods of
  ///   [Reading]
  Reading open(long firstSeq, long lastSeq);

  /// One pass over the entries. Used by one thread.
  interface Reading extends AutoCloseable {
    /// The next entry; empty after the last.
    Optional<Item> next();

    /// Where the source says that the chain ends; asked after the last entry.
    Optional<ChainHead> head();

    @Override
    void close();
  }

  /// What stands where an entry should.
  sealed interface Item {
    /// An entry, and its payload when that is still kept.
    record Found(AuditEntry entry, Optional<StoredPayload> payload) implements Item {}

    /// Something that is no entry.
    record Malformed(String why) implements Item {}
  }
}
