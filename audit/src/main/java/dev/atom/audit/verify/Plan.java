// SPDX-License-Identifier: Apache-2.0
package dev.atom.audit.verify;

import dev.atom.audit.chain.KeyRing;
import dev.atom.audit.tree.MerkleFrontier;
import java.util.Optional;
import java.util.function.LongConsumer;

/// What to check, and how.
///
/// @param firstSeq the first entry
/// @param lastSeq the last one; the head is compared when the range reaches it
/// @param keys the secrets; without them no hash is recomputed, only numbers, links and payloads
/// @param leaves told the leaf hash of every entry, for the tree
/// @param removals checks who signed that a beginning was removed; without it nobody does
/// @param threads how many check at once
/// @param progress told, now and then, how many entries have been checked
public record Plan(
    long firstSeq,
    long lastSeq,
    Optional<KeyRing> keys,
    Optional<LeafSink> leaves,
    Optional<RemovalCheck> removals,
    int threads,
    LongConsumer progress) {

  public Plan {
    if (firstSeq < 1 || lastSeq < firstSeq) {
      throw new IllegalArgumentException(
          "entries " + firstSeq + " to " + lastSeq + " are no range: the first entry is 1");
    }
    if (threads < 1 || threads > 256) {
      throw new IllegalArgumentException(threads + " threads are not between 1 and 256");
    }
  }

  /// The whole chain with these secrets, with one thread.
  public static Plan of(KeyRing keys) {
    return new Plan(
        1, Long.MAX_VALUE, Optional.of(keys), Optional.empty(), Optional.empty(), 1, _ -> {});
  }

  /// The same for some entries only.
  public Plan from(long first, long last) {
    return new Plan(first, last, keys, leaves, removals, threads, progress);
  }

  /// The same with so many threads.
  public Plan with(int count) {
    return new Plan(firstSeq, lastSeq, keys, leaves, removals, count, progress);
  }

  /// The same, telling the leaves.
  public Plan with(LeafSink sink) {
    return new Plan(firstSeq, lastSeq, keys, Optional.of(sink), removals, threads, progress);
  }

  /// The same, checking who signed that a beginning was removed.
  public Plan judging(RemovalCheck check) {
    return new Plan(firstSeq, lastSeq, keys, leaves, Optional.of(check), threads, progress);
  }

  /// The same, telling how far it is.
  public Plan with(LongConsumer told) {
    return new Plan(firstSeq, lastSeq, keys, leaves, removals, threads, told);
  }

  /// Takes leaf hashes in the order of the entries.
  @FunctionalInterface
  public interface LeafSink {
    /// @param firstSeq the number of the first leaf's entry
    /// @param hashes 32 bytes for each leaf, one after the other
    void leaves(long firstSeq, byte[] hashes);

    /// Told after the last leaf, when entries before the first were removed on a signed record.
    ///
    /// @param tree over them
    default void removed(MerkleFrontier tree) {}

    /// Told between the leaves: the next entry closes a segment and says that the entries before
    /// it, `size` in number, give this root.
    default void closed(long size, String root) {}
  }
}
