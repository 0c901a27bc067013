// SPDX-License-Identifier: Apache-2.0
package dev.atom.audit.verify;

import dev.atom.audit.chain.KeyRing;
import dev.atom.audit.chain.PayloadCommitment;
import dev.atom.audit.chain.SegmentKey;
import dev.atom.audit.verify.EntrySource.SegmentStart;
import dev.atom.audit.verify.Verification.Flaw;
import dev.atom.audit.verify.Verification.FlawKind;
import dev.atom.audit.verify.Verification.Unverifiable;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// What must hold for an entry by itself: its hash under the key of its segment and epoch, and its
/// payload. Not safe for use by two threads.
final class ContentRules {
  private final KeyRing keys;
  private final byte[] found = new byte[32];
  private @Nullable SegmentKey held;
  private byte[] heldKeyId = {};

  ContentRules(KeyRing keys) {
    this.keys = keys;
  }

  /// What is wrong with the hash of `row`; null when nothing is.
  ///
  /// @param start where its segment began; null when that is not known
  @Nullable Verification hash(EntryRow row, @Nullable SegmentStart start) {
    long first = row.is(EntryRow.KIND, LinkRules.OPEN) ? row.seq() : firstOf(row, start);
    if (first < 1) {
      return unverifiable(
          row, "the first entry of segment " + row.segment() + " is not there", "its first entry");
    }
    var key = key(row, first);
    if (key == null) {
      String keyId = row.text(EntryRow.KEY_ID);
      return unverifiable(
          row,
          "entry " + row.seq() + " was made with the secret " + keyId + ", which was not given",
          "the secret of " + keyId);
    }
    // The hash that would be right stays here: it would make the forgery good.
    byte[] right = key.hash(row.bytes(), EntryRow.HEADER, row.hashedEnd() - EntryRow.HEADER);
    if (!row.hex(EntryRow.CHAIN_HASH, found) || !MessageDigest.isEqual(right, found)) {
      return LinkRules.tampered(
          row,
          FlawKind.CONTENT,
          "the content is not what was hashed",
          "the hash of " + row.text(EntryRow.KEY_ID),
          row.text(EntryRow.CHAIN_HASH));
    }
    return row.is(EntryRow.KIND, LinkRules.CLOSE) ? closing(row, first) : null;
  }

  private static long firstOf(EntryRow row, @Nullable SegmentStart start) {
    return start != null && start.segment() == row.segment() && start.firstSeq() <= row.seq()
        ? start.firstSeq()
        : 0;
  }

  private @Nullable SegmentKey key(EntryRow row, long first) {
    long seq = row.seq();
    var known = held;
    if (known == null
        || known.segment() != row.segment()
        || known.firstSeq() != first
        || !row.is(EntryRow.KEY_ID, heldKeyId)
        || !known.reaches(seq)) {
      var secret = keys.find(row.text(EntryRow.KEY_ID));
      if (secret.isEmpty()) {
        return null;
      }
      known = secret.get().segment(row.segment(), first);
      held = known;
      heldKeyId = known.keyId().getBytes(StandardCharsets.UTF_8);
    }
    known.advanceTo(seq);
    return known;
  }

  /// The last entry of a segment says how many there are, and which one it follows.
  private static @Nullable Verification closing(EntryRow row, long first) {
    var details = LinkRules.details(row);
    long expected = row.seq() - first + 1;
    if (!(details.get("count") instanceof Long number) || number != expected) {
      return LinkRules.tampered(
          row,
          FlawKind.SEGMENT,
          "the segment was closed with another number of entries",
          "" + expected,
          "" + details.get("count"));
    }
    String before = row.text(EntryRow.PREV_HASH);
    return before.equals(details.get("last"))
        ? null
        : LinkRules.tampered(
            row,
            FlawKind.SEGMENT,
            "the segment was closed after another entry",
            before,
            "" + details.get("last"));
  }

  /// What is wrong with the payload of `row`; null when nothing is, or when it is no longer kept.
  static @Nullable Verification payload(EntryRow row) {
    if (!row.hasPayload()) {
      return null;
    }
    byte[] committed = new byte[32];
    if (row.length(EntryRow.NONCE) == 32
        && row.hex(EntryRow.PAYLOAD_HASH, committed)
        && Arrays.equals(commitment(row), committed)) {
      return null;
    }
    return LinkRules.tampered(
        row,
        FlawKind.PAYLOAD,
        "the payload is not what was committed to",
        row.text(EntryRow.PAYLOAD_HASH),
        "another");
  }

  private static byte[] commitment(EntryRow row) {
    int from = row.from(EntryRow.NONCE);
    return new PayloadCommitment()
        .of(
            Arrays.copyOfRange(row.bytes(), from, from + 32),
            row.bytes(),
            row.from(EntryRow.PAYLOAD),
            row.length(EntryRow.PAYLOAD));
  }

  private static Verification unverifiable(EntryRow row, String why, String expected) {
    return new Unverifiable(
        new Flaw(FlawKind.KEY, row.segment(), row.seq(), why, expected, "nothing"));
  }
}
