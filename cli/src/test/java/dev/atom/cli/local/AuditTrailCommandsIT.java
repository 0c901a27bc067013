// SPDX-License-Identifier: Apache-2.0
package dev.atom.cli.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atom.archiver.ArchiverApp;
import dev.atom.archiver.ArchiverConfig;
import dev.atom.audit.AuditConfig;
import dev.atom.audit.AuditEvent;
import dev.atom.audit.ChainedAuditTrail;
import dev.atom.audit.EventKind;
import dev.atom.audit.Ruling;
import dev.atom.base.CloseStack;
import dev.atom.base.Secret;
import dev.atom.cli.CommandRun;
import dev.atom.cli.instance.DataFolder;
import dev.atom.cli.instance.TestInstance;
import dev.atom.config.ConfigLoader;
import dev.atom.config.ConfigSources;
import dev.atom.storage.Database;
import dev.atom.storage.Migrations;
import dev.atom.storage.PostgresUrl;
import dev.atom.testing.Feature;
import dev.atom.testing.TestDatabase;
import dev.atom.testing.TestPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The trail from the command line: a real database, a real archiver over mutual TLS whose clock is
/// ours, and nothing but `atom audit ...` to order, judge and bring back.
final class AuditTrailCommandsIT {
  private static final String SECRET = "a secret of the tests, long enough to be one";
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  @TempDir Path temp;
  private final CloseStack open = new CloseStack();
  private final SecureRandom random = new SecureRandom();
  private volatile Instant now = Instant.parse("2026-11-01T10:00:00Z");
  private TestDatabase database;
  private TestInstance instance;
  private ChainedAuditTrail trail;
  private String vkey;
  private Path secret;
  private Path kept = Path.of("unset");

  @BeforeEach
  void start() throws IOException {
    database = TestPostgres.shared().freshDatabase();
    Migrations.run(PostgresUrl.parse(database.ownerUrl()));
    instance = new TestInstance(temp.resolve("data"), List.of(DataFolder.ARCHIVER, DataFolder.CLI));
    secret = Files.writeString(temp.resolve("secret"), SECRET);
    Files.setPosixFilePermissions(secret, PosixFilePermissions.fromString("rw-------"));
    vkey =
        run(
                "audit",
                "key",
                "--make",
                temp.resolve("key.pem").toString(),
                "--name",
                "log.test/audit")
            .out()
            .strip();
    var audit =
        new AuditConfig(database.auditUrl(), Secret.of(SECRET), Duration.ofSeconds(20), 1024);
    trail = open.push(ChainedAuditTrail.open(audit, this::now, random));
    var app = open.push(new ArchiverApp(config(), "0".repeat(64), trail, this::now, random));
    app.start();
    instance.running(DataFolder.ARCHIVER, app.port(), database.readerUrl());
    twoDays();
  }

  @AfterEach
  void stop() {
    open.close();
  }

  private Instant now() {
    return now;
  }

  private ArchiverConfig config() throws IOException {
    Path file =
        Files.writeString(
            temp.resolve("archiver.yaml"),
            """
            listener: {port: 0, tls: %s}
            origin: log.test/audit
            database-url: "%s"
            published: published
            audit: {database-url: "%s", hmac-secret: "file:%s"}
            archive: {folder: archive}
            export: {vault: vault, work: work, look: 1h}
            signing: {key-file: key.pem}
            integrate: {state: state, interval: 50ms}
            """
                .formatted(
                    instance.tls(DataFolder.ARCHIVER),
                    database.archiverUrl(),
                    database.auditUrl(),
                    secret));
    return ConfigLoader.load(
            ArchiverConfig.class, new ConfigSources(Optional.of(file), Map.of(), List.of()))
        .orThrow()
        .config();
  }

  /// Entries on two days; then it is the third.
  private void twoDays() {
    append(7);
    now = Instant.parse("2026-11-02T12:00:00Z");
    append(5);
    now = Instant.parse("2026-11-03T03:00:00Z");
  }

  private void append(int count) {
    for (int i = 0; i < count; i++) {
      trail
          .append(
              new AuditEvent(
                  new UUID(random.nextLong(), random.nextLong()),
                  EventKind.DECISION,
                  "d" + i,
                  AuditEvent.Subject.NONE,
                  AuditEvent.Call.NONE,
                  new AuditEvent.Verdict(Ruling.DENY, "policy_violation", 403, 1234),
                  "{}",
                  ""))
          .join();
    }
  }

  private CommandRun run(String... arguments) {
    return CommandRun.in(Map.of("ATOM_DATA", temp.resolve("data").toString()), arguments);
  }

  /// Orders until the tree of the second day is signed.
  private CommandRun exported() {
    return Awaitility.await()
        .atMost(PATIENCE)
        .until(
            () -> run("audit", "export", "--day", "2026-11-02", "--json"),
            answer -> answer.status() == 0);
  }

  /// Keeps the checkpoint once it covers all entries there are.
  private long keep() {
    long entries = number("select seq from chain_head");
    kept = temp.resolve("kept");
    Awaitility.await()
        .atMost(PATIENCE)
        .until(() -> {
          Files.write(kept, Files.readAllBytes(temp.resolve("published/checkpoint")));
          return Long.parseLong(Files.readAllLines(kept).get(1)) >= entries;
        });
    return entries;
  }

  private CommandRun verify(String mode, String... more) {
    List<String> all = new ArrayList<>(List.of("audit", "verify", "--json", "--mode", mode));
    all.addAll(List.of("--database", database.readerUrl(), "--key-file", secret.toString()));
    if (!mode.equals("chain")) {
      all.addAll(List.of("--checkpoint", kept.toString(), "--vkey", vkey));
    }
    all.addAll(List.of(more));
    return run(all.toArray(String[]::new));
  }

  private static void assertVerdict(CommandRun run, String verdict, int status) {
    assertThat(run.json().path("verdict").asText()).as(run.out() + run.err()).isEqualTo(verdict);
    assertThat(run.status()).isEqualTo(status);
  }

  private long number(String sql) {
    try (var owner = Database.open(PostgresUrl.parse(database.ownerUrl()), "test", 1)) {
      return owner.read(connection -> {
        try (var statement = connection.createStatement();
            var row = statement.executeQuery(sql)) {
          row.next();
          return row.getLong(1);
        }
      });
    }
  }

  private void asOwner(String... sql) {
    try (var owner = Database.open(PostgresUrl.parse(database.ownerUrl()), "test", 1)) {
      var _ =
          owner.inTransaction(connection -> {
            try (var statement = connection.createStatement()) {
              for (String each : sql) {
                statement.execute(each);
              }
            }
            return true;
          });
    }
  }

  @Test
  @Feature("C18")
  void aFinishedDayIsExportedWhenItIsOrderedAndTheArchiveVerifiesWithTheKeyAlone()
      throws IOException {
    var exported = exported();

    assertThat(exported.json().path("newest_day").asText()).isEqualTo("2026-11-02");
    assertThat(temp.resolve("archive/manifests/2026-11-01.note")).isRegularFile();
    assertThat(temp.resolve("archive/manifests/2026-11-02.note")).isRegularFile();
    assertThat(run("audit", "export", "--day", "2026-11-03").status()).isEqualTo(1);
    assertVerdict(archive("--until", "2026-11-02"), "OK", 0);
    assertVerdict(archive("--until", "2026-11-03"), "INCOMPLETE", 1);

    Path note = temp.resolve("archive/manifests/2026-11-01.note");
    Path copy = temp.resolve("copy");
    copy(temp.resolve("archive"), copy);
    String text = Files.readString(note).replace("\"count\":", "\"count\":1");
    Files.delete(copy.resolve("manifests/2026-11-01.note"));
    Files.writeString(copy.resolve("manifests/2026-11-01.note"), text);
    assertVerdict(
        run("audit", "verify", "--export", copy.toString(), "--vkey", vkey, "--json"),
        "TAMPERED",
        1);
  }

  private CommandRun archive(String... more) {
    List<String> all = new ArrayList<>(List.of("audit", "verify", "--json", "--export"));
    all.addAll(List.of(temp.resolve("archive").toString(), "--vkey", vkey));
    all.addAll(List.of(more));
    return run(all.toArray(String[]::new));
  }

  private static void copy(Path from, Path to) throws IOException {
    try (var files = Files.walk(from)) {
      for (Path file : files.toList()) {
        Path target = to.resolve(from.relativize(file).toString());
        if (Files.isDirectory(file)) {
          Files.createDirectories(target);
        } else {
          Files.copy(file, target);
        }
      }
    }
  }

  @Test
  @Feature("C21")
  void anArchiveComesBackAsATableByOneCommand() throws IOException {
    exported();
    long last = number("select max(id) from audit_log_chain where recorded_at < '2026-11-03Z'");
    var target = TestPostgres.shared().freshDatabase();
    String from = temp.resolve("archive").toString();

    var restored = restore(from, target.ownerUrl());

    assertVerdict(restored, "OK", 0);
    assertThat(restored.json().path("entries").asLong()).isEqualTo(last);
    assertThat(restored.json().path("last_day").asText()).isEqualTo("2026-11-02");
    try (var owner = Database.open(PostgresUrl.parse(target.ownerUrl()), "test", 1)) {
      long rows =
          owner.read(connection -> {
            try (var statement = connection.createStatement();
                var row = statement.executeQuery("select count(*) from restored_audit_log_chain")) {
              row.next();
              return row.getLong(1);
            }
          });
      assertThat(rows).isEqualTo(last);
    }

    Path copy = temp.resolve("copy");
    copy(temp.resolve("archive"), copy);
    try (var files = Files.walk(copy.resolve("segments"))) {
      Path file = files.filter(Files::isRegularFile).findFirst().orElseThrow();
      byte[] bytes = Files.readAllBytes(file);
      bytes[bytes.length / 2] ^= 1;
      Files.delete(file);
      Files.write(file, bytes);
    }
    var empty = TestPostgres.shared().freshDatabase();
    assertVerdict(restore(copy.toString(), empty.ownerUrl()), "TAMPERED", 1);
    assertThat(restore(temp.toString(), empty.ownerUrl()).status()).isEqualTo(64);
  }

  private CommandRun restore(String from, String into) {
    return run(
        "audit",
        "restore",
        "--from",
        from,
        "--into",
        into,
        "--vkey",
        vkey,
        "--key-file",
        secret.toString(),
        "--json");
  }

  @Test
  @Feature("C5")
  void aTailThatWasCutTogetherWithItsHeadIsFoundAgainstAKeptCheckpoint() {
    long entries = keep();
    for (String mode : List.of("chain", "public", "both")) {
      assertVerdict(verify(mode), "OK", 0);
    }
    open.close();
    long last = entries - 3;

    asOwner(
        "alter table audit_log_chain disable trigger user",
        "alter table chain_head disable trigger user",
        "alter table audit_payloads disable trigger user",
        "delete from audit_payloads where id > " + last,
        "delete from audit_log_chain where id > " + last,
        "update chain_head set seq = e.id, chain_hash = e.chain_hash, segment = e.segment,"
            + " key_id = e.key_id, recorded_at = e.recorded_at, segment_first = (select max(id)"
            + " from audit_log_chain where kind = 'segment_open')"
            + " from audit_log_chain e where e.id = "
            + last);

    assertVerdict(verify("chain"), "OK", 0);
    for (String mode : List.of("public", "both")) {
      var found = verify(mode);
      assertVerdict(found, "INCOMPLETE", 1);
      assertThat(found.json().path("class").asText()).isEqualTo("root");
    }
  }

  @Test
  void anEntryThatWasMadeAnewIsFoundInTheLiveDatabase() {
    keep();
    asOwner(
        "alter table audit_log_chain disable trigger user",
        "update audit_log_chain set reason = 'x' where id = 4");

    var chain = verify("chain");
    assertVerdict(chain, "TAMPERED", 1);
    assertThat(chain.json().path("seq").asLong()).isEqualTo(4);
    assertVerdict(verify("both"), "TAMPERED", 1);
    var open = verify("public");
    assertVerdict(open, "TAMPERED", 1);
    assertThat(open.json().path("class").asText()).isEqualTo("root");
    assertThat(verify("public", "--from", "2").status()).isEqualTo(64);
  }
}
