// SPDX-License-Identifier: Apache-2.0
package dev.atom.benchmarks.store;

import dev.atom.audit.chain.AuditEntry.Fact;
import dev.atom.audit.chain.AuditEntry.Position;
import dev.atom.audit.chain.ByteSink;
import dev.atom.audit.chain.ChainFormat;
import dev.atom.audit.chain.ChainHead;
import dev.atom.audit.chain.ChainKey;
import dev.atom.audit.chain.EntryEncoding;
import dev.atom.audit.chain.PayloadCommitment;
import dev.atom.audit.chain.SegmentKey;
import dev.atom.audit.store.ChainStore;
import dev.atom.audit.store.ChainStoreException;
import dev.atom.audit.store.PayloadRows;
import dev.atom.base.Secret;
import dev.atom.base.Sha256;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.UUID;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// The same rows in the same batches, durable, by one thread: with a chain and leaves of a tree, or
/// with constant hashes. What lies between the two is what the proof costs.
public final class BulkWriter implements AutoCloseable {
  private static final byte[] COPY_HEADER =
      "PGCOPY\n\377\r\n\0\0\0\0\0\0\0\0\0".getBytes(StandardCharsets.ISO_8859_1);
  private static final HexFormat HEX = HexFormat.of();
  private static final String KEY_ID = "0123456789abcdef";
  private static final String CONSTANT = "ab".repeat(32);
  private final ChainStore store;
  private final Secret secret;
  private final RandomGenerator random;
  private final ByteSink entries = new ByteSink(1 << 20);
  private final PayloadRows payloads = new PayloadRows();
  private final PayloadCommitment commitments = new PayloadCommitment();
  private final MessageDigest leaf = Sha256.digest();
  private final byte[] payload;
  private @Nullable SegmentKey held;

  /// @param payload of every second row; none has one when it is empty
  public BulkWriter(String url, Secret secret, String payload, RandomGenerator random)
      throws SQLException {
    this.secret = secret;
    this.random = random;
    this.payload = payload.getBytes(StandardCharsets.UTF_8);
    try {
      this.store = ChainStore.connect(url, Duration.ofSeconds(20));
    } catch (ChainStoreException e) {
      throw new SQLException(e);
    }
  }

  /// What a row says; with a fresh id.
  @FunctionalInterface
  public interface Facts {
    Fact next(UUID id, boolean first);
  }

  /// Appends a batch to the chain, which has been opened.
  public void chained(int count, Facts facts, long micros) throws SQLException {
    try {
      ChainHead head = store.lockHead();
      SegmentKey key = key(head);
      long now = Math.max(micros, head.recordedAtMicros());
      begin();
      for (int i = 0; i < count; i++) {
        long seq = head.seq() + 1;
        key.advanceTo(seq);
        String commitment = payload(seq, i, true);
        var position = new Position(seq, ChainFormat.VERSION, head.segment(), head.keyId(), now);
        int from = row(position, facts.next(id(), i % 2 == 0), commitment, head.chainHash());
        byte[] hash = key.hash(entries.array(), from, entries.size() - from);
        leaf.update((byte) 0);
        ChainFormat.domain(leaf);
        leaf.update(entries.array(), from, entries.size() - from);
        leaf.digest(hash);
        entries.hex(hash);
        head =
            new ChainHead(
                head.segment(), head.segmentFirst(), seq, HEX.formatHex(hash), head.keyId(), now);
      }
      end();
      store.commit(entries, payloads, head);
    } catch (ChainStoreException e) {
      throw new SQLException(e);
    }
  }

  /// Inserts a batch with constant hashes, where [BenchTables#withoutChain] took the chain away.
  public void constant(int count, Facts facts, long micros) throws SQLException {
    try {
      ChainHead head = store.lockHead();
      long now = Math.max(micros, head.recordedAtMicros());
      begin();
      for (int i = 0; i < count; i++) {
        long seq = head.seq() + 1 + i;
        String commitment = payload(seq, i, false);
        var position = new Position(seq, ChainFormat.VERSION, 1, KEY_ID, now);
        row(position, facts.next(id(), i % 2 == 0), commitment, CONSTANT);
        entries.text(CONSTANT);
      }
      end();
      store.commit(
          entries, payloads, new ChainHead(1, 1, head.seq() + count, CONSTANT, KEY_ID, now));
    } catch (ChainStoreException e) {
      throw new SQLException(e);
    }
  }

  /// The key of the entry after `head`, held as a writer holds it.
  private SegmentKey key(ChainHead head) {
    var known = held;
    if (known == null || !known.isOf(head.keyId(), head.segment(), head.segmentFirst())) {
      known = ChainKey.of(secret).segment(head.segment(), head.segmentFirst());
      held = known;
    }
    return known;
  }

  private UUID id() {
    return new UUID(random.nextLong(), random.nextLong());
  }

  private int row(Position position, Fact fact, String commitment, String prevHash) {
    entries.rawShort(ChainFormat.COLUMNS_HASHED + 1);
    int from = entries.size();
    EntryEncoding.write(entries, position, fact, commitment, prevHash);
    return from;
  }

  private String payload(long seq, int i, boolean committed) {
    if (i % 2 != 0 || payload.length == 0) {
      return ChainFormat.NO_PAYLOAD;
    }
    byte[] nonce = new byte[32];
    random.nextBytes(nonce);
    payloads.add(seq, nonce, payload);
    return committed ? HEX.formatHex(commitments.of(nonce, payload)) : CONSTANT;
  }

  private void begin() {
    entries.cutTo(0);
    entries.raw(COPY_HEADER);
    payloads.clear();
  }

  private void end() {
    entries.rawShort(-1);
  }

  @Override
  public void close() {
    store.close();
  }
}
