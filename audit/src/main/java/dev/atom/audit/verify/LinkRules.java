// SPDX-License-Identifier: Apache-2.0
package dev.atom.audit.verify;

import dev.atom.audit.chain.ChainFormat;
import dev.atom.audit.verify.Verification.Flaw;
import dev.atom.audit.verify.Verification.FlawKind;
import dev.atom.audit.verify.Verification.Tampered;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What must hold between an entry and the one before it; no key is needed for it.
final class LinkRules {
  static final byte[] OPEN = ascii("segment_open");
  static final byte[] CLOSE = ascii("segment_close");
  private static final byte[] GENESIS = ascii(ChainFormat.GENESIS);

  private LinkRules() {}

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  /// What is wrong with the place of `row`; null when nothing is.
  ///
  /// @param before the entry before it; null for the first one that is looked at
  /// @param expectedSeq the number that it must have
  static @Nullable Verification check(EntryRow row, @Nullable EntryRow before, long expectedSeq) {
    long seq = row.seq();
    if (seq > expectedSeq) {
      return new Tampered(
          new Flaw(
              FlawKind.NUMBER,
              before == null ? 0 : before.segment(),
              expectedSeq,
              "the entry is missing",
              "" + expectedSeq,
              "" + seq));
    }
    if (seq < expectedSeq) {
      return tampered(
          row, FlawKind.NUMBER, "the number was there already", "" + expectedSeq, "" + seq);
    }
    if (row.format() != ChainFormat.VERSION) {
      return tampered(
          row,
          FlawKind.FORMAT,
          "the format is not known",
          "" + ChainFormat.VERSION,
          "" + row.format());
    }
    if (before == null && seq > 1) {
      return null; // the entry before a range: what comes before it is not looked at
    }
    Verification flaw = segment(row, before);
    return flaw == null ? link(row, before) : flaw;
  }

  private static @Nullable Verification segment(EntryRow row, @Nullable EntryRow before) {
    boolean opens = row.is(EntryRow.KIND, OPEN);
    boolean mayOpen = before == null || before.is(EntryRow.KIND, CLOSE);
    if (opens != mayOpen) {
      return tampered(
          row,
          FlawKind.SEGMENT,
          "a segment opens only at the beginning or after a closed one",
          mayOpen ? "segment_open" : "another kind",
          row.text(EntryRow.KIND));
    }
    long expected = (before == null ? 0 : before.segment()) + (opens ? 1 : 0);
    if (row.segment() != expected) {
      return tampered(
          row, FlawKind.SEGMENT, "the segment is wrong", "" + expected, "" + row.segment());
    }
    return opens ? opening(row, before) : null;
  }

  /// The first entry of a segment names the last of the one before, and both name its key.
  private static @Nullable Verification opening(EntryRow row, @Nullable EntryRow before) {
    var details = details(row);
    String close = before == null ? ChainFormat.GENESIS : before.text(EntryRow.CHAIN_HASH);
    if (!close.equals(details.get("close"))) {
      return tampered(
          row,
          FlawKind.SEGMENT,
          "it does not open after the entry that closed the segment before",
          close,
          "" + details.get("close"));
    }
    String keyId = row.text(EntryRow.KEY_ID);
    if (!keyId.equals(details.get("key_id"))
        || (before != null && !keyId.equals(details(before).get("next_key_id")))) {
      return tampered(
          row, FlawKind.KEY, "the segment is not that of the key announced", keyId, "another");
    }
    return null;
  }

  private static @Nullable Verification link(EntryRow row, @Nullable EntryRow before) {
    if (before == null) {
      return row.is(EntryRow.PREV_HASH, GENESIS) ? null : unlinked(row, ChainFormat.GENESIS);
    }
    if (row.time() < before.time()) {
      return tampered(
          row,
          FlawKind.TIME,
          "the time goes back",
          before.recordedAt() + " or later",
          row.recordedAt().toString());
    }
    if (row.segment() > before.segment()) {
      return row.is(EntryRow.PREV_HASH, GENESIS) ? null : unlinked(row, ChainFormat.GENESIS);
    }
    if (!row.same(EntryRow.KEY_ID, before, EntryRow.KEY_ID)) {
      return tampered(
          row,
          FlawKind.KEY,
          "the key is not that of the segment",
          before.text(EntryRow.KEY_ID),
          row.text(EntryRow.KEY_ID));
    }
    return row.same(EntryRow.PREV_HASH, before, EntryRow.CHAIN_HASH)
        ? null
        : unlinked(row, before.text(EntryRow.CHAIN_HASH));
  }

  private static Verification unlinked(EntryRow row, String expected) {
    return tampered(
        row,
        FlawKind.LINK,
        "it does not follow the entry before it",
        expected,
        row.text(EntryRow.PREV_HASH));
  }

  /// The members of an entry's details; none when they are not what we write there.
  static Map<String, @Nullable Object> details(EntryRow row) {
    return details(row.text(EntryRow.DETAILS));
  }

  /// The same of details as they stand.
  static Map<String, @Nullable Object> details(String text) {
    try {
      return JsonLine.parse(text);
    } catch (IllegalArgumentException e) {
      return Map.of();
    }
  }

  static Verification tampered(
      EntryRow row, FlawKind kind, String why, String expected, String found) {
    return new Tampered(new Flaw(kind, row.segment(), row.seq(), why, expected, found));
  }
}
