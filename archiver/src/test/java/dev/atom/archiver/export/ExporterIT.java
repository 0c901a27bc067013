// SPDX-License-Identifier: Apache-2.0
package dev.atom.archiver.export;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atom.archiver.export.Exporter.Step;
import dev.atom.archiver.store.Irregularity;
import dev.atom.archiver.store.MemoryArchive;
import dev.atom.audit.chain.KeyRing;
import dev.atom.audit.export.ExportVerifier;
import dev.atom.audit.export.Manifest;
import dev.atom.audit.export.ManifestFinding;
import dev.atom.audit.export.ManifestFinding.Kind;
import dev.atom.audit.verify.Verification;
import dev.atom.base.AtomException;
import dev.atom.base.Secret;
import dev.atom.storage.Database;
import dev.atom.storage.PostgresUrl;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ExporterIT {
  private static final KeyRing KEYS = ExportRig.KEYS;

  private final Random random = new Random(7);

  @TempDir Path folder;
  private ExportRig rig;
  private MemoryArchive store;

  @BeforeEach
  void prepare() {
    rig = new ExportRig(folder, Duration.ZERO);
    store = rig.store;
  }

  @AfterEach
  void close() {
    rig.close();
  }

  private ExportVerifier.Report verify(Optional<KeyRing> secrets) {
    return rig.verify(secrets, "2026-11-04");
  }

  private List<Kind> findings() {
    return verify(Optional.empty()).findings().stream().map(ManifestFinding::kind).toList();
  }

  private static String note(String day) {
    return "manifests/" + day + ".note";
  }

  @Test
  void everyDayGetsAManifestAlsoAnEmptyOneAndAfterDowntime() {
    rig.fourDays();

    assertThat(rig.exportAll())
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
        .contains(rig.now().plus(Duration.ofDays(180)));
  }

  @Test
  void aDayIsNotExportedBeforeItIsOver() {
    rig.append("2026-11-01T10:00:00Z", 1);
    rig.integrate();
    rig.moveTo("2026-11-02T00:04:59Z");

    assertThat(rig.exportAll()).isEqualTo(new Step.UpToDate(Optional.empty()));
    assertThat(store.list("")).isEmpty();
  }

  @Test
  void aDayWaitsForASignedCheckpointOverIt() {
    rig.append("2026-11-01T10:00:00Z", 1);
    rig.moveTo("2026-11-02T03:00:00Z");

    assertThat(rig.exporter(KEYS).next()).isInstanceOf(Step.Waiting.class);
    assertThat(store.list("")).isEmpty();
  }

  @Test
  void oneMissingDayAndARunOfThemAreFoundDayByDay() {
    rig.fourDays();
    rig.exportAll();
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
    rig.fourDays();
    rig.exportAll();
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
    rig.fourDays();
    rig.exportAll();
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
    rig.fourDays();
    rig.exportAll();
    store.tell(new Irregularity("segments/1/x", Irregularity.Kind.DELETE_MARKER, "marker"));
    assertThat(findings()).containsExactly(Kind.IRREGULAR);

    store.purge(store.list("segments/").getFirst().key());
    assertThat(findings()).contains(Kind.FILE_MISSING);
  }

  @Test
  void whatWasTamperedWithIsNotExported() throws Exception {
    rig.fourDays();
    try (var owner = Database.open(PostgresUrl.parse(rig.database.ownerUrl()), "owner", 1)) {
      owner.inTransaction(connection -> {
        try (var statement = connection.createStatement()) {
          statement.execute("alter table audit_log_chain disable trigger user");
          return statement.executeUpdate(
              "update audit_log_chain set reason = 'permitted' where id = 5");
        }
      });
    }

    Step step = rig.exportAll();

    assertThat(step).isInstanceOf(Step.Refused.class);
    assertThat(((Step.Refused) step).why()).contains("TAMPERED at entry 5");
    assertThat(store.list("manifests/")).hasSize(1);
  }

  @Test
  void aChainThatIsNotTheSignedTreeIsNotExported() {
    rig.fourDays();
    rig.tree.forge(1);

    Step step = rig.exportAll();

    assertThat(step).isInstanceOf(Step.Refused.class);
    assertThat(((Step.Refused) step).why()).contains("not those of the signed tree");
    assertThat(store.list("")).isEmpty();
  }

  @Test
  void anUnknownSecretIsNoReasonToExportUnverified() {
    rig.fourDays();
    var other = KeyRing.of(Secret.of("another secret, just as long as the first"));

    assertThat(rig.exporter(other).next()).isInstanceOf(Step.Refused.class);
    assertThat(store.list("")).isEmpty();
  }

  @Test
  void aRunThatWasKilledAtAnyPutGoesOnWhereItWas() {
    rig.fourDays();
    for (int put = 0; put < 12; put++) {
      try {
        if (put % 2 == 0) {
          store.failNextPuts(1);
        } else {
          store.loseNextAnswers(1);
        }
        rig.exporter(KEYS).next();
      } catch (AtomException _) {
        // As told; the next run must not mind.
      }
    }
    store.failNextPuts(0);
    store.loseNextAnswers(0);

    rig.exportAll();

    assertThat(verify(Optional.of(KEYS)).ok()).isTrue();
  }

  @Test
  void noPayloadLeavesWithAnExport() throws Exception {
    rig.fourDays();
    rig.exportAll();

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
