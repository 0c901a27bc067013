// SPDX-License-Identifier: Apache-2.0
package dev.atom.archiver.restore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.atom.archiver.export.ExportRig;
import dev.atom.archiver.export.ZstdFiles;
import dev.atom.audit.export.ExportEntries;
import dev.atom.audit.export.ExportFolder;
import dev.atom.audit.store.RestoredTable;
import dev.atom.audit.verify.ChainVerifier;
import dev.atom.audit.verify.Plan;
import dev.atom.audit.verify.Verification;
import dev.atom.base.AtomException;
import dev.atom.storage.Database;
import dev.atom.storage.PostgresUrl;
import dev.atom.testing.Feature;
import dev.atom.testing.TestPostgres;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What was exported comes back in a database that never saw it.
final class RestoreIT {
  @TempDir Path folder;
  private Path archive;
  private ExportRig rig;
  private Database original;
  private Database other;

  @BeforeEach
  void prepare() throws Exception {
    rig = new ExportRig(Files.createDirectory(folder.resolve("rig")), Duration.ofDays(1));
    original = Database.open(PostgresUrl.parse(rig.database.ownerUrl()), "original", 1);
    var fresh = TestPostgres.shared().freshDatabase();
    other = Database.open(PostgresUrl.parse(fresh.ownerUrl()), "other", 1);
    rig.fourDays();
    rig.exportAll();
    archive = folder.resolve("archive");
    for (var object : rig.store.list("")) {
      Path file = archive.resolve(object.key());
      Files.createDirectories(file.resolveSibling("."));
      try (var in = rig.store.open(object)) {
        Files.copy(in, file);
      }
    }
  }

  @AfterEach
  void close() {
    other.close();
    original.close();
    rig.close();
  }

  private Restore.Outcome restore() {
    return new Restore(
            new ExportFolder(archive),
            new ZstdFiles(folder),
            List.of(rig.signer.publicKey()),
            Optional.of(ExportRig.KEYS))
        .into(new RestoredTable(other, RestoredTable.NAME));
  }

  private static List<String> lines(Database database, String table, long last) {
    return database.read(connection -> {
      try (var statement = connection.createStatement()) {
        statement.execute("set local timezone = 'UTC'");
        var rows =
            statement.executeQuery(
                "select row_to_json(e) from (select *, null as nonce, null as payload from "
                    + table
                    + " where id <= "
                    + last
                    + " order by id) e");
        var lines = new ArrayList<String>();
        while (rows.next()) {
          lines.add(rows.getString(1));
        }
        return lines;
      }
    });
  }

  private boolean there() {
    return other.read(connection -> {
      try (var statement = connection.createStatement();
          var row =
              statement.executeQuery("select to_regclass('" + RestoredTable.NAME + "') is null")) {
        row.next();
        return !row.getBoolean(1);
      }
    });
  }

  @Test
  @Feature("C21")
  void theArchiveAloneBringsBackEveryEntryAsItWasAndItVerifies() throws Exception {
    var outcome = restore();

    assertThat(outcome).isInstanceOf(Restore.Outcome.Restored.class);
    long last = outcome.report().manifests().getLast().span().lastSeq();
    assertThat(((Restore.Outcome.Restored) outcome).entries()).isEqualTo(last).isGreaterThan(9);
    var back = lines(other, RestoredTable.NAME, last);
    assertThat(back).hasSize((int) last).isEqualTo(lines(original, "audit_log_chain", last));
    Path dump = Files.write(folder.resolve("dump.jsonl"), back);
    assertThat(verified(dump, last)).isInstanceOf(Verification.Ok.class);
    assertThat(restoredAgain()).hasMessageContaining("is there already");
    assertThat(lines(other, RestoredTable.NAME, last)).isEqualTo(back);
  }

  private static Verification verified(Path dump, long last) {
    ExportEntries.Unpacked file =
        new ExportEntries.Unpacked() {
          @Override
          public Path path() {
            return dump;
          }

          @Override
          public void close() {
            // It goes with the folder of the test.
          }
        };
    var entries = new ExportEntries(() -> List.of(file).iterator(), Optional.empty());
    return ChainVerifier.verify(entries, Plan.of(ExportRig.KEYS).from(1, last));
  }

  private Throwable restoredAgain() {
    return catchThrowable(this::restore);
  }

  @Test
  void whatCameBackIsReadOnlyForItsOwnerToo() {
    restore();

    for (String sql :
        List.of(
            "insert into %1$s select * from %1$s",
            "update %1$s set reason = 'permitted' where id = 5",
            "delete from %1$s where id = 5",
            "truncate %1$s",
            "grant all on %1$s to current_user; delete from %1$s",
            "grant all on %1$s to current_user; set session_replication_role = replica;"
                + " delete from %1$s")) {
      assertThatThrownBy(() ->
              other.inTransaction(connection -> {
                try (var statement = connection.createStatement()) {
                  return statement.execute(sql.formatted(RestoredTable.NAME));
                }
              }))
          .as(sql)
          .isInstanceOf(AtomException.class);
    }
  }

  @Test
  @Feature("C21")
  void anArchiveThatWasTamperedWithRestoresNothing() throws Exception {
    List<Path> files;
    try (var all = Files.walk(archive)) {
      files = all.filter(Files::isRegularFile).sorted().toList();
    }
    for (Path file : files) {
      byte[] good = Files.readAllBytes(file);
      byte[] bad = good.clone();
      bad[bad.length / 2] ^= 4;
      Files.write(file, bad);
      assertThat(restore()).as(file.toString()).isInstanceOf(Restore.Outcome.Refused.class);
      Files.delete(file);
      // The newest manifest may be missing: nobody knows that it was made.
      if (!file.endsWith("2026-11-04.note")) {
        assertThat(restore()).as(file.toString()).isInstanceOf(Restore.Outcome.Refused.class);
      }
      assertThat(there()).isFalse();
      Files.write(file, good);
    }
    assertThat(restore()).isInstanceOf(Restore.Outcome.Restored.class);
  }

  @Test
  void aFailureHalfWayLeavesNothing() throws Exception {
    Path bad = Files.writeString(folder.resolve("bad.jsonl"), "{\"id\":1}\n");
    var table = new RestoredTable(other, RestoredTable.NAME);

    assertThatThrownBy(() -> table.fill(sink -> sink.take(new RestoredTable.Lines(1, 1, bad))))
        .isInstanceOf(AtomException.class);
    assertThat(there()).isFalse();
  }
}
