// SPDX-License-Identifier: Apache-2.0
package dev.atom.audit;

import dev.atom.audit.chain.ChainHead;
import dev.atom.audit.store.ChainStoreException;
import dev.atom.base.AtomException;
import dev.atom.base.ErrorCode;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/// Ends the chain's segment and begins the next, perhaps with another secret: one transaction, so
/// that every writer sees either the old segment or the new one. The writers follow by themselves,
/// as the head names the secret.
public final class SegmentTurn implements AutoCloseable {
  private final ChainWriter writer;
  private final TreeAtHead tree;

  /// @param config with the secrets of both segments; its limits apply
  public SegmentTurn(AuditConfig config, InstantSource clock, RandomGenerator random) {
    this(config, clock, random, TreeAtHead.UNKNOWN);
  }

  /// @param tree of what the entry that closes the segment speaks
  public SegmentTurn(
      AuditConfig config, InstantSource clock, RandomGenerator random, TreeAtHead tree) {
    this.tree = tree;
    this.writer = new ChainWriter(config, clock, random);
  }

  /// Connects, and opens the chain if it is new.
  ///
  /// @return where it ends
  /// @throws AtomException STORAGE_UNAVAILABLE, or BAD_CONFIGURATION when the chain's secret is not
  ///   among the configured ones; so do the other methods
  public ChainHead connect() {
    return attempt(() -> {
      writer.touch();
      return writer.head();
    });
  }

  /// The database sessions of writers that have not said that they could go on with the secret of
  /// `keyId`. They would fail closed until they are given it.
  public List<Long> without(String keyId) {
    Map<Long, String> writers = attempt(writer::writers);
    return writers.entrySet().stream()
        .filter(writer -> !List.of(writer.getValue().split("\\+")).contains(keyId))
        .map(Map.Entry::getKey)
        .sorted()
        .toList();
  }

  /// Closes the segment and opens the next with the secret of `keyId`.
  ///
  /// @param reason a word that the last entry of the old segment gives
  /// @return the new segment's first entry
  public ChainHead turn(String reason, String keyId) {
    return attempt(() -> writer.turn(reason, keyId, tree));
  }

  private static <T> T attempt(Work<T> work) {
    try {
      return work.run();
    } catch (ChainStoreException e) {
      throw new AtomException(
          ErrorCode.STORAGE_UNAVAILABLE, "the audit chain cannot be written: " + e.getMessage(), e);
    }
  }

  @Override
  public void close() {
    writer.close();
  }

  @FunctionalInterface
  private interface Work<T> {
    T run() throws ChainStoreException;
  }
}
