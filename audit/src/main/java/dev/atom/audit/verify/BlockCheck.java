// SPDX-License-Identifier: Apache-2.0
package dev.atom.audit.verify;

import dev.atom.audit.chain.ChainFormat;
import dev.atom.audit.chain.PublicRecord;
import dev.atom.audit.verify.EntrySource.Rows;
import dev.atom.audit.verify.EntrySource.SegmentStart;
import dev.atom.audit.verify.Verification.Flaw;
import dev.atom.audit.verify.Verification.FlawKind;
import dev.atom.audit.verify.Verification.Tampered;
import dev.atom.base.Sha256;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/// Checks the entries of one block, all but how its first follows what comes before: that is for
/// whoever has the blocks in order. Used again for other blocks, by one thread at a time.
final class BlockCheck {
  private static final byte[] LEAF = {0};

  private final @Nullable ContentRules content;
  private final boolean wantsLeaves;
  private final Pruned pruned;
  private final MessageDigest leaf = Sha256.digest();
  private final byte[] chainHash = new byte[32];
  private final List<EntryRow> rows = new ArrayList<>();
  private List<Closing> closings = new ArrayList<>();

  BlockCheck(Plan plan, Pruned pruned) {
    this.pruned = pruned;
    this.content = plan.keys().map(ContentRules::new).orElse(null);
    this.wantsLeaves = plan.leaves().isPresent();
  }

  /// How a block came out.
  ///
  /// @param first its first row; null when it has none
  /// @param last the last row that was looked at
  /// @param count how many entries are right
  /// @param flaw of the first that is not; null when there is none
  /// @param start where the segment began that the block ends in; null when that is not known
  /// @param leaves hashes of the leaves of those that are right
  /// @param closings what entries that close segments say of the tree
  record Checked(
      @Nullable EntryRow first,
      @Nullable EntryRow last,
      int count,
      long payloadsAbsent,
      @Nullable Verification flaw,
      String malformed,
      @Nullable SegmentStart start,
      ByteBuffer leaves,
      List<Closing> closings) {}

  /// @param before where the segment began that the block before ended in
  /// @param after told the same of this block, as soon as its rows are known
  Checked check(
      Rows block,
      CompletableFuture<@Nullable SegmentStart> before,
      CompletableFuture<@Nullable SegmentStart> after) {
    String malformed = block.malformed();
    int count = block.rows().size();
    for (int i = 0; i < count; i++) {
      if (rows.size() == i) {
        rows.add(new EntryRow());
      }
      String wrong = rows.get(i).read(block.rows().get(i));
      if (!wrong.isEmpty()) {
        malformed = wrong;
        count = i;
      }
    }
    return check(count, malformed, before, after);
  }

  private Checked check(
      int count,
      String malformed,
      CompletableFuture<@Nullable SegmentStart> before,
      CompletableFuture<@Nullable SegmentStart> after) {
    SegmentStart opened = null;
    for (int i = count - 1; i >= 0 && opened == null; i--) {
      opened = opened(rows.get(i));
    }
    if (opened != null) {
      after.complete(opened);
    }
    var start = before.join();
    after.complete(start);
    byte[] leaves = new byte[wantsLeaves ? 32 * count : 0];
    closings = new ArrayList<>();
    long absent = 0;
    for (int i = 0; i < count; i++) {
      var row = rows.get(i);
      var open = opened(row);
      start = open == null ? start : open;
      var flaw = flaw(row, i == 0 ? null : rows.get(i - 1), start);
      if (flaw == null && wantsLeaves) {
        Closing.of(row).ifPresent(closings::add);
        flaw = leaf(row, leaves, 32 * i);
      }
      if (flaw != null) {
        return checked(
            i, i, absent, flaw, "", start, Arrays.copyOf(leaves, 32 * (wantsLeaves ? i : 0)));
      }
      pruned.see(row);
      absent += row.hasPayload() || row.commitsToNothing() ? 0 : 1;
    }
    return checked(count, count - 1, absent, null, malformed, start, leaves);
  }

  private Checked checked(
      int right,
      int last,
      long absent,
      @Nullable Verification flaw,
      String malformed,
      @Nullable SegmentStart start,
      byte[] leaves) {
    return new Checked(
        last < 0 ? null : rows.getFirst().copy(),
        last < 0 ? null : rows.get(last).copy(),
        right,
        absent,
        flaw,
        malformed,
        start,
        ByteBuffer.wrap(leaves),
        closings);
  }

  private static @Nullable SegmentStart opened(EntryRow row) {
    return row.is(EntryRow.KIND, LinkRules.OPEN)
        ? new SegmentStart(row.segment(), row.seq())
        : null;
  }

  private @Nullable Verification flaw(
      EntryRow row, @Nullable EntryRow before, @Nullable SegmentStart start) {
    // SECURITY(T-22): number, predecessor, hash and payload, in this order, of every entry
    Verification flaw = before == null ? null : LinkRules.check(row, before, before.seq() + 1);
    var rules = content;
    if (flaw == null && rules != null) {
      flaw = rules.hash(row, start);
    }
    return flaw == null ? ContentRules.payload(row) : flaw;
  }

  private @Nullable Verification leaf(EntryRow row, byte[] leaves, int at) {
    int length = row.hashedEnd() - EntryRow.HEADER;
    if (!row.hex(EntryRow.CHAIN_HASH, chainHash)
        || length + ChainFormat.DOMAIN_BYTES + chainHash.length > PublicRecord.BYTES_MAX) {
      return new Tampered(
          new Flaw(
              FlawKind.MALFORMED,
              row.segment(),
              row.seq(),
              "the entry has no leaf",
              "a hash and at most " + PublicRecord.BYTES_MAX + " bytes",
              row.text(EntryRow.CHAIN_HASH)));
    }
    leaf.update(LEAF);
    ChainFormat.domain(leaf);
    leaf.update(row.bytes(), EntryRow.HEADER, length);
    byte[] hash = leaf.digest(chainHash);
    System.arraycopy(hash, 0, leaves, at, hash.length);
    return null;
  }
}
