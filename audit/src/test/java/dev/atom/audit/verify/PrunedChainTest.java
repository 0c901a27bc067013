// SPDX-License-Identifier: Apache-2.0
package dev.atom.audit.verify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atom.audit.chain.ChainHead;
import dev.atom.audit.checkpoint.Checkpoint;
import dev.atom.audit.checkpoint.FormatException;
import dev.atom.audit.checkpoint.KeyType;
import dev.atom.audit.checkpoint.SignedNote;
import dev.atom.audit.checkpoint.SoftSigner;
import dev.atom.audit.checkpoint.VerifierKey;
import dev.atom.audit.export.PruneRecord;
import dev.atom.audit.export.SignedRemovals;
import dev.atom.audit.tree.LeafHash;
import dev.atom.audit.tree.MerkleFrontier;
import dev.atom.audit.tree.TreeHash;
import dev.atom.audit.verify.Verification.Beginning;
import dev.atom.audit.verify.Verification.FlawKind;
import dev.atom.testing.Feature;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// A chain whose first segments left the database: whoever has its secrets, but not the log's
/// signing key, cannot make the record of it.
final class PrunedChainTest {
  private static final Charset UTF_8 = StandardCharsets.UTF_8;
  private static final String ORIGIN = "log.test/audit";
  private final SoftSigner signer = new SoftSigner(ORIGIN, KeyType.ED25519);
  private final SoftSigner stranger = new SoftSigner(ORIGIN, KeyType.ED25519);
  private MutableLog log;
  private long lastRemoved;
  private long recordSeq;
  private Checkpoint signed;

  @BeforeEach
  void prune() {
    log = MutableLog.clean(new Random(11), 900);
    prune(signer, record());
  }

  /// The record of the removal of segments 1 and 2, as it should be.
  private PruneRecord record() {
    int close = log.indexOfLast(log.indexOfLast(0) + 1);
    lastRemoved = close + 1L;
    var tree = new MerkleFrontier();
    log.rows.subList(0, close + 1).forEach(row -> tree.append(LeafHash.of(row.leaf())));
    var checkpoint = new Checkpoint(ORIGIN, tree.size(), tree.root());
    return new PruneRecord(
        ORIGIN,
        lastRemoved,
        2,
        log.rows.get(close).text(MutableRow.CHAIN),
        tree.hashes(),
        new String(SignedNote.sign(checkpoint.text(), List.of(signer)).bytes(), UTF_8),
        List.of(),
        "00".repeat(32));
  }

  /// Appends `record`, signed by `by`, with the chain's secrets, and removes what it says.
  private void prune(SoftSigner by, PruneRecord record) {
    var random = new Random(3);
    long segment = log.rows.getLast().number(MutableRow.SEGMENT);
    String note = new String(SignedNote.sign(record.text(), List.of(by)).bytes(), UTF_8);
    int at = log.rows.size();
    log.add("audit_pruned", segment, random).text(MutableRow.DETAILS, record.details(note));
    recordSeq = at + 1L;
    for (int i = 0; i < 700; i++) {
      log.add("decision", segment, random);
    }
    log.reseal(at, log.rows.size());
    log.endHere();
    long all = log.rows.size();
    signed = new Checkpoint(ORIGIN, all, log.root(all));
    log.rows.subList(0, (int) lastRemoved).clear();
  }

  /// Makes the record another, with the secrets of the chain.
  private void forge(SoftSigner by, PruneRecord record) {
    forge(SignedNote.sign(record.text(), List.of(by)), record);
  }

  private void forge(SignedNote signedNote, PruneRecord record) {
    String note = new String(signedNote.bytes(), UTF_8);
    int at = (int) (recordSeq - lastRemoved - 1);
    log.rows.get(at).text(MutableRow.DETAILS, record.details(note));
    log.reseal(at, log.rows.size());
    log.endHere();
  }

  private PruneRecord honest() {
    var details = log.rows.get((int) (recordSeq - lastRemoved - 1)).text(MutableRow.DETAILS);
    try {
      return PruneRecord.read(SignedNote.parse(PruneRecord.note(details).getBytes(UTF_8)).text());
    } catch (FormatException e) {
      throw new IllegalStateException(e);
    }
  }

  /// Rows by their numbers, as a database gives them.
  private EntrySource source() {
    return (first, last) -> {
      var all = log.rows;
      var rows =
          all.stream()
              .filter(row -> row.number(MutableRow.ID) >= first)
              .filter(row -> row.number(MutableRow.ID) <= last)
              .map(MutableRow::stored)
              .toList();
      Optional<EntrySource.SegmentStart> start =
          all.stream()
              .filter(row -> row.is(MutableLog.OPEN) && row.number(MutableRow.ID) <= first)
              .reduce((_, later) -> later)
              .map(row ->
                  new EntrySource.SegmentStart(
                      row.number(MutableRow.SEGMENT), row.number(MutableRow.ID)));
      return new Rows(rows, start, log.head);
    };
  }

  /// One pass, in blocks of 100.
  private static final class Rows implements EntrySource.Reading {
    private final List<byte[]> rows;
    private final Optional<EntrySource.SegmentStart> start;
    private final ChainHead head;
    private int at;

    Rows(List<byte[]> rows, Optional<EntrySource.SegmentStart> start, ChainHead head) {
      this.rows = rows;
      this.start = start;
      this.head = head;
    }

    @Override
    public Optional<EntrySource.Block> next() {
      if (at == rows.size()) {
        return Optional.empty();
      }
      var block = rows.subList(at, Math.min(rows.size(), at + 100));
      at += block.size();
      return Optional.of(() -> new EntrySource.Rows(block, ""));
    }

    @Override
    public Optional<EntrySource.SegmentStart> start() {
      return start;
    }

    @Override
    public Optional<ChainHead> head() {
      return Optional.of(head);
    }

    @Override
    public void close() {}
  }

  private Plan plan(VerifierKey key) {
    return Plan.of(MutableLog.ring()).with(2).judging(new SignedRemovals(List.of(key)));
  }

  private Verification found(Plan plan) {
    return ChainVerifier.verify(source(), plan);
  }

  private static void assertOk(Verification found, Beginning beginning) {
    assertThat(found)
        .isInstanceOfSatisfying(
            Verification.Ok.class, it -> assertThat(it.beginning()).isEqualTo(beginning));
  }

  private static void assertTampered(Verification found, FlawKind kind) {
    assertThat(found)
        .isInstanceOfSatisfying(
            Verification.Tampered.class, it -> assertThat(it.flaw().kind()).isEqualTo(kind));
  }

  @Test
  @Feature("C20")
  void aRecordThatTheLogSignedIsAcceptedAndWithoutAKeyTheAnswerSaysThatItWasNotChecked() {
    assertOk(found(plan(signer.publicKey())), Beginning.REMOVED_SIGNED);
    assertOk(found(Plan.of(MutableLog.ring())), Beginning.REMOVED_UNCHECKED);
    assertThat(found(plan(new SoftSigner("other.test", KeyType.ED25519).publicKey())))
        .isInstanceOf(Verification.Unverifiable.class);
  }

  @Test
  void aRecordThatSomebodyElseSignedIsFound() {
    var honest = honest();
    var another = SignedNote.sign(honest.text().replace(ORIGIN, "log.test/other"), List.of(signer));
    forge(new SignedNote(honest.text(), another.signatures()), honest);

    assertTampered(found(plan(signer.publicKey())), FlawKind.SIGNATURE);
    assertOk(found(Plan.of(MutableLog.ring())), Beginning.REMOVED_UNCHECKED);

    forge(stranger, honest);
    assertThat(found(plan(signer.publicKey()))).isInstanceOf(Verification.Unverifiable.class);
  }

  @Test
  void aRecordThatWasSignedForAnotherEntryIsFound() {
    var honest = honest();
    forge(
        signer,
        new PruneRecord(
            ORIGIN,
            lastRemoved,
            7,
            honest.lastChainHash(),
            honest.frontier(),
            honest.checkpoint(),
            List.of(),
            honest.manifest()));

    assertTampered(found(plan(signer.publicKey())), FlawKind.SIGNATURE);
  }

  @Test
  void aRecordWhoseTreeIsNotThatOfItsCheckpointIsFound() {
    var honest = honest();
    List<TreeHash> other =
        honest.frontier().stream().map(_ -> LeafHash.of(new byte[] {1})).toList();
    forge(
        signer,
        new PruneRecord(
            ORIGIN,
            lastRemoved,
            2,
            honest.lastChainHash(),
            other,
            honest.checkpoint(),
            List.of(),
            honest.manifest()));

    assertTampered(found(plan(signer.publicKey())), FlawKind.SIGNATURE);
  }

  @Test
  void theTreeGoesOnFromTheSignedRecord() {
    var root = new RootCheck(signed);
    assertOk(found(plan(signer.publicKey()).with((Plan.LeafSink) root)), Beginning.REMOVED_SIGNED);
    assertThat(root.finding()).isEmpty();

    var unknown = new RootCheck(signed);
    assertThat(found(Plan.of(MutableLog.ring()).with((Plan.LeafSink) unknown)))
        .isInstanceOf(Verification.Unverifiable.class);

    var other = new RootCheck(new Checkpoint(ORIGIN, signed.size(), TreeHash.EMPTY));
    found(plan(signer.publicKey()).with((Plan.LeafSink) other));
    assertThat(other.finding()).get().isInstanceOf(Verification.Tampered.class);

    var larger = new RootCheck(new Checkpoint(ORIGIN, signed.size() + 1, signed.root()));
    found(plan(signer.publicKey()).with((Plan.LeafSink) larger));
    assertThat(larger.finding()).get().isInstanceOf(Verification.Incomplete.class);

    var older = new RootCheck(new Checkpoint(ORIGIN, lastRemoved - 1, signed.root()));
    found(plan(signer.publicKey()).with((Plan.LeafSink) older));
    assertThat(older.finding()).get().isInstanceOf(Verification.Unverifiable.class);
  }

  @Test
  void aRangeThatEndsBeforeTheRecordFindsItBehind() {
    long first = lastRemoved + 1;
    var plan = plan(signer.publicKey());

    assertOk(found(plan.from(1, first + 3)), Beginning.REMOVED_SIGNED);
    assertOk(found(plan.from(first, first + 3)), Beginning.REMOVED_SIGNED);
    assertOk(found(plan.from(first - 2, first + 3)), Beginning.REMOVED_SIGNED);
    assertOk(found(plan.from(first + 1, first + 3)), Beginning.THERE);
    assertOk(found(Plan.of(MutableLog.ring()).from(1, first + 3)), Beginning.REMOVED_UNCHECKED);

    forge(stranger, honest());
    assertThat(found(plan.from(1, first + 3))).isInstanceOf(Verification.Unverifiable.class);

    log.rows.get((int) (recordSeq - lastRemoved - 1)).text(MutableRow.KIND, "decision");
    log.reseal((int) (recordSeq - lastRemoved - 1), log.rows.size());
    log.endHere();
    assertTampered(found(plan.from(1, first + 3)), FlawKind.NUMBER);
    assertTampered(found(plan), FlawKind.NUMBER);
  }
}
