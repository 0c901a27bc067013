// SPDX-License-Identifier: Apache-2.0
package dev.atom.audit.verify;

import dev.atom.audit.verify.Verification.Flaw;
import dev.atom.audit.verify.Verification.FlawKind;
import dev.atom.audit.verify.Verification.Tampered;
import dev.atom.audit.verify.Verification.Unverifiable;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// Why a chain may begin later than with entry 1: it opens a segment, and an entry of it, further
/// on, is the record that what came before was removed. Blocks report such records on any thread;
/// whether there was one is asked after the last.
final class Pruned {
  private static final byte[] KIND = "audit_pruned".getBytes(StandardCharsets.US_ASCII);

  /// What a removal left behind.
  ///
  /// @param lastSeq the last entry removed
  /// @param chainHash of it
  private record End(Object lastSeq, Object chainHash) {}

  private final boolean wantsLeaves;
  private final Set<End> recorded = ConcurrentHashMap.newKeySet();
  private @Nullable End claimed;
  private long firstSeq = 1;

  Pruned(Plan plan) {
    this.wantsLeaves = plan.leaves().isPresent();
  }

  /// Looks at an entry that is right.
  void see(EntryRow row) {
    if (row.is(EntryRow.KIND, KIND)) {
      var details = LinkRules.details(row);
      if (details.get("last_seq") instanceof Long seq
          && details.get("last_chain_hash") instanceof String hash) {
        recorded.add(new End(seq, hash));
      }
    }
  }

  /// Whether the chain may begin with `row`, if there is a record of it.
  boolean mayBeginWith(EntryRow row) {
    if (row.seq() < 2
        || !row.is(EntryRow.KIND, LinkRules.OPEN)
        || !(LinkRules.details(row).get("close") instanceof String close)) {
      return false;
    }
    firstSeq = row.seq();
    claimed = new End(firstSeq - 1, close);
    return true;
  }

  /// What is wrong with where the chain began; null when nothing is.
  @Nullable Verification flaw() {
    var end = claimed;
    if (end == null) {
      return null;
    }
    // SECURITY(T-22): whoever cuts off the beginning cannot write the record, which is in the chain
    if (!recorded.contains(end)) {
      return new Tampered(
          new Flaw(FlawKind.NUMBER, 0, 1, "the entry is missing", "1", "" + firstSeq));
    }
    return wantsLeaves
        ? new Unverifiable(
            new Flaw(
                FlawKind.ROOT,
                0,
                1,
                "the entry was removed on record: the tree is checked with the archive",
                "1",
                "" + firstSeq))
        : null;
  }
}
