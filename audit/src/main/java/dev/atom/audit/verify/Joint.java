// SPDX-License-Identifier: Apache-2.0
package dev.atom.audit.verify;

import dev.atom.audit.chain.ChainHead;
import dev.atom.audit.verify.BlockCheck.Checked;
import dev.atom.audit.verify.Verification.Flaw;
import dev.atom.audit.verify.Verification.FlawKind;
import dev.atom.audit.verify.Verification.Incomplete;
import dev.atom.audit.verify.Verification.Ok;
import dev.atom.audit.verify.Verification.Tampered;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Puts checked blocks together in their order: how each follows the one before, and at the end
/// whether the last entry is the one that the head names.
final class Joint {
  private final Plan plan;
  private final Pruned pruned;
  private final long from;
  private long begin;
  private long expectedSeq;
  private long payloadsAbsent;
  private long segmentFirst;
  private @Nullable EntryRow last;

  Joint(Plan plan, Pruned pruned) {
    this.plan = plan;
    this.pruned = pruned;
    this.from = Math.max(1, plan.firstSeq() - 1);
    this.expectedSeq = from;
    this.begin = plan.firstSeq();
  }

  /// The number that the next entry must have.
  long expectedSeq() {
    return expectedSeq;
  }

  /// Takes the next block; gives what is wrong, null when nothing is.
  @Nullable Verification join(Checked block) {
    var first = block.first();
    var ending = block.last();
    if (first != null && ending != null) {
      if (last == null
          && first.seq() > expectedSeq
          && pruned.mayBeginWith(first, plan.firstSeq())) {
        expectedSeq = first.seq();
        begin = expectedSeq;
      }
      var flaw = LinkRules.check(first, last, expectedSeq);
      if (flaw != null) {
        return flaw;
      }
      tell(block);
      expectedSeq += block.count();
      payloadsAbsent += block.payloadsAbsent();
      last = ending;
      var start = block.start();
      segmentFirst = start == null ? 0 : start.firstSeq();
    }
    plan.progress().accept(expectedSeq - from);
    if (block.flaw() != null || block.malformed().isEmpty()) {
      return block.flaw();
    }
    return new Tampered(
        new Flaw(
            FlawKind.MALFORMED,
            segment(),
            expectedSeq,
            block.malformed(),
            "an entry",
            "something else"));
  }

  /// The leaf of the entry before a range is not part of it.
  private void tell(Checked block) {
    plan.leaves()
        .ifPresent(sink -> {
          byte[] hashes = block.leaves().array();
          boolean extra = expectedSeq < plan.firstSeq() && hashes.length > 0;
          long first = extra ? expectedSeq + 1 : expectedSeq;
          int at = extra ? 32 : 0;
          for (Closing closing : block.closings()) {
            int end = 32 * (int) (closing.seq() - expectedSeq);
            if (end >= at) {
              sink.leaves(first, Arrays.copyOfRange(hashes, at, end));
              sink.closed(
                  closing.seq() - 1 == closing.size() ? closing.size() : -1, closing.root());
              first = closing.seq();
              at = end;
            }
          }
          sink.leaves(first, at == 0 ? hashes : Arrays.copyOfRange(hashes, at, hashes.length));
        });
  }

  /// What the end says: that all is well, or why not.
  Verification end(Optional<ChainHead> head) {
    long end = expectedSeq - 1;
    var beginning = pruned.flaw();
    if (beginning != null) {
      return beginning;
    }
    if (head.isEmpty()) {
      return incomplete("there is no head to compare the end with", end, "a head", "none");
    }
    long headSeq = head.get().seq();
    if (end < plan.firstSeq() && plan.firstSeq() > Math.max(1, headSeq)) {
      return incomplete(
          "the head is entry " + headSeq + ", there is no entry " + plan.firstSeq(),
          headSeq,
          "" + plan.firstSeq(),
          "" + headSeq);
    }
    if (end < Math.min(headSeq, plan.lastSeq())) {
      return incomplete(
          "the head is entry " + headSeq + ", the entries end at " + end,
          end,
          "" + Math.min(headSeq, plan.lastSeq()),
          "" + end);
    }
    if (headSeq < end) {
      return headFlaw(
          headSeq + 1, "there are entries after the head", "a head at " + end, "one at " + headSeq);
    }
    var named = atEnd();
    if (end == headSeq && !named.equals(head.get())) {
      return headFlaw(
          headSeq, "the head is not that of the last entry", named.toString(), "" + head.get());
    }
    return new Ok(
        Math.max(0, end - begin + 1),
        begin,
        end,
        named.chainHash(),
        payloadsAbsent,
        pruned.beginning());
  }

  private ChainHead atEnd() {
    var row = last;
    return row == null
        ? ChainHead.EMPTY
        : new ChainHead(
            row.segment(),
            segmentFirst,
            row.seq(),
            row.text(EntryRow.CHAIN_HASH),
            row.text(EntryRow.KEY_ID),
            row.micros());
  }

  private long segment() {
    var row = last;
    return row == null ? 0 : row.segment();
  }

  private Incomplete incomplete(String why, long seq, String expected, String found) {
    return new Incomplete(new Flaw(FlawKind.HEAD, segment(), seq, why, expected, found));
  }

  private Tampered headFlaw(long seq, String why, String expected, String found) {
    return new Tampered(new Flaw(FlawKind.HEAD, segment(), seq, why, expected, found));
  }
}
