// SPDX-License-Identifier: Apache-2.0
package dev.atom.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atom.audit.chain.ChainKey;
import dev.atom.audit.chain.KeyRing;
import dev.atom.audit.store.ChainExport;
import dev.atom.audit.store.PostgresEntrySource;
import dev.atom.audit.verify.ChainVerifier;
import dev.atom.audit.verify.JsonLinesEntrySource;
import dev.atom.audit.verify.Verification;
import dev.atom.audit.verify.Verification.Incomplete;
import dev.atom.audit.verify.Verification.Ok;
import dev.atom.audit.verify.Verification.Tampered;
import dev.atom.audit.verify.Verification.Unverifiable;
import dev.atom.base.Secret;
import dev.atom.storage.Database;
import dev.atom.storage.PostgresUrl;
import dev.atom.testing.Feature;
import dev.atom.testing.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/// Somebody who owns the database changes it, in every way there is; three verifiers look at each:
/// ours on the tables, ours on an export, and the independent one, which was written from
/// `docs/audit-format.md`.
class TamperingIT {
  private static final int ENTRIES = Tamperings.ENTRIES;
  private static final String KEY_ID = ChainKey.of(Trails.SECRET).id();

  private static TestDatabase urls;
  private static Database owner;
  private static Database reader;
  private static Path secretFile;
  @TempDir private static Path folder;

  @BeforeAll
  static void begin() throws IOException {
    urls = Trails.freshDatabase();
    owner = Database.open(PostgresUrl.parse(urls.ownerUrl()), "owner", 1);
    reader = Database.open(PostgresUrl.parse(urls.readerUrl()), "reader", 2);
    secretFile = Files.writeString(folder.resolve("secret"), Trails.SECRET.reveal() + "\n");
    try (var trail = Trails.open(urls.auditUrl())) {
      for (int i = 2; i <= ENTRIES; i++) {
        trail.append(Trails.event("decision-" + i)).join();
      }
    }
    loosen();
  }

  @AfterAll
  static void end() {
    owner.close();
    reader.close();
  }

  /// Takes away all that the schema itself would refuse: the verifiers must do without it.
  private static void loosen() {
    change(
        "DO $$ DECLARE c record; BEGIN"
            + " FOR c IN SELECT conname, conrelid::regclass AS t FROM pg_constraint WHERE conrelid IN"
            + " ('audit_log_chain'::regclass, 'audit_payloads'::regclass) AND contype IN ('c', 'u', 'p')"
            + " LOOP EXECUTE format('ALTER TABLE %s DROP CONSTRAINT %I', c.t, c.conname); END LOOP; END $$");
    change("ALTER TABLE audit_log_chain ALTER COLUMN reason DROP NOT NULL");
    for (String table : List.of("audit_log_chain", "audit_payloads", "chain_head")) {
      change("ALTER TABLE " + table + " DISABLE TRIGGER ALL");
      change("CREATE TABLE kept_" + table + " AS TABLE " + table);
    }
  }

  private static void restore() {
    for (String table : List.of("audit_log_chain", "audit_payloads", "chain_head")) {
      change("DELETE FROM " + table + "; INSERT INTO " + table + " SELECT * FROM kept_" + table);
    }
  }

  private static void change(String sql) {
    owner.inTransaction((Connection connection) -> {
      try (var statement = connection.createStatement()) {
        return statement.execute(sql);
      }
    });
  }

  @ParameterizedTest
  @FieldSource("dev.atom.audit.Tamperings#CASES")
  @Feature({"C2", "C4"})
  void isFoundByEveryVerifier(Tamperings.Case tampering) throws Exception {
    change(tampering.sql());
    try {
      var found = verify(Trails.SECRET);
      var exported = export();

      assertThat(name(found)).as("%s", found).isEqualTo(tampering.verdict());
      assertThat(seq(found, tampering.seq())).as("%s", found).isEqualTo(tampering.seq());
      assertThat(verify(exported, Trails.SECRET))
          .satisfies(onFile -> {
            assertThat(name(onFile)).as("%s", onFile).isEqualTo(tampering.verdict());
            assertThat(seq(onFile, tampering.seq())).isEqualTo(tampering.seq());
          });
      assertThat(independently(exported))
          .contains("\"verdict\": \"" + tampering.verdict() + "\"", "\"seq\": " + tampering.seq());
    } finally {
      restore();
    }
  }

  @Test
  @Feature("C2")
  void agreesWithTheIndependentVerifierOnAnOkChain() throws Exception {
    var found = verify(Trails.SECRET);
    var exported = export();

    assertThat(found)
        .isInstanceOfSatisfying(
            Ok.class,
            intact -> {
              assertThat(intact.count()).isEqualTo(ENTRIES);
              assertThat(intact.firstSeq()).isEqualTo(1);
              assertThat(intact.lastSeq()).isEqualTo(ENTRIES);
              assertThat(intact.payloadsAbsent()).isZero();
            });
    assertThat(verify(exported, Trails.SECRET)).isEqualTo(found);
    assertThat(independently(exported))
        .contains("\"verdict\": \"OK\"", "\"count\": 21", ((Ok) found).headHash());
  }

  @Test
  void saysWhichSecretItMisses() {
    assertThat(verify(Trails.OTHER_SECRET))
        .isInstanceOfSatisfying(
            Unverifiable.class, u -> assertThat(u.flaw().why()).contains("the secret " + KEY_ID));
  }

  @Test
  void neverTellsTheHashThatWouldMakeAForgeryGood() {
    change("UPDATE audit_log_chain SET ruling = 'allow' WHERE id = 10");
    try {
      var found = (Tampered) verify(Trails.SECRET);

      assertThat(found.flaw().expected()).isEqualTo("the hash of " + KEY_ID);
    } finally {
      restore();
    }
  }

  /// What is found is told each time, also when the rest of the rows is on its way already.
  @Test
  void stoppingEarlyDoesNotSpoilTheAnswer() {
    change("UPDATE audit_log_chain SET ruling = 'allow' WHERE id = 10");
    try {
      for (int i = 0; i < 100; i++) {
        assertThat(verify(Trails.SECRET)).isInstanceOf(Tampered.class);
      }
    } finally {
      restore();
    }
  }

  @Test
  void countsPayloadsThatAreNoLongerKept() {
    change("DELETE FROM audit_payloads WHERE id BETWEEN 5 AND 7");
    try {
      assertThat(verify(Trails.SECRET))
          .isInstanceOfSatisfying(Ok.class, i -> assertThat(i.payloadsAbsent()).isEqualTo(3));
    } finally {
      restore();
    }
  }

  @Test
  void verifiesARange() {
    var source = new PostgresEntrySource(reader);
    var keys = KeyRing.of(Trails.SECRET);
    change("UPDATE audit_log_chain SET ruling = 'allow' WHERE id = 10");
    try {
      assertThat(ChainVerifier.verify(source, keys, 1, 9))
          .isInstanceOfSatisfying(Ok.class, i -> assertThat(i.count()).isEqualTo(9));
      assertThat(ChainVerifier.verify(source, keys, 12, 15))
          .isInstanceOfSatisfying(Ok.class, i -> assertThat(i.count()).isEqualTo(4));
      assertThat(ChainVerifier.verify(source, keys, 12, 99))
          .isInstanceOfSatisfying(Ok.class, i -> assertThat(i.lastSeq()).isEqualTo(ENTRIES));
      assertThat(ChainVerifier.verify(source, keys, 9, 11)).isInstanceOf(Tampered.class);
      assertThat(ChainVerifier.verify(source, keys, 11, 15)).isInstanceOf(Tampered.class);
      assertThat(ChainVerifier.verify(source, keys, 30, 40)).isInstanceOf(Incomplete.class);
    } finally {
      restore();
    }
  }

  @Test
  @Feature("C4")
  void findsAChangeOfAnyByteOfAnExport() throws Exception {
    byte[] bytes = Files.readAllBytes(export());
    var changed = folder.resolve("changed.jsonl");
    for (int at = 40; at < bytes.length; at += 97) {
      byte[] copy = bytes.clone();
      copy[at] ^= 1;
      Files.write(changed, copy);

      assertThat(verify(changed, Trails.SECRET)).as("byte %s", at).isNotInstanceOf(Ok.class);
    }
  }

  @Test
  void findsAnExportThatWasCutOrContinued() throws Exception {
    List<String> lines = Files.readAllLines(export());
    var changed = folder.resolve("cut.jsonl");

    Files.write(changed, lines.subList(0, lines.size() - 1));
    assertThat(verify(changed, Trails.SECRET)).isInstanceOf(Incomplete.class);
    assertThat(independently(changed)).contains("INCOMPLETE");

    List<String> more = new ArrayList<>(lines);
    more.add(lines.get(3));
    Files.write(changed, more);
    assertThat(verify(changed, Trails.SECRET)).isInstanceOf(Tampered.class);
    assertThat(independently(changed)).contains("TAMPERED");
  }

  private static Verification verify(Secret secret) {
    return ChainVerifier.verify(new PostgresEntrySource(reader), KeyRing.of(secret));
  }

  private static Verification verify(Path file, Secret secret) {
    return ChainVerifier.verify(new JsonLinesEntrySource(file), KeyRing.of(secret));
  }

  private static Path export() throws IOException {
    var file = folder.resolve("export.jsonl");
    try (var out = Files.newOutputStream(file)) {
      new ChainExport(reader).write(out);
    }
    return file;
  }

  private static String independently(Path file) throws Exception {
    return IndependentVerifier.verify(file, secretFile);
  }

  private static String name(Verification found) {
    return switch (found) {
      case Ok _ -> "OK";
      case Tampered _ -> "TAMPERED";
      case Incomplete _ -> "INCOMPLETE";
      case Unverifiable _ -> "UNVERIFIABLE";
    };
  }

  private static long seq(Verification found, long otherwise) {
    return switch (found) {
      case Tampered(var flaw) -> flaw.seq();
      case Incomplete(var flaw) -> flaw.seq();
      case Unverifiable(var flaw) -> flaw.seq();
      case Ok _ -> otherwise;
    };
  }
}
