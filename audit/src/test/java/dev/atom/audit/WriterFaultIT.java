// SPDX-License-Identifier: Apache-2.0
package dev.atom.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.atom.audit.chain.KeyRing;
import dev.atom.audit.store.ChainStore;
import dev.atom.audit.store.PostgresEntrySource;
import dev.atom.audit.verify.ChainVerifier;
import dev.atom.audit.verify.Verification;
import dev.atom.base.Secret;
import dev.atom.postgres.AtomRole;
import dev.atom.postgres.EmbeddedPostgres;
import dev.atom.postgres.PostgresSettings;
import dev.atom.storage.Database;
import dev.atom.storage.Migrations;
import dev.atom.storage.PostgresUrl;
import dev.atom.testing.Feature;
import dev.atom.testing.TestPostgres;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What the writer does when PostgreSQL stops, freezes, or is cut off at the worst moment.
class WriterFaultIT {
  private static final Duration PATIENCE = Duration.ofSeconds(2);
  private static final Duration WAIT = Duration.ofSeconds(30);

  @TempDir private static Path folder;
  private static PostgresSettings settings;
  private static EmbeddedPostgres postgres;
  private static int databases;

  private String name;
  private FaultProxy proxy;
  private ChainedAuditTrail trail;
  private final Map<UUID, Long> acknowledged = new ConcurrentHashMap<>();

  @BeforeAll
  static void startServer() {
    settings =
        new PostgresSettings(
            folder,
            0,
            Map.of(AtomRole.ATOM_AUDIT, Secret.of("audit-password")),
            TestPostgres.ownSettings(folder).binaries(),
            false);
    postgres = EmbeddedPostgres.start(settings);
    settings = settings.withPort(postgres.port());
  }

  @AfterAll
  static void stopServer() {
    postgres.close();
  }

  @BeforeEach
  void begin() throws IOException {
    name = "fault_" + ++databases;
    postgres.createDatabase(name);
    Migrations.run(PostgresUrl.parse(postgres.url(AtomRole.ATOM_OWNER, name)));
    proxy = new FaultProxy(postgres.port());
    trail =
        Trails.open(
            Trails.config(
                "postgresql://atom_audit:audit-password@127.0.0.1:%d/%s?sslmode=disable"
                    .formatted(proxy.port(), name),
                Trails.SECRET,
                PATIENCE));
  }

  @AfterEach
  void end() throws IOException {
    trail.close();
    proxy.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"COMMIT", "UPDATE 1", "COPY", "SELECT 1"})
  void writesOnceWhenCutOffBeforeTheReply(String reply) throws Exception {
    append(5).forEach(CompletableFuture::join);
    proxy.cutInsteadOfReply(reply);

    append(20).forEach(CompletableFuture::join);

    assertThat(proxy.armed()).isFalse();
    assertNothingLostAndIntact();
    assertThat(stored()).hasSize(25);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"COMMIT", "UPDATE chain_head", "INSERT INTO audit_payloads", "FOR UPDATE"})
  void writesOnceWhenCutOffBeforeTheRequest(String request) throws Exception {
    append(5).forEach(CompletableFuture::join);
    proxy.cutInsteadOfRequest(request);

    append(20).forEach(CompletableFuture::join);
    append(1).forEach(CompletableFuture::join);

    assertNothingLostAndIntact();
    assertThat(stored()).hasSize(26);
  }

  @Test
  @Feature("C7")
  void failsClosedWhileTheDatabaseIsStoppedAndGoesOnAfterwards() throws Exception {
    append(5).forEach(CompletableFuture::join);
    postgres.close();

    assertFailsInTime(append(10));
    assertThat(trail.available()).isFalse();
    postgres = EmbeddedPostgres.start(settings);

    append(10).forEach(CompletableFuture::join);
    assertThat(trail.available()).isTrue();
    assertNothingLostAndIntact();
  }

  @Test
  @Feature("C7")
  void failsClosedWhileTheDatabaseIsFrozenAndGoesOnAfterwards() throws Exception {
    append(5).forEach(CompletableFuture::join);
    signal("-STOP");
    try {
      assertFailsInTime(append(10));
      assertThat(trail.available()).isFalse();
      assertFailsInTime(append(10));
    } finally {
      signal("-CONT");
    }
    await().atMost(WAIT).until(trail::available);

    append(10).forEach(CompletableFuture::join);
    assertNothingLostAndIntact();
  }

  @Test
  void failsClosedWhileTheNetworkSwallowsEverything() throws Exception {
    append(5).forEach(CompletableFuture::join);
    proxy.swallow(true);
    assertFailsInTime(append(10));
    proxy.swallow(false);
    await().atMost(WAIT).until(trail::available);

    append(10).forEach(CompletableFuture::join);
    assertNothingLostAndIntact();
  }

  @Test
  void noticesAStopAndARecoveryWithoutBeingAsked() throws Exception {
    proxy.refuse(true);
    await().atMost(WAIT).until(() -> !trail.available());
    proxy.refuse(false);
    await().atMost(WAIT).until(trail::available);
  }

  @Test
  void keepsQueuedEventsWhileTheDatabaseIsAway() throws Exception {
    proxy.refuse(true);
    for (int i = 0; i < 100; i++) {
      var event = Trails.event("batched");
      trail.append(event, Durability.BATCHED).join();
    }
    await().atMost(WAIT).until(() -> !trail.available());
    proxy.refuse(false);

    await().atMost(WAIT).until(() -> stored().size() == 100);
    assertNothingLostAndIntact();
  }

  @Test
  void doesNotLetASilentWriterHoldTheChain() throws Exception {
    var direct = postgres.url(AtomRole.ATOM_AUDIT, name);
    try (var silent = ChainStore.connect(direct, PATIENCE)) {
      silent.lockHead();

      await().atMost(WAIT).until(trail::available);
      await().atMost(WAIT).until(() -> !append(1).getFirst().handle((r, f) -> f != null).join());
    }
    assertNothingLostAndIntact();
  }

  @Test
  @Feature("C7")
  void losesNothingAcknowledgedUnderLoadWithFaults() throws Exception {
    var stop = new AtomicBoolean();
    List<Thread> producers = new ArrayList<>();
    for (int i = 0; i < 16; i++) {
      producers.add(
          Thread.ofVirtual()
              .start(() -> {
                while (!stop.get()) {
                  append(1).getFirst().handle((receipt, failure) -> failure == null).join();
                }
              }));
    }
    for (int round = 0; round < 12; round++) {
      int before = acknowledged.size();
      await().atMost(WAIT).until(() -> acknowledged.size() > before + 200);
      switch (round % 4) {
        case 0 -> proxy.cutInsteadOfReply("COMMIT");
        case 1 -> proxy.cutInsteadOfRequest("COMMIT");
        case 2 -> {
          proxy.refuse(true);
          await().atMost(WAIT).until(() -> !trail.available());
          proxy.refuse(false);
        }
        default -> {
          signal("-STOP");
          await().atMost(WAIT).until(() -> !trail.available());
          signal("-CONT");
        }
      }
    }
    stop.set(true);
    for (var producer : producers) {
      producer.join();
    }

    assertNothingLostAndIntact();
  }

  private List<CompletableFuture<AuditReceipt>> append(int count) {
    List<CompletableFuture<AuditReceipt>> answers = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      var event = Trails.event("d");
      answers.add(
          trail
              .append(event)
              .thenApply(receipt -> {
                acknowledged.put(event.eventId(), receipt.seq());
                return receipt;
              }));
    }
    return answers;
  }

  private void assertFailsInTime(List<CompletableFuture<AuditReceipt>> answers) {
    long start = System.nanoTime();
    answers.forEach(ChainedAuditTrailIT::assertUnavailable);
    assertThat(Duration.ofNanos(System.nanoTime() - start))
        .isBetween(PATIENCE.dividedBy(2), PATIENCE.plusSeconds(2));
  }

  private void assertNothingLostAndIntact() {
    var stored = stored();
    assertThat(stored).containsAllEntriesOf(acknowledged);
    try (var database = reader()) {
      assertThat(ChainVerifier.verify(new PostgresEntrySource(database), KeyRing.of(Trails.SECRET)))
          .isInstanceOfSatisfying(
              Verification.Ok.class,
              intact -> assertThat(intact.count()).isEqualTo(stored.size() + 1));
    }
  }

  private Map<UUID, Long> stored() {
    try (var database = reader()) {
      return database.read(connection -> {
        Map<UUID, Long> stored = new HashMap<>();
        try (var statement = connection.createStatement();
            ResultSet rows =
                statement.executeQuery("SELECT event_id, id FROM audit_log_chain WHERE id > 1")) {
          while (rows.next()) {
            stored.put(rows.getObject(1, UUID.class), rows.getLong(2));
          }
        }
        return stored;
      });
    }
  }

  private Database reader() {
    return Database.open(PostgresUrl.parse(postgres.url(AtomRole.ATOM_READER, name)), "test", 1);
  }

  /// The postmaster first: once it stands still no process is added. A backend that ends before its
  /// turn needs no signal.
  private void signal(String signal) throws Exception {
    var server = ProcessHandle.of(postgres.pid()).orElseThrow();
    assertThat(sent(signal, server)).isTrue();
    for (ProcessHandle process : server.descendants().toList()) {
      assertThat(sent(signal, process) || !process.isAlive()).isTrue();
    }
  }

  private static boolean sent(String signal, ProcessHandle process) throws Exception {
    return new ProcessBuilder("kill", signal, Long.toString(process.pid())).start().waitFor() == 0;
  }
}
