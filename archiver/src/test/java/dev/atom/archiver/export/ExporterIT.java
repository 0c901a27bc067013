// SPDX-License-Identifier: Apache-2.0
package dev.atom.archiver.export;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atom.archiver.export.Exporter.Step;
import dev.atom.archiver.store.Irregularity;
import dev.atom.archiver.store.MemoryArchive;
import dev.atom.audit.AuditConfig;
import dev.atom.audit.AuditEvent;
import dev.atom.audit.ChainedAuditTrail;
import dev.atom.audit.EventKind;
import dev.atom.audit.Ruling;
import dev.atom.audit.chain.KeyRing;
import dev.atom.audit.checkpoint.KeyType;
import dev.atom.audit.checkpoint.SigningKeyFile;
import dev.atom.audit.export.ExportVerifier;
import dev.atom.audit.export.Manifest;
import dev.atom.audit.export.ManifestFinding;
import dev.atom.audit.export.ManifestFinding.Kind;
import dev.atom.audit.store.DayEntries;
import dev.atom.audit.store.PostgresEntrySource;
import dev.atom.audit.verify.ChainVerifier;
import dev.atom.audit.verify.Plan;
import dev.atom.audit.verify.Verification;
import dev.atom.base.AtomException;
import dev.atom.base.Secret;
import dev.atom.storage.Database;
import dev.atom.storage.Migrations;
import dev.atom.storage.PostgresUrl;
import dev.atom.testing.TestDatabase;
import dev.atom.testing.TestPostgres;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ExporterIT {
  private static final String ORIGIN = "log.test/audit";
  private static final Secret SECRET = Secret.of("a secret of the tests, long enough to be one");
  private static final KeyRing KEYS = KeyRing.of(SECRET);

  private final Random random = new Random(7);
  private final MemoryArchive store = new MemoryArchive(() -> now());
  private Instant now = Instant.parse("2026-11-01T10:00:00Z");

  @TempDir Path folder;
  private TestDatabase database;
  private Database reader;
  private SigningKeyFile signer;
  private MemoryTree tree;

  @BeforeEach
  void prepare() {
    database = TestPostgres.shared().freshDatabase();
    Migrations.run(PostgresUrl.parse(database.ownerUrl()));
    reader = Database.open(PostgresUrl.parse(database.archiverUrl()), "test", 2);
    SigningKeyFile.make(folder.resolve("key.pem"), new SecureRandom());
    signer = SigningKeyFile.open(folder.resolve("key.pem"), ORIGIN, KeyType.ED25519);
    tree = new MemoryTree(ORIGIN, signer);
  }

  @AfterEach
  void close() {
    reader.close();
  }

  private Instant now() {
    return now;
  }

  /// Three days with entries, an empty one between them.
  private void fourDays() {
    append("2026-11-01T10:00:00Z", 3);
    append("2026-11-02T23:59:59.5Z", 2);
    append("2026-11-04T00:00:00Z", 4);
    now = Instant.parse("2026-11-05T03:00:00Z");
    integrate();
  }

  private void append(String at, int count) {
    now = Instant.parse(at);
    var config =
        new AuditConfig(database.auditUrl(), SECRET, Duration.ofSeconds(10), 64, Duration.ZERO);
    try (var trail = ChainedAuditTrail.open(config, this::now, new SecureRandom())) {
      for (int i = 0; i < count; i++) {
        trail.append(event("d" + i)).join();
      }
    }
  }

  private AuditEvent event(String decision) {
    return new AuditEvent(
        new UUID(random.nextLong(), random.nextLong()),
        EventKind.DECISION,
        decision,
        AuditEvent.Subject.NONE,
        AuditEvent.Call.NONE,
        new AuditEvent.Verdict(Ruling.DENY, "policy_violation", 403, 1234),
        "{\"note\":\"\\\\ \u00e4\"}",
        "{\"prompt\":\"canary-7f31\"}");
  }

  private void integrate() {
    var plan = Plan.of(KEYS).with((Plan.LeafSink) tree).from(tree.size() + 1L, Long.MAX_VALUE);
    assertThat(ChainVerifier.verify(new PostgresEntrySource(reader), plan))
        .isInstanceOf(Verification.Ok.class);
  }

  private Exporter exporter(KeyRing keys) {
    var entries = new DayEntries(reader);
    return new Exporter(
        entries,
        new DayFiles(entries, folder.resolve("work"), 2),
        store,
        tree,
        new Exporter.Settings(
            ORIGIN, List.of(signer), () -> keys, Duration.ofDays(180), Duration.ofMinutes(5)),
        this::now);
  }

  private Step exportAll() {
    var exporter = exporter(KEYS);
    Step step = exporter.next();
    while (step instanceof Step.Exported) {
      step = exporter.next();
    }
    return step;
  }

  private ExportVerifier.Report verify(Optional<KeyRing> secrets) {
    var with =
        new ExportVerifier.With(
            List.of(signer.publicKey()),
            secrets,
            Optional.of(LocalDate.parse("2026-11-04")),
            2,
            _ -> {});
    return new ExportVerifier(new StoreExport(store), new ZstdFiles(folder)).verify(with);
  }

  private List<Kind> findings() {
    return verify(Optional.empty()).findings().stream().map(ManifestFinding::kind).toList();
  }

  private static String note(String day) {
    return "manifests/" + day + ".note";
  }

  @Test
  void everyDayGetsAManifestAlsoAnEmptyOneAndAfterDowntime() {
    fourDays();

    assertThat(exportAll())
        .isEqualTo(new Step.UpToDate(Optional.of(LocalDate.parse("2026-11-04"))));

    var report = verify(Optional.of(KEYS));
    assertThat(report.findings()).isEmpty();
    assertThat(report.chain().orElseThrow()).isInstanceOf(Verification.Ok.class);
    assertThat(report.ok()).isTrue();
    assertThat(report.manifests())
        .extracting(it -> it.span().firstSeq() + "-" + it.span().lastSeq())
        .containsExactly("1-4", "5-6", "7-6", "7-10");
    assertThat(report.manifests().get(2).files()).isEmpty();
    assertThat(verify(Optional.empty()).ok()).isTrue();
    assertThat(store.lockedUntil(store.find(note("2026-11-03")).orElseThrow()))
        .contains(now.plus(Duration.ofDays(180)));
  }

  @Test
  void aDayIsNotExportedBeforeItIsOver() {
    append("2026-11-01T10:00:00Z", 1);
    integrate();
    now = Instant.parse("2026-11-02T00:04:59Z");

    assertThat(exportAll()).isEqualTo(new Step.UpToDate(Optional.empty()));
    assertThat(store.list("")).isEmpty();
  }

  @Test
  void aDayWaitsForASignedCheckpointOverIt() {
    append("2026-11-01T10:00:00Z", 1);
    now = Instant.parse("2026-11-02T03:00:00Z");

    assertThat(exporter(KEYS).next()).isInstanceOf(Step.Waiting.class);
    assertThat(store.list("")).isEmpty();
  }

  @Test
  void oneMissingDayAndARunOfThemAreFoundDayByDay() {
    fourDays();
    exportAll();
    store.purge(note("2026-11-02"));
    assertThat(findings()).contains(Kind.DAY_MISSING, Kind.NOT_LINKED);

    store.purge(note("2026-11-03"));
    assertThat(verify(Optional.empty()).findings())
        .filteredOn(it -> it.kind() == Kind.DAY_MISSING)
        .extracting(ManifestFinding::where)
        .containsExactly("2026-11-02", "2026-11-03");
  }

  @Test
  void theNewestTheOldestAndAllMissingManifestsAreFound() {
    fourDays();
    exportAll();
    store.purge(note("2026-11-04"));
    assertThat(findings()).containsExactly(Kind.DAY_MISSING);

    store.purge(note("2026-11-01"));
    assertThat(findings()).contains(Kind.DAY_MISSING);

    store.purge(note("2026-11-02"));
    store.purge(note("2026-11-03"));
    assertThat(findings()).containsExactly(Kind.DAY_MISSING);
    assertThat(verify(Optional.empty()).ok()).isFalse();
  }

  @Test
  void anyChangedByteOfAManifestOrAFileIsFound() throws Exception {
    fourDays();
    exportAll();
    for (var object : store.list("")) {
      byte[] good;
      try (var in = store.open(object)) {
        good = in.readAllBytes();
      }
      for (int i = 0; i < 12; i++) {
        byte[] bad = good.clone();
        bad[random.nextInt(bad.length)] ^= (byte) (1 << random.nextInt(8));
        store.replace(object.key(), bad);
        assertThat(verify(Optional.of(KEYS)).ok()).as(object.key()).isFalse();
      }
      store.replace(object.key(), good);
    }
    assertThat(verify(Optional.of(KEYS)).ok()).isTrue();
  }

  @Test
  void aMissingFileAndWhatTheStoreKnowsAreFound() {
    fourDays();
    exportAll();
    store.tell(new Irregularity("segments/1/x", Irregularity.Kind.DELETE_MARKER, "marker"));
    assertThat(findings()).containsExactly(Kind.IRREGULAR);

    store.purge(store.list("segments/").getFirst().key());
    assertThat(findings()).contains(Kind.FILE_MISSING);
  }

  @Test
  void whatWasTamperedWithIsNotExported() throws Exception {
    fourDays();
    try (var owner = Database.open(PostgresUrl.parse(database.ownerUrl()), "owner", 1)) {
      owner.inTransaction(connection -> {
        try (var statement = connection.createStatement()) {
          statement.execute("alter table audit_log_chain disable trigger user");
          return statement.executeUpdate(
              "update audit_log_chain set reason = 'permitted' where id = 5");
        }
      });
    }

    Step step = exportAll();

    assertThat(step).isInstanceOf(Step.Refused.class);
    assertThat(((Step.Refused) step).why()).contains("TAMPERED at entry 5");
    assertThat(store.list("manifests/")).hasSize(1);
  }

  @Test
  void aChainThatIsNotTheSignedTreeIsNotExported() {
    fourDays();
    tree.forge(1);

    Step step = exportAll();

    assertThat(step).isInstanceOf(Step.Refused.class);
    assertThat(((Step.Refused) step).why()).contains("not those of the signed tree");
    assertThat(store.list("")).isEmpty();
  }

  @Test
  void anUnknownSecretIsNoReasonToExportUnverified() {
    fourDays();
    var other = KeyRing.of(Secret.of("another secret, just as long as the first"));

    assertThat(exporter(other).next()).isInstanceOf(Step.Refused.class);
    assertThat(store.list("")).isEmpty();
  }

  @Test
  void aRunThatWasKilledAtAnyPutGoesOnWhereItWas() {
    fourDays();
    for (int put = 0; put < 12; put++) {
      try {
        if (put % 2 == 0) {
          store.failNextPuts(1);
        } else {
          store.loseNextAnswers(1);
        }
        exporter(KEYS).next();
      } catch (AtomException _) {
        // As told; the next run must not mind.
      }
    }
    store.failNextPuts(0);
    store.loseNextAnswers(0);

    exportAll();

    assertThat(verify(Optional.of(KEYS)).ok()).isTrue();
  }

  @Test
  void noPayloadLeavesWithAnExport() throws Exception {
    fourDays();
    exportAll();

    for (Manifest manifest : verify(Optional.empty()).manifests()) {
      for (var file : manifest.files()) {
        try (var lines = new ZstdFiles(folder).open(new StoreExport(store), file)) {
          assertThat(lines.path())
              .content()
              .contains("\"payload\":null")
              .doesNotContain("canary-7f31");
        }
      }
    }
  }
}
