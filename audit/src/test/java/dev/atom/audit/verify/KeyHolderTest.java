// SPDX-License-Identifier: Apache-2.0
package dev.atom.audit.verify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atom.audit.checkpoint.Checkpoint;
import dev.atom.audit.checkpoint.KeyType;
import dev.atom.audit.checkpoint.SignedNote;
import dev.atom.audit.checkpoint.SoftSigner;
import dev.atom.audit.tree.LeafHash;
import dev.atom.audit.tree.MerkleFrontier;
import dev.atom.audit.tree.TreeHash;
import dev.atom.audit.verify.Verification.FlawKind;
import dev.atom.testing.Feature;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Somebody who has every secret writes what no writer writes: each hash is right, and what the
/// entries between segments say of each other is not.
final class KeyHolderTest {
  private MutableLog log;
  private int close;

  @BeforeEach
  void make() {
    log = MutableLog.clean(new Random(5), 20);
    close = log.indexOfLast(0);
  }

  @Test
  @Feature("C6")
  void aCloseWithAnotherCountIsFound() {
    details(close, "\"count\":" + (close + 1), "\"count\":" + (close + 2));

    assertFound(FlawKind.SEGMENT, close);
  }

  @Test
  @Feature("C6")
  void aCloseThatAnnouncesAnotherKeyIsFound() {
    String next = MutableLog.secretOf(2).id();
    details(close, next, MutableLog.secretOf(3).id());

    assertFound(FlawKind.KEY, close + 1);
  }

  @Test
  @Feature("C6")
  void aCloseThatNamesAnotherLastEntryIsFound() {
    String last = log.rows.get(close - 1).text(MutableRow.CHAIN);
    details(close, "\"last\":\"" + last, "\"last\":\"" + "ab".repeat(32));

    assertFound(FlawKind.SEGMENT, close);
  }

  @Test
  void aCloseOverAnotherTreeIsFoundWhereTheTreeIsRecomputed() {
    var tree = new MerkleFrontier();
    log.rows.subList(0, close).forEach(row -> tree.append(LeafHash.of(row.leaf())));
    String right = tree.root().base64();
    closeOver(close, right);
    assertThat(withTree()).isInstanceOf(Verification.Ok.class);
    assertThat(published()).isInstanceOf(PublicVerification.Intact.class);

    closeOver(close - 1L, right);
    assertSegmentFlaw();
    closeOver(close, TreeHash.EMPTY.base64());
    assertSegmentFlaw();
  }

  private void closeOver(long size, String root) {
    var row = log.rows.get(close);
    String before = row.text(MutableRow.DETAILS);
    int end =
        before.contains(",\"tree_size") ? before.indexOf(",\"tree_size") : before.length() - 1;
    row.text(
        MutableRow.DETAILS,
        before.substring(0, end) + ",\"tree_size\":%d,\"tree_root\":\"%s\"}".formatted(size, root));
    log.seal(close);
    for (int i = close + 1; i < log.rows.size(); i++) {
      log.relink(i);
      log.seal(i);
    }
    log.endHere();
  }

  private Verification withTree() {
    var root = new RootCheck(new Checkpoint("log", log.rows.size(), log.root(log.rows.size())));
    var found =
        ChainVerifier.verify(
            log.source(), Plan.of(MutableLog.ring()).with(2).with((Plan.LeafSink) root));
    return found instanceof Verification.Ok ? root.finding().orElse(found) : found;
  }

  private PublicVerification published() {
    var signer = new SoftSigner("log", KeyType.ED25519);
    long size = log.rows.size();
    var checkpoint = new Checkpoint("log", size, log.root(size));
    byte[] note = SignedNote.sign(checkpoint.text(), List.of(signer)).bytes();
    return new PublicVerifier(List.of(signer.publicKey()), _ -> {})
        .verify(log.files(List.of(size)), note, List.of());
  }

  private void assertSegmentFlaw() {
    assertThat(withTree())
        .isInstanceOfSatisfying(
            Verification.Tampered.class,
            it -> {
              assertThat(it.flaw().kind()).isEqualTo(FlawKind.SEGMENT);
              assertThat(it.flaw().seq()).isEqualTo(close + 1L);
            });
    assertThat(published())
        .isInstanceOfSatisfying(
            PublicVerification.Tampered.class, it -> assertThat(it.seq()).isEqualTo(close + 1L));
    assertThat(ChainVerifier.verify(log.source(), MutableLog.ring()))
        .isInstanceOf(Verification.Ok.class);
  }

  @Test
  @Feature("C6")
  void anOpenThatFollowsAnotherCloseIsFound() {
    String closed = log.rows.get(close).text(MutableRow.CHAIN);
    details(close + 1, closed, "ab".repeat(32));

    assertFound(FlawKind.SEGMENT, close + 1);
  }

  @Test
  @Feature("C6")
  void anOpenWithAnotherKeyThanItSaysIsFound() {
    details(close + 1, MutableLog.secretOf(2).id(), MutableLog.secretOf(3).id());

    assertFound(FlawKind.KEY, close + 1);
  }

  /// Replaces a word of an entry's details, and makes all hashes from there on right again.
  private void details(int at, String from, String to) {
    var row = log.rows.get(at);
    String details = row.text(MutableRow.DETAILS);
    assertThat(details).contains(from);
    row.text(MutableRow.DETAILS, details.replace(from, to));
    log.seal(at);
    log.reseal(at + 1, log.rows.size());
    log.endHere();
  }

  private void assertFound(FlawKind kind, int at) {
    var found = ChainVerifier.verify(log.source(), MutableLog.ring());

    assertThat(found)
        .isInstanceOfSatisfying(
            Verification.Tampered.class,
            tampered -> {
              assertThat(tampered.flaw().kind()).as("%s", found).isEqualTo(kind);
              assertThat(tampered.flaw().seq()).isEqualTo(at + 1);
            });
  }
}
