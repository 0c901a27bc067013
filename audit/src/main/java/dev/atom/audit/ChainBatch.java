// SPDX-License-Identifier: Apache-2.0
package dev.atom.audit;

import static java.util.Objects.requireNonNull;

import dev.atom.audit.chain.AuditEntry;
import dev.atom.audit.chain.AuditEntry.Fact;
import dev.atom.audit.chain.AuditEntry.Position;
import dev.atom.audit.chain.ByteSink;
import dev.atom.audit.chain.ChainFormat;
import dev.atom.audit.chain.ChainHead;
import dev.atom.audit.chain.EntryEncoding;
import dev.atom.audit.chain.PayloadCommitment;
import dev.atom.audit.chain.SegmentKey;
import dev.atom.audit.store.PayloadRows;
import dev.atom.audit.tree.TreeHash;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Optional;
import java.util.UUID;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// Turns events into entries that follow a head, as data for binary COPY. No I/O; its buffer is
/// used again for each batch. Not safe for use by two threads.
final class ChainBatch {
  private static final byte[] COPY_HEADER =
      "PGCOPY\n\377\r\n\0\0\0\0\0\0\0\0\0".getBytes(StandardCharsets.ISO_8859_1);
  private static final int COPY_END = -1;
  private static final int PATH_CHARACTERS_MAX = 2048;

  /// What is in an index must fit one of its entries, and all of an entry a leaf of the tree.
  private static final int TEXT_CHARACTERS_MAX = 256;

  private static final HexFormat HEX = HexFormat.of();

  private final RandomGenerator random;
  private final PayloadCommitment commitments = new PayloadCommitment();
  private final Nonces nonces;
  private final ByteSink entries = new ByteSink(1 << 19);
  private final PayloadRows payloads = new PayloadRows();
  private ChainHead head = ChainHead.EMPTY;
  private long nowMicros;
  private @Nullable SegmentKey held;
  private @Nullable SegmentKey key;

  ChainBatch(RandomGenerator random) {
    this.random = random;
    this.nonces = new Nonces(random);
  }

  /// Forgets the batch before and begins one that follows `head`.
  ///
  /// @param held the key of the entry after `head`; it stays as it is, as the batch may fail
  void begin(ChainHead head, long nowMicros, @Nullable SegmentKey held) {
    this.head = head;
    this.nowMicros = Math.max(nowMicros, head.recordedAtMicros());
    this.held = held;
    this.key = held;
    entries.cutTo(0);
    payloads.clear();
    entries.raw(COPY_HEADER);
  }

  /// Makes the next entry of the segment.
  AuditReceipt add(AuditEvent event) {
    return add(event, head.segment(), head.segmentFirst(), head.chainHash());
  }

  /// Makes the last entry of the segment.
  void close(String reason, String nextKeyId, Optional<TreeHash> tree) {
    add(SegmentEvents.close(freshId(), head, reason, nextKeyId, tree));
  }

  /// Makes the first entry of the next segment, with the key of that segment.
  void open(SegmentKey next) {
    var event = SegmentEvents.open(freshId(), head.chainHash(), next.keyId());
    key = next;
    add(event, next.segment(), next.firstSeq(), ChainFormat.GENESIS);
  }

  private UUID freshId() {
    return new UUID(
        (random.nextLong() & 0xFFFF_FFFF_FFFF_0FFFL) | 0x4000L,
        (random.nextLong() & 0x3FFF_FFFF_FFFF_FFFFL) | 0x8000_0000_0000_0000L);
  }

  private AuditReceipt add(AuditEvent event, long segment, long segmentFirst, String prevHash) {
    long seq = head.seq() + 1;
    var working = keyOf(seq);
    String keyId = working.keyId();
    var position = new Position(seq, ChainFormat.VERSION, segment, keyId, nowMicros);
    String payloadHash = event.payload().isEmpty() ? ChainFormat.NO_PAYLOAD : payload(seq, event);
    entries.rawShort(ChainFormat.COLUMNS_HASHED + 1);
    int from = entries.size();
    EntryEncoding.write(entries, position, fact(event), payloadHash, prevHash);
    byte[] link = working.hash(entries.array(), from, entries.size() - from);
    entries.hex(link);
    String chainHash = HEX.formatHex(link);
    head = new ChainHead(segment, segmentFirst, seq, chainHash, keyId, nowMicros);
    return new AuditReceipt(seq, chainHash);
  }

  /// The key of entry `seq`. Where a batch goes beyond an epoch, it goes on with a copy.
  private SegmentKey keyOf(long seq) {
    var working = requireNonNull(key, "a batch begins with a key or opens a segment");
    if (!working.holds(seq)) {
      working = working.equals(held) ? working.copy() : working;
      working.advanceTo(seq);
      key = working;
    }
    return working;
  }

  /// The key after the batch: to be held when the batch is in the chain.
  SegmentKey key() {
    return requireNonNull(key, "a batch that made an entry has a key");
  }

  private String payload(long seq, AuditEvent event) {
    byte[] nonce = nonces.next();
    byte[] text = ByteSink.utf8(event.payload());
    payloads.add(seq, nonce, text);
    return HEX.formatHex(commitments.of(nonce, text));
  }

  /// Completes the data of the batch.
  void end() {
    entries.rawShort(COPY_END);
  }

  ByteSink entries() {
    return entries;
  }

  PayloadRows payloads() {
    return payloads;
  }

  /// The newest entry of the batch.
  ChainHead head() {
    return head;
  }

  private static Fact fact(AuditEvent event) {
    var subject = event.subject();
    var call = event.call();
    var verdict = event.verdict();
    return new Fact(
        event.eventId(),
        event.kind().stored(),
        cut(event.decisionId()),
        new AuditEntry.Subject(
            cut(subject.domainId()),
            cut(subject.agentId()),
            cut(subject.tokenType()),
            cut(subject.callerTokenHash())),
        new AuditEntry.Call(
            cut(call.listener()),
            cut(call.remote()),
            cut(call.method()),
            cut(call.path(), PATH_CHARACTERS_MAX)),
        new AuditEntry.Verdict(
            verdict.ruling().stored(),
            cut(verdict.reason()),
            verdict.statusCode(),
            verdict.latencyMicros()),
        event.details());
  }

  private static String cut(String text) {
    return cut(text, TEXT_CHARACTERS_MAX);
  }

  private static String cut(String text, int charactersMax) {
    return text.length() <= charactersMax ? text : text.substring(0, charactersMax);
  }
}
