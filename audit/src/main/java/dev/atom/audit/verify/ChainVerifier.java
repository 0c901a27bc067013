// SPDX-License-Identifier: Apache-2.0
package dev.atom.audit.verify;

import dev.atom.audit.chain.AuditEntry;
import dev.atom.audit.chain.ChainFormat;
import dev.atom.audit.chain.ChainHead;
import dev.atom.audit.chain.KeyRing;
import dev.atom.audit.verify.EntrySource.Item;
import dev.atom.audit.verify.Verification.Incomplete;
import dev.atom.audit.verify.Verification.Intact;
import dev.atom.audit.verify.Verification.Tampered;
import java.util.Optional;

/// Walks a chain, or a part of it, once, in constant memory.
public final class ChainVerifier {
  private ChainVerifier() {}

  /// Checks the whole chain, and that it ends where its head says.
  public static Verification verify(EntrySource source, KeyRing keys) {
    return verify(source, keys, 1, Long.MAX_VALUE);
  }

  /// Checks the entries from `firstSeq` to `lastSeq`, both included. The entry before them is
  /// looked at too, as the first one names it. The head is compared when the range reaches it.
  public static Verification verify(EntrySource source, KeyRing keys, long firstSeq, long lastSeq) {
    if (firstSeq < 1 || lastSeq < firstSeq) {
      throw new IllegalArgumentException(
          "entries " + firstSeq + " to " + lastSeq + " are no range: the first entry is 1");
    }
    long from = Math.max(1, firstSeq - 1);
    var links = new LinkCheck(keys, from);
    try (var reading = source.open(from, lastSeq)) {
      for (var item = reading.next(); item.isPresent(); item = reading.next()) {
        var finding = check(links, item.get());
        if (finding.isPresent()) {
          return finding.get();
        }
      }
      return atEnd(links, reading.head(), firstSeq, lastSeq);
    }
  }

  private static Optional<Verification> check(LinkCheck links, Item item) {
    return switch (item) {
      case Item.Found(var entry, var payload) -> links.check(entry, payload);
      case Item.Malformed(var why) ->
          Optional.of(
              new Tampered(
                  links.expectedSeq(), links.segment(), why, "an entry", "something else"));
    };
  }

  private static Verification atEnd(
      LinkCheck links, Optional<ChainHead> head, long firstSeq, long lastSeq) {
    long last = links.expectedSeq() - 1;
    if (head.isEmpty()) {
      return new Incomplete("there is no head to compare the end with", last);
    }
    if (last < firstSeq && firstSeq > Math.max(1, head.get().seq())) {
      return new Incomplete(
          "the head is entry " + head.get().seq() + ", there is no entry " + firstSeq,
          head.get().seq());
    }
    long wanted = Math.min(head.get().seq(), lastSeq);
    if (last < wanted) {
      return new Incomplete(
          "the head is entry " + head.get().seq() + ", the entries end at " + last, last);
    }
    if (head.get().seq() < last) {
      return new Tampered(
          head.get().seq() + 1,
          links.segment(),
          "there are entries after the head",
          "the head at " + last,
          "the head at " + head.get().seq());
    }
    if (last == head.get().seq()) {
      var finding = compare(links.last(), head.get());
      if (finding.isPresent()) {
        return finding.get();
      }
    }
    String hash = links.last().map(e -> e.hashes().chainHash()).orElse(ChainFormat.GENESIS);
    return new Intact(
        Math.max(0, last - firstSeq + 1), firstSeq, last, hash, links.payloadsAbsent());
  }

  private static Optional<Verification> compare(Optional<AuditEntry> last, ChainHead head) {
    var atEnd =
        last.map(AuditEntry::position)
            .map(p ->
                new ChainHead(
                    p.segment(),
                    p.seq(),
                    last.get().hashes().chainHash(),
                    p.keyId(),
                    p.recordedAtMicros()))
            .orElse(new ChainHead(0, 0, ChainFormat.GENESIS, "", 0));
    return atEnd.equals(head)
        ? Optional.empty()
        : Optional.of(
            new Tampered(
                head.seq(),
                head.segment(),
                "the head is not that of the last entry",
                atEnd.toString(),
                head.toString()));
  }
}
