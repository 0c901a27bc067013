// SPDX-License-Identifier: Apache-2.0
package dev.atom.archiver.export;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atom.archiver.Records;
import dev.atom.archiver.export.Exporter.Step;
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
import dev.atom.audit.store.DayEntries;
import dev.atom.audit.store.PostgresEntrySource;
import dev.atom.audit.verify.ChainVerifier;
import dev.atom.audit.verify.Plan;
import dev.atom.audit.verify.Verification;
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

/// A trail whose time is ours, its signed tree, and what exports it.
public final class ExportRig implements AutoCloseable {
  public static final String ORIGIN = "log.test/audit";
  public static final KeyRing KEYS =
      KeyRing.of(Secret.of("a secret of the tests, long enough to be one"));
  private static final Secret SECRET = Secret.of("a secret of the tests, long enough to be one");

  public final MemoryArchive store = new MemoryArchive(this::now);
  public final TestDatabase database = TestPostgres.shared().freshDatabase();
  public final Database reader;
  public final SigningKeyFile signer;
  public final MemoryTree tree;
  private final Random random = new Random(7);
  private final Path folder;
  private final Duration segments;
  private Instant now = Instant.parse("2026-11-01T10:00:00Z");

  /// @param segments how long a segment lasts; zero for ever
  public ExportRig(Path folder, Duration segments) {
    this.folder = folder;
    this.segments = segments;
    Migrations.run(PostgresUrl.parse(database.ownerUrl()));
    reader = Database.open(PostgresUrl.parse(database.archiverUrl()), "test", 2);
    SigningKeyFile.make(folder.resolve("key.pem"), new SecureRandom());
    signer = SigningKeyFile.open(folder.resolve("key.pem"), ORIGIN, KeyType.ED25519);
    tree = new MemoryTree(ORIGIN, signer);
  }

  @Override
  public void close() {
    reader.close();
  }

  public Instant now() {
    return now;
  }

  public void moveTo(String time) {
    now = Instant.parse(time);
  }

  /// Three days with entries, an empty one between them.
  public void fourDays() {
    append("2026-11-01T10:00:00Z", 3);
    append("2026-11-02T23:59:59.5Z", 2);
    append("2026-11-04T00:00:00Z", 4);
    now = Instant.parse("2026-11-05T03:00:00Z");
    integrate();
  }

  public void append(String at, int count) {
    now = Instant.parse(at);
    try (var trail = trail()) {
      for (int i = 0; i < count; i++) {
        trail.append(event("d" + i)).join();
      }
    }
  }

  public ChainedAuditTrail trail() {
    var config = new AuditConfig(database.auditUrl(), SECRET, Duration.ofSeconds(10), 64, segments);
    return ChainedAuditTrail.open(config, this::now, new SecureRandom());
  }

  public Records records(ChainedAuditTrail trail) {
    return new Records(trail, random);
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

  /// The tree takes what is new.
  public void integrate() {
    var plan = Plan.of(KEYS).with((Plan.LeafSink) tree).from(tree.size() + 1L, Long.MAX_VALUE);
    assertThat(ChainVerifier.verify(new PostgresEntrySource(reader), plan))
        .isInstanceOf(Verification.Ok.class);
  }

  public Exporter exporter(KeyRing keys) {
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

  /// Exports every day that is over.
  public Step exportAll() {
    var exporter = exporter(KEYS);
    Step step = exporter.next();
    while (step instanceof Step.Exported) {
      step = exporter.next();
    }
    return step;
  }

  public ExportVerifier.Report verify(Optional<KeyRing> secrets, String until) {
    var with =
        new ExportVerifier.With(
            List.of(signer.publicKey()),
            secrets,
            Optional.empty(),
            Optional.of(LocalDate.parse(until)),
            2,
            _ -> {});
    return new ExportVerifier(new StoreExport(store), new ZstdFiles(folder)).verify(with);
  }
}
