// SPDX-License-Identifier: Apache-2.0
package dev.atom.audit.verify;

import dev.atom.audit.chain.ChainHead;
import java.util.List;
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
    /// The next entries, about [#BLOCK] of them; empty after the last.
    Optional<Block> next();

    /// Where the segment of the first entry began, if that is before it; asked after [#next()].
    Optional<SegmentStart> start();

    /// Where the source says that the chain ends; asked after the last entry.
    Optional<ChainHead> head();

    @Override
    void close();
  }

  /// How many entries make a block.
  int BLOCK = 512;

  /// Entries as the source holds them.
  @FunctionalInterface
  interface Block {
    /// Turns them into rows; on any thread, once.
    Rows rows();
  }

  /// Entries as rows of PostgreSQL's binary COPY: the columns of `docs/audit-format.md` in their
  /// order, then nonce and payload.
  ///
  /// @param rows each a number of columns, 2 bytes, and the columns
  /// @param malformed why what follows the rows is no entry; empty when nothing follows
  record Rows(List<byte[]> rows, String malformed) {}

  /// Where a segment began.
  record SegmentStart(long segment, long firstSeq) {}
}
