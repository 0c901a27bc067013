// SPDX-License-Identifier: Apache-2.0
package dev.atom.audit.verify;

import dev.atom.audit.verify.RemovalCheck.Judgement;
import dev.atom.audit.verify.RemovalCheck.Removal;
import dev.atom.audit.verify.Verification.Beginning;
import dev.atom.audit.verify.Verification.Flaw;
import dev.atom.audit.verify.Verification.FlawKind;
import dev.atom.audit.verify.Verification.Tampered;
import dev.atom.audit.verify.Verification.Unverifiable;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// Why a chain may begin later than with entry 1: it opens a segment, and an entry further on is
/// the record that what came before was removed. Blocks report such records on any thread; whether
/// there was one is asked after the last.
final class Pruned {
  private static final byte[] KIND = "audit_pruned".getBytes(StandardCharsets.US_ASCII);

  /// What a removal left behind.
  ///
  /// @param lastSeq the last entry removed
  /// @param chainHash of it
  private record End(long lastSeq, String chainHash) {}

  private final Optional<Plan.LeafSink> leaves;
  private final Optional<RemovalCheck> check;
  private final Map<End, String> recorded = new ConcurrentHashMap<>();
  private @Nullable End claimed;
  private long segment;
  private long missing = 1;

  Pruned(Plan plan) {
    this.leaves = plan.leaves();
    this.check = plan.removals();
  }

  /// Looks at an entry that is right.
  void see(EntryRow row) {
    if (row.is(EntryRow.KIND, KIND)) {
      var details = LinkRules.details(row);
      if (details.get("last_seq") instanceof Long seq
          && details.get("last_chain_hash") instanceof String hash) {
        recorded.put(new End(seq, hash), row.text(EntryRow.DETAILS));
      }
    }
  }

  /// Whether the chain may begin with `row`, if there is a record of it.
  ///
  /// @param expected the number that would stand there otherwise
  boolean mayBeginWith(EntryRow row, long expected) {
    if (row.seq() < 2
        || !row.is(EntryRow.KIND, LinkRules.OPEN)
        || !(LinkRules.details(row).get("close") instanceof String close)) {
      return false;
    }
    missing = expected;
    segment = row.segment() - 1;
    claimed = new End(row.seq() - 1, close);
    return true;
  }

  /// Whether a record is needed that no entry so far is.
  boolean wanting() {
    var end = claimed;
    return end != null && !recorded.containsKey(end);
  }

  /// How the chain began; asked when nothing is wrong.
  Beginning beginning() {
    if (claimed == null) {
      return Beginning.THERE;
    }
    return check.isPresent() ? Beginning.REMOVED_SIGNED : Beginning.REMOVED_UNCHECKED;
  }

  /// What is wrong with where the chain began; null when nothing is.
  @Nullable Verification flaw() {
    var end = claimed;
    if (end == null) {
      return null;
    }
    String details = recorded.get(end);
    // SECURITY(T-22): whoever cuts off the beginning cannot write the record, which is in the chain
    if (details == null) {
      return new Tampered(flaw(FlawKind.NUMBER, missing, "the entry is missing", end));
    }
    if (check.isPresent()) {
      return judged(check.get(), end, details);
    }
    return leaves.isEmpty()
        ? null
        : new Unverifiable(
            flaw(
                FlawKind.ROOT,
                missing,
                "the entry was removed on record: the tree goes on from that record's when its"
                    + " signature is checked with the log's public key",
                end));
  }

  private @Nullable Verification judged(RemovalCheck by, End end, String details) {
    return switch (by.judge(new Removal(end.lastSeq, segment, end.chainHash, details))) {
      case Judgement.Signed(var tree) -> {
        leaves.ifPresent(sink -> sink.removed(tree));
        yield null;
      }
      // SECURITY(T-22): whoever has the chain's secret alone cannot sign the record
      case Judgement.Wrong(String why) ->
          new Tampered(flaw(FlawKind.SIGNATURE, missing, "the record of its removal: " + why, end));
      case Judgement.Unknown(String why) ->
          new Unverifiable(
              flaw(FlawKind.SIGNATURE, missing, "the record of its removal: " + why, end));
    };
  }

  private Flaw flaw(FlawKind kind, long seq, String why, End end) {
    return new Flaw(kind, 0, seq, why, "" + seq, "" + (end.lastSeq + 1));
  }
}
