// SPDX-License-Identifier: Apache-2.0
package dev.atom.archiver.retention;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atom.archiver.export.ArchivedDays;
import dev.atom.archiver.export.ExportRig;
import dev.atom.archiver.export.ZstdFiles;
import dev.atom.archiver.retention.Retention.Outcome;
import dev.atom.audit.checkpoint.SignedNote;
import dev.atom.audit.export.PruneRecord;
import dev.atom.audit.export.SignedRemovals;
import dev.atom.audit.store.PostgresEntrySource;
import dev.atom.audit.store.Pruning;
import dev.atom.audit.tree.TreeHash;
import dev.atom.audit.verify.ChainVerifier;
import dev.atom.audit.verify.Plan;
import dev.atom.audit.verify.Verification;
import dev.atom.base.AtomException;
import dev.atom.storage.Database;
import dev.atom.storage.PostgresUrl;
import dev.atom.testing.Feature;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RetentionIT {
  @TempDir Path folder;
  private ExportRig rig;
  private Database remover;
  private Database owner;

  @BeforeEach
  void prepare() {
    rig = new ExportRig(folder, Duration.ofDays(1));
    remover = Database.open(PostgresUrl.parse(rig.database.retentionUrl()), "remover", 1);
    owner = Database.open(PostgresUrl.parse(rig.database.ownerUrl()), "owner", 1);
  }

  @AfterEach
  void close() {
    remover.close();
    owner.close();
    rig.close();
  }

  private Outcome run(RetentionClass entries, RetentionClass conversations) {
    try (var trail = rig.trail()) {
      var keys = List.of(rig.signer.publicKey());
      return new Retention(
              new Pruning(rig.reader, remover),
              new PostgresEntrySource(rig.reader),
              new ArchivedDays(rig.store, new ZstdFiles(folder), keys, rig::now),
              rig.tree,
              rig.records(trail),
              new Retention.Settings(
                  entries,
                  conversations,
                  ExportRig.ORIGIN,
                  List.of(rig.signer),
                  () -> ExportRig.KEYS),
              rig::now)
          .run();
    }
  }

  private long number(String sql) {
    return owner.read(connection -> {
      try (var statement = connection.createStatement();
          var row = statement.executeQuery(sql)) {
        row.next();
        return row.getLong(1);
      }
    });
  }

  private long entries() {
    return number("select count(*) from audit_log_chain");
  }

  private long payloads() {
    return number("select count(*) from audit_payloads");
  }

  @Test
  @Feature("C20")
  void sealedSegmentsLeaveWhenTheirTimeIsOverAndTheRestStillVerifies() throws Exception {
    rig.fourDays();
    rig.exportAll();
    assertThat(run(RetentionClass.STANDARD, RetentionClass.STANDARD))
        .isEqualTo(new Outcome.Nothing());
    long before = entries();

    rig.append("2027-02-03T12:00:00Z", 1);
    rig.integrate();
    rig.exportAll();
    var outcome = run(RetentionClass.STANDARD, RetentionClass.STANDARD);

    assertThat(outcome).isInstanceOf(Outcome.Pruned.class);
    var record = ((Outcome.Pruned) outcome).record();
    long min = number("select min(id) from audit_log_chain");
    assertThat(min).isEqualTo(record.minSeq());
    assertThat(((Outcome.Pruned) outcome).entries()).isEqualTo(record.lastSeq()).isLessThan(before);
    assertThat(number("select min(segment) from audit_log_chain")).isEqualTo(record.segment() + 1);
    assertThat(ChainVerifier.verify(new PostgresEntrySource(rig.reader), ExportRig.KEYS))
        .isInstanceOfSatisfying(
            Verification.Ok.class, it -> assertThat(it.firstSeq()).isEqualTo(min));
    var signed =
        Plan.of(ExportRig.KEYS).judging(new SignedRemovals(List.of(rig.signer.publicKey())));
    assertThat(ChainVerifier.verify(new PostgresEntrySource(rig.reader), signed))
        .isInstanceOfSatisfying(
            Verification.Ok.class,
            it -> assertThat(it.beginning()).isEqualTo(Verification.Beginning.REMOVED_SIGNED));
    assertThat(ChainVerifier.verify(new PostgresEntrySource(rig.reader), signed.from(1, min)))
        .isInstanceOf(Verification.Ok.class);
    restVerifies(record);
    assertThat(run(RetentionClass.STANDARD, RetentionClass.STANDARD))
        .isEqualTo(new Outcome.Nothing());
  }

  /// From the signed record on: its tree and the leaves that remain give the signed root, and the
  /// record stands in the chain.
  private void restVerifies(PruneRecord pruned) throws Exception {
    String details =
        owner.read(connection -> {
          try (var statement = connection.createStatement();
              var row =
                  statement.executeQuery(
                      "select details from audit_log_chain where kind = 'audit_pruned'")) {
            row.next();
            return row.getString(1);
          }
        });
    var note = SignedNote.parse(PruneRecord.note(details).getBytes(StandardCharsets.UTF_8));
    assertThat(note.verify(List.of(rig.signer.publicKey())))
        .isInstanceOf(SignedNote.Standing.Signed.class);
    var read = PruneRecord.read(note.text());
    assertThat(read).isEqualTo(pruned);
    int known = rig.tree.size();
    var tree = read.tree();
    var plan =
        Plan.of(ExportRig.KEYS)
            .from(read.minSeq() + 1, Long.MAX_VALUE)
            .with(
                (Plan.LeafSink)
                    (_, hashes) -> {
                      for (int at = 0; at < hashes.length && tree.size() < known; ) {
                        tree.append(hashes, at);
                        at += TreeHash.BYTES;
                      }
                    });
    tree.append(rig.tree.leaf(read.minSeq()));
    assertThat(ChainVerifier.verify(new PostgresEntrySource(rig.reader), plan))
        .isInstanceOf(Verification.Ok.class);
    assertThat(tree.root()).isEqualTo(rig.tree.covering(known).orElseThrow().checkpoint().root());
    rig.moveTo("2027-02-04T03:00:00Z");
    assertThat(rig.verify(Optional.of(ExportRig.KEYS), "2027-02-02").ok()).isTrue();
  }

  @Test
  void aBeginningThatWasCutOffIsFoundWhereNoRecordSaysSo() {
    rig.fourDays();
    rig.exportAll();
    rig.append("2027-02-03T12:00:00Z", 1);
    rig.integrate();
    rig.exportAll();
    assertThat(run(RetentionClass.STANDARD, RetentionClass.STANDARD))
        .isInstanceOf(Outcome.Pruned.class);
    rig.append("2027-02-05T12:00:00Z", 1);
    assertThat(ChainVerifier.verify(new PostgresEntrySource(rig.reader), ExportRig.KEYS))
        .isInstanceOf(Verification.Ok.class);

    owner.inTransaction(connection -> {
      try (var statement = connection.createStatement()) {
        statement.execute("alter table audit_log_chain disable trigger user");
        return statement.executeUpdate(
            "delete from audit_log_chain"
                + " where segment = (select min(segment) from audit_log_chain)");
      }
    });

    assertThat(ChainVerifier.verify(new PostgresEntrySource(rig.reader), ExportRig.KEYS))
        .isInstanceOfSatisfying(
            Verification.Tampered.class, it -> assertThat(it.flaw().seq()).isEqualTo(1));
  }

  @Test
  void payloadsLeaveEarlierThanEntries() {
    rig.fourDays();
    rig.exportAll();
    assertThat(payloads()).isEqualTo(9);
    rig.moveTo("2026-12-03T12:00:00Z");

    assertThat(run(RetentionClass.LONG, RetentionClass.SHORT)).isEqualTo(new Outcome.Nothing());

    assertThat(payloads()).isEqualTo(4);
    assertThat(number("select min(id) from audit_log_chain")).isEqualTo(1);
    assertThat(ChainVerifier.verify(new PostgresEntrySource(rig.reader), ExportRig.KEYS))
        .isInstanceOf(Verification.Ok.class);
  }

  @Test
  void nothingLeavesThatIsNotInTheArchiveUnchangedAndLocked() throws Exception {
    rig.fourDays();
    rig.moveTo("2027-02-03T12:00:00Z");
    long before = entries();
    assertThat(run(RetentionClass.STANDARD, RetentionClass.STANDARD))
        .isInstanceOfSatisfying(
            Outcome.Kept.class, it -> assertThat(it.why()).contains("was not exported"));

    rig.exportAll();
    String file = rig.store.list("segments/").getFirst().key();
    rig.store.replace(file, new byte[] {1, 2, 3});
    assertThat(run(RetentionClass.STANDARD, RetentionClass.STANDARD))
        .isInstanceOfSatisfying(Outcome.Kept.class, it -> assertThat(it.why()).contains(file));
    rig.store.purge(file);
    assertThat(run(RetentionClass.STANDARD, RetentionClass.STANDARD))
        .isInstanceOf(Outcome.Kept.class);
    assertThat(entries()).isGreaterThanOrEqualTo(before);
    assertThat(number("select min(id) from audit_log_chain")).isEqualTo(1);
  }

  @Test
  void nothingLeavesThatACopyHasNotGot() {
    rig.fourDays();
    rig.append("2027-02-03T12:00:00Z", 1);
    rig.integrate();
    rig.exportAll();
    change("insert into stream_cursor (name, seq) values ('kafka', 2), ('siem', 1000)");

    assertThat(run(RetentionClass.STANDARD, RetentionClass.STANDARD))
        .isInstanceOfSatisfying(
            Outcome.Kept.class, it -> assertThat(it.why()).contains("kafka", "up to 2"));
    assertThat(number("select min(id) from audit_log_chain")).isEqualTo(1);

    change("update stream_cursor set seq = 1000");
    assertThat(run(RetentionClass.STANDARD, RetentionClass.STANDARD))
        .isInstanceOf(Outcome.Pruned.class);
  }

  private void change(String sql) {
    var _ =
        owner.inTransaction(connection -> {
          try (var statement = connection.createStatement()) {
            return statement.executeUpdate(sql);
          }
        });
  }

  @Test
  void nobodyRemovesEntriesWithoutARecordAndNobodyElseRemovesAny() {
    rig.fourDays();
    long sealed = number("select min(id) from audit_log_chain where kind = 'segment_close'");
    var pruning = new Pruning(rig.reader, remover);

    assertThatThrownBy(() -> pruning.prune(sealed, sealed + 1))
        .isInstanceOf(AtomException.class)
        .hasMessageContaining("is no record of it");
    for (String url :
        List.of(
            rig.database.auditUrl(),
            rig.database.archiverUrl(),
            rig.database.readerUrl(),
            rig.database.studioUrl(),
            rig.database.retentionUrl())) {
      try (var other = Database.open(PostgresUrl.parse(url), "other", 1)) {
        refused(other, "delete from audit_log_chain where id = 1");
        refused(other, "set atom.pruning = 'on'; delete from audit_log_chain where id = 1");
        if (!url.equals(rig.database.retentionUrl())) {
          refused(other, "select audit_prune(1, 2)");
          refused(other, "select audit_forget_payloads(now())");
        } else {
          refused(other, "select count(*) from audit_log_chain");
        }
      }
    }
    refused(owner, "delete from audit_log_chain where id = 1");
  }

  private static void refused(Database database, String sql) {
    assertThatThrownBy(() ->
            database.inTransaction(connection -> {
              try (var statement = connection.createStatement()) {
                return statement.execute(sql);
              }
            }))
        .as(sql)
        .isInstanceOf(AtomException.class);
  }
}
