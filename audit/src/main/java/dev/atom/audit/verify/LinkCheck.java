// SPDX-License-Identifier: Apache-2.0
package dev.atom.audit.verify;

import dev.atom.audit.chain.AuditEntry;
import dev.atom.audit.chain.ByteSink;
import dev.atom.audit.chain.ChainFormat;
import dev.atom.audit.chain.EntryEncoding;
import dev.atom.audit.chain.KeyRing;
import dev.atom.audit.chain.LinkHash;
import dev.atom.audit.chain.StoredPayload;
import dev.atom.audit.verify.Verification.Tampered;
import dev.atom.audit.verify.Verification.Unverifiable;
import java.util.HexFormat;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Checks one entry after the other, each against itself, its key and the one before it.
final class LinkCheck {
  private static final String FIRST_KIND = "segment_open";
  private static final String LAST_KIND = "segment_close";

  private final KeyRing keys;
  private final ByteSink sink = new ByteSink(4096);
  private long expectedSeq;
  private @Nullable AuditEntry previous;
  private String hashKeyId = "";
  private @Nullable LinkHash hash;
  private long payloadsAbsent;

  /// @param firstSeq the number of the first entry to come
  LinkCheck(KeyRing keys, long firstSeq) {
    this.keys = keys;
    this.expectedSeq = firstSeq;
  }

  /// The number that the next entry must have.
  long expectedSeq() {
    return expectedSeq;
  }

  /// The segment we are in.
  long segment() {
    return previous == null ? 0 : previous.position().segment();
  }

  /// The entry checked last.
  Optional<AuditEntry> last() {
    return Optional.ofNullable(previous);
  }

  long payloadsAbsent() {
    return payloadsAbsent;
  }

  /// What is wrong with `entry`; empty when nothing is.
  Optional<Verification> check(AuditEntry entry, Optional<StoredPayload> payload) {
    // SECURITY(T-22): number, predecessor, hash and payload, in this order, of every entry
    Verification finding = place(entry);
    if (finding == null) {
      finding = link(entry);
    }
    if (finding == null) {
      finding = hash(entry);
    }
    if (finding == null) {
      finding = payload(entry, payload);
    }
    previous = entry;
    expectedSeq = entry.seq() + 1;
    return Optional.ofNullable(finding);
  }

  private @Nullable Verification place(AuditEntry entry) {
    var position = entry.position();
    if (position.seq() > expectedSeq) {
      return new Tampered(
          expectedSeq, segment(), "the entry is missing", "" + expectedSeq, "" + position.seq());
    }
    if (position.seq() < expectedSeq) {
      return tampered(entry, "the number was there already", "" + expectedSeq, "" + entry.seq());
    }
    if (position.format() != ChainFormat.VERSION) {
      return tampered(
          entry, "the format is not known", "" + ChainFormat.VERSION, "" + position.format());
    }
    return segment(entry);
  }

  private @Nullable Verification segment(AuditEntry entry) {
    if (previous == null && entry.seq() > 1) {
      return null; // the entry before a range: what comes before it is not looked at
    }
    long segment = entry.position().segment();
    boolean opens = entry.fact().kind().equals(FIRST_KIND);
    boolean mayOpen = previous == null || previous.fact().kind().equals(LAST_KIND);
    if (opens != mayOpen) {
      return tampered(
          entry,
          "a segment opens only at the beginning or after a closed one",
          mayOpen ? FIRST_KIND : "another kind",
          entry.fact().kind());
    }
    long expected = opens ? segment() + 1 : segment();
    if (segment != expected) {
      return tampered(entry, "the segment is wrong", "" + expected, "" + segment);
    }
    return null;
  }

  private @Nullable Verification link(AuditEntry entry) {
    var before = previous;
    if (before == null) {
      return entry.seq() > 1 ? null : prevHash(entry, ChainFormat.GENESIS);
    }
    if (entry.position().recordedAtMicros() < before.position().recordedAtMicros()) {
      return tampered(
          entry,
          "the time goes back",
          before.recordedAt() + " or later",
          entry.recordedAt().toString());
    }
    if (entry.position().segment() > before.position().segment()) {
      return prevHash(entry, ChainFormat.GENESIS);
    }
    if (!entry.position().keyId().equals(before.position().keyId())) {
      return tampered(
          entry,
          "the key is not that of the segment",
          before.position().keyId(),
          entry.position().keyId());
    }
    return prevHash(entry, before.hashes().chainHash());
  }

  private static @Nullable Verification prevHash(AuditEntry entry, String expected) {
    String found = entry.hashes().prevHash();
    return found.equals(expected)
        ? null
        : tampered(entry, "it does not follow the entry before it", expected, found);
  }

  private @Nullable Verification hash(AuditEntry entry) {
    String keyId = entry.position().keyId();
    if (hash == null || !keyId.equals(hashKeyId)) {
      var key = keys.find(keyId);
      if (key.isEmpty()) {
        return new Unverifiable(
            "entry "
                + entry.seq()
                + " was made with the secret "
                + keyId
                + ", which was not given");
      }
      hash = key.get().hash();
      hashKeyId = keyId;
    }
    var hashes = entry.hashes();
    sink.cutTo(0);
    EntryEncoding.write(
        sink, entry.position(), entry.fact(), hashes.payloadHash(), hashes.prevHash());
    String expected = HexFormat.of().formatHex(Objects.requireNonNull(hash).of(sink, 0));
    // The hash that would be right stays here: it would make the forgery good.
    return expected.equals(hashes.chainHash())
        ? null
        : tampered(
            entry,
            "the content is not what was hashed",
            "the hash of " + keyId,
            hashes.chainHash());
  }

  private @Nullable Verification payload(AuditEntry entry, Optional<StoredPayload> payload) {
    String committed = entry.hashes().payloadHash();
    if (payload.isEmpty()) {
      payloadsAbsent += committed.equals(ChainFormat.NO_PAYLOAD) ? 0 : 1;
      return null;
    }
    String found = ChainFormat.isHash(payload.get().nonceHex()) ? payload.get().commitment() : "";
    return found.equals(committed)
        ? null
        : tampered(entry, "the payload is not what was committed to", committed, found);
  }

  private static Tampered tampered(AuditEntry entry, String why, String expected, String found) {
    return new Tampered(entry.seq(), entry.position().segment(), why, expected, found);
  }
}
