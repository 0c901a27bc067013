// SPDX-License-Identifier: Apache-2.0
package dev.atom.audit;

import dev.atom.audit.chain.AuditEntry;
import dev.atom.audit.chain.AuditEntry.Fact;
import dev.atom.audit.chain.AuditEntry.Position;
import dev.atom.audit.chain.ByteSink;
import dev.atom.audit.chain.ChainFormat;
import dev.atom.audit.chain.ChainHead;
import dev.atom.audit.chain.ChainKey;
import dev.atom.audit.chain.EntryEncoding;
import dev.atom.audit.chain.LinkHash;
import dev.atom.audit.chain.PayloadCommitment;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.random.RandomGenerator;

/// Turns events into entries that follow a head, as data for binary COPY. No I/O; its buffers are
/// used again for each batch. Not safe for use by two threads.
final class ChainBatch {
  private static final byte[] COPY_HEADER =
      "PGCOPY\n\377\r\n\0\0\0\0\0\0\0\0\0".getBytes(StandardCharsets.ISO_8859_1);
  private static final int COPY_END = -1;
  private static final int TEXT_CHARACTERS_MAX = 2048;

  /// What is in an index must fit one of its entries.
  private static final int ID_CHARACTERS_MAX = 256;

  private static final HexFormat HEX = HexFormat.of();

  private final String keyId;
  private final LinkHash hash;
  private final RandomGenerator random;
  private final PayloadCommitment commitments = new PayloadCommitment();
  private final byte[] nonce = new byte[32];
  private final ByteSink entries = new ByteSink(1 << 19);
  private final ByteSink payloads = new ByteSink(1 << 19);
  private ChainHead head = new ChainHead(0, 0, ChainFormat.GENESIS, "", 0);
  private long nowMicros;

  ChainBatch(ChainKey key, RandomGenerator random) {
    this.keyId = key.id();
    this.hash = key.hash();
    this.random = random;
  }

  /// Forgets the batch before and begins one that follows `head`.
  void begin(ChainHead head, long nowMicros) {
    this.head = head;
    this.nowMicros = Math.max(nowMicros, head.recordedAtMicros());
    entries.cutTo(0);
    payloads.cutTo(0);
    entries.raw(COPY_HEADER);
  }

  /// Makes the next entry of the segment.
  AuditReceipt add(AuditEvent event) {
    return add(event, head.segment(), head.chainHash());
  }

  /// Makes the first entry of the next segment.
  AuditReceipt open(AuditEvent event) {
    return add(event, head.segment() + 1, ChainFormat.GENESIS);
  }

  private AuditReceipt add(AuditEvent event, long segment, String prevHash) {
    long seq = head.seq() + 1;
    var position = new Position(seq, ChainFormat.VERSION, segment, keyId, nowMicros);
    String payloadHash = event.payload().isEmpty() ? ChainFormat.NO_PAYLOAD : payload(seq, event);
    entries.rawShort(ChainFormat.COLUMNS_HASHED + 1);
    int from = entries.size();
    EntryEncoding.write(entries, position, fact(event), payloadHash, prevHash);
    byte[] link = hash.of(entries, from);
    entries.hex(link);
    String chainHash = HEX.formatHex(link);
    head = new ChainHead(segment, seq, chainHash, keyId, nowMicros);
    return new AuditReceipt(seq, chainHash);
  }

  private String payload(long seq, AuditEvent event) {
    random.nextBytes(nonce);
    if (payloads.size() == 0) {
      payloads.raw(COPY_HEADER);
    }
    payloads.rawShort(3);
    payloads.int8(seq);
    payloads.binary(nonce);
    int text = payloads.size() + Integer.BYTES;
    payloads.text(event.payload());
    return HEX.formatHex(commitments.of(nonce, payloads.array(), text, payloads.size() - text));
  }

  /// Completes the data of the batch.
  void end() {
    entries.rawShort(COPY_END);
    if (payloads.size() > 0) {
      payloads.rawShort(COPY_END);
    }
  }

  ByteSink entries() {
    return entries;
  }

  ByteSink payloads() {
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
        id(event.decisionId()),
        new AuditEntry.Subject(
            id(subject.domainId()),
            id(subject.agentId()),
            cut(subject.tokenType()),
            cut(subject.callerTokenHash())),
        new AuditEntry.Call(
            cut(call.listener()), cut(call.remote()), cut(call.method()), cut(call.path())),
        new AuditEntry.Verdict(
            verdict.ruling().stored(),
            cut(verdict.reason()),
            verdict.statusCode(),
            verdict.latencyMicros()),
        event.details());
  }

  private static String id(String text) {
    return cut(text, ID_CHARACTERS_MAX);
  }

  private static String cut(String text) {
    return cut(text, TEXT_CHARACTERS_MAX);
  }

  private static String cut(String text, int charactersMax) {
    return text.length() <= charactersMax ? text : text.substring(0, charactersMax);
  }
}
