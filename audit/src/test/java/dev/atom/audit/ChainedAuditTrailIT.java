// SPDX-License-Identifier: Apache-2.0
package dev.atom.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.atom.audit.chain.KeyRing;
import dev.atom.audit.store.AuditQuery;
import dev.atom.audit.store.AuditQuery.Span;
import dev.atom.audit.store.AuditQuery.What;
import dev.atom.audit.store.AuditQuery.Who;
import dev.atom.audit.store.AuditReader;
import dev.atom.audit.store.PostgresEntrySource;
import dev.atom.audit.verify.ChainVerifier;
import dev.atom.audit.verify.Verification;
import dev.atom.base.AtomException;
import dev.atom.base.ErrorCode;
import dev.atom.storage.Database;
import dev.atom.storage.PostgresUrl;
import dev.atom.testing.TestDatabase;
import dev.atom.testing.TestPostgres;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ChainedAuditTrailIT {
  private TestDatabase urls;
  private Database database;
  private AuditReader reader;

  @BeforeEach
  void begin() {
    urls = Trails.freshDatabase();
    database = Database.open(PostgresUrl.parse(urls.readerUrl()), "test", 2);
    reader = new AuditReader(database);
  }

  @AfterEach
  void end() {
    database.close();
  }

  @Test
  void opensAnEmptyChainWithASegment() {
    Trails.open(urls.auditUrl()).close();
    Trails.open(urls.auditUrl()).close();

    var entries = reader.page(AuditQuery.newest(10));

    assertThat(entries).hasSize(1);
    assertThat(entries.getFirst().fact().kind()).isEqualTo("segment_open");
    assertThat(entries.getFirst().hashes().prevHash()).isEqualTo("genesis");
    assertThat(verify()).isInstanceOf(Verification.Ok.class);
  }

  @Test
  void storesEveryFieldAndAnswersWithThePlaceInTheChain() {
    var event = Trails.event("dec-1");
    try (var trail = Trails.open(urls.auditUrl())) {
      var receipt = trail.append(event).join();

      var stored = reader.decision("dec-1").getFirst();
      assertThat(receipt).isEqualTo(new AuditReceipt(2, stored.entry().hashes().chainHash()));
      assertThat(stored.entry().fact().eventId()).isEqualTo(event.eventId());
      assertThat(stored.entry().fact().details()).isEqualTo(event.details());
      assertThat(stored.entry().fact().call().path()).isEqualTo("/v1/chat/completions");
      assertThat(stored.entry().fact().verdict().statusCode()).isEqualTo(403);
      assertThat(stored.entry().fact().subject().callerTokenHash()).hasSize(64);
      assertThat(stored.payload().orElseThrow().payload()).isEqualTo(event.payload());
    }
  }

  @Test
  void storesTextsThatPostgresCannotHold() {
    try (var trail = Trails.open(urls.auditUrl())) {
      trail.append(Trails.event(Trails.freshId(), "d\0\ud800", "x".repeat(49_152), "\0")).join();
      trail.append(Trails.event("y".repeat(5000))).join();
      trail.append(Trails.event(incompressible(5000))).join();
    }

    assertThat(reader.page(AuditQuery.newest(3)))
        .extracting(e -> e.fact().decisionId())
        .containsExactly(incompressible(5000).substring(0, 256), "y".repeat(256), "d\ufffd\ufffd");
    assertThat(verify()).isInstanceOf(Verification.Ok.class);
  }

  @Test
  void putsAnEventInOnceHoweverOftenItIsAppended() {
    var event = Trails.event("dec-1");
    try (var trail = Trails.open(urls.auditUrl())) {
      List<CompletableFuture<AuditReceipt>> answers = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        answers.add(trail.append(event));
        answers.add(trail.append(Trails.event("other")));
      }
      var first = answers.getFirst().join();
      for (int i = 0; i < answers.size(); i += 2) {
        assertThat(answers.get(i).join()).isEqualTo(first);
      }
      answers.forEach(CompletableFuture::join);
    }

    assertThat(reader.decision("dec-1")).hasSize(1);
    assertThat(reader.decision("other")).hasSize(20);
    assertThat(verify()).isInstanceOf(Verification.Ok.class);
  }

  @Test
  void neverLetsTimeGoBack() {
    var now = new AtomicReference<>(Instant.parse("2030-01-01T00:00:00.123456789Z"));
    var config = Trails.config(urls.auditUrl(), Trails.SECRET, Duration.ofSeconds(10));
    try (var trail = ChainedAuditTrail.open(config, now::get, new SecureRandom())) {
      trail.append(Trails.event("1")).join();
      now.set(Instant.parse("2020-01-01T00:00:00Z"));
      trail.append(Trails.event("2")).join();
      now.set(Instant.parse("2031-01-01T00:00:00Z"));
      trail.append(Trails.event("3")).join();
    }

    assertThat(reader.page(AuditQuery.after(1, 10)))
        .extracting(e -> e.recordedAt().toString())
        .containsExactly(
            "2030-01-01T00:00:00.123456Z", "2030-01-01T00:00:00.123456Z", "2031-01-01T00:00:00Z");
    assertThat(verify()).isInstanceOf(Verification.Ok.class);
  }

  @Test
  void flushesQueuedEventsSoon() {
    try (var trail = Trails.open(urls.auditUrl())) {
      var answer = trail.append(Trails.event("dec-1"), Durability.BATCHED);

      assertThat(answer).isCompletedWithValue(AuditReceipt.QUEUED);
      await().atMost(Duration.ofSeconds(10)).until(() -> reader.decision("dec-1").size() == 1);
    }
  }

  @Test
  void writesWhatIsQueuedBeforeItCloses() {
    var trail = Trails.open(urls.auditUrl());
    List<CompletableFuture<AuditReceipt>> answers = new ArrayList<>();
    for (int i = 0; i < 1000; i++) {
      answers.add(
          trail.append(Trails.event("d"), i % 2 == 0 ? Durability.STRICT : Durability.BATCHED));
    }
    trail.close();

    answers.forEach(CompletableFuture::join);
    assertThat(reader.head().seq()).isEqualTo(1001);
    assertUnavailable(trail.append(Trails.event("late")));
  }

  @Test
  void refusesAnEventThatIsTooLarge() {
    try (var trail = Trails.open(urls.auditUrl())) {
      var answer = trail.append(Trails.event(Trails.freshId(), "d", "\u00e4".repeat(25_000), ""));

      assertThatThrownBy(answer::join)
          .cause()
          .isInstanceOfSatisfying(
              AtomException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.BAD_REQUEST));
    }
  }

  @Test
  void refusesWhatDoesNotFitTheQueue() throws Exception {
    var config =
        new AuditConfig(urls.auditUrl(), Trails.SECRET, Duration.ofMillis(300), 10, Duration.ZERO);
    try (var trail = Trails.open(config);
        var owner = Database.open(PostgresUrl.parse(urls.ownerUrl()), "blocker", 1);
        var blocker = owner.dataSource().getConnection()) {
      blocker.createStatement().execute("LOCK TABLE chain_head IN ACCESS EXCLUSIVE MODE");
      List<CompletableFuture<AuditReceipt>> answers = new ArrayList<>();
      for (int i = 0; i < 50; i++) {
        answers.add(trail.append(Trails.event("d")));
      }

      assertThat(answers.stream().filter(CompletableFuture::isCompletedExceptionally).count())
          .isGreaterThanOrEqualTo(40);
      answers.forEach(ChainedAuditTrailIT::assertUnavailable);
      blocker.rollback();
      await().until(trail::available);
      trail.append(Trails.event("after")).join();
    }
    assertThat(verify()).isInstanceOf(Verification.Ok.class);
  }

  @Test
  void refusesToContinueAChainOfAnotherSecret() {
    Trails.open(urls.auditUrl()).close();

    assertThatThrownBy(() -> Trails.open(AuditConfig.of(urls.auditUrl(), Trails.OTHER_SECRET)))
        .isInstanceOfSatisfying(
            AtomException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.BAD_CONFIGURATION))
        .hasMessageContaining("add the secret that the chain is made with");
    assertThat(verify()).isInstanceOf(Verification.Ok.class);
  }

  @Test
  void stopsWhenTheChainGoesBackUnderIt() throws Exception {
    try (var trail = Trails.open(urls.auditUrl());
        var owner = Database.open(PostgresUrl.parse(urls.ownerUrl()), "owner", 1);
        var connection = owner.dataSource().getConnection()) {
      trail.append(Trails.event("1")).join();
      var before = reader.head();
      trail.append(Trails.event("2")).join();
      for (String sql :
          List.of(
              "ALTER TABLE audit_log_chain DISABLE TRIGGER ALL",
              "ALTER TABLE chain_head DISABLE TRIGGER ALL",
              "DELETE FROM audit_log_chain WHERE id = 3",
              "UPDATE chain_head SET seq = 2, chain_hash = '" + before.chainHash() + "'")) {
        connection.createStatement().execute(sql);
      }
      connection.commit();

      assertUnavailable(trail.append(Trails.event("3")));
      await().until(() -> !trail.available());
      assertThatThrownBy(() -> trail.append(Trails.event("4")).join())
          .hasMessageContaining("went back from entry 3 to 2");
    }
  }

  @Test
  void stopsWhenSomebodyElseWroteIntoTheChain() {
    try (var trail = Trails.open(urls.auditUrl());
        var intruder = Database.open(PostgresUrl.parse(urls.ownerUrl()), "intruder", 1)) {
      trail.append(Trails.event("1")).join();
      intruder.inTransaction(connection -> {
        try (var statement = connection.createStatement()) {
          statement.execute("CREATE TEMP TABLE e AS SELECT * FROM audit_log_chain WHERE id = 2");
          statement.execute(
              "UPDATE e SET id = 3, event_id = gen_random_uuid(), prev_hash = chain_hash");
          return statement.execute("INSERT INTO audit_log_chain SELECT * FROM e");
        }
      });

      assertUnavailable(trail.append(Trails.event("2")));
      await().until(() -> !trail.available());
      assertThatThrownBy(() -> trail.append(Trails.event("3")).join())
          .hasMessageContaining("somebody else wrote into the audit chain after entry 2");
    }
    assertThat(verify()).isInstanceOf(Verification.Tampered.class);
  }

  @Test
  void singlesOutAnEventThatTheDatabaseRefuses() {
    try (var owner = Database.open(PostgresUrl.parse(urls.ownerUrl()), "owner", 1);
        var trail = Trails.open(urls.auditUrl())) {
      owner.inTransaction(connection -> {
        try (var statement = connection.createStatement()) {
          return statement.execute(
              "ALTER TABLE audit_log_chain ADD CHECK (decision_id <> 'refused')");
        }
      });
      List<CompletableFuture<AuditReceipt>> answers = new ArrayList<>();
      for (int i = 0; i < 50; i++) {
        answers.add(trail.append(Trails.event(i == 25 ? "refused" : "taken")));
      }

      assertThatThrownBy(answers.remove(25)::join).hasMessageContaining("cannot be stored");
      answers.forEach(CompletableFuture::join);
      assertThat(trail.available()).isTrue();
    }
    assertThat(reader.decision("taken")).hasSize(49);
    assertThat(verify()).isInstanceOf(Verification.Ok.class);
  }

  @Test
  void saysThatTheMigrationsAreMissing() {
    var empty = TestPostgres.shared().freshDatabase();

    assertThatThrownBy(() -> Trails.open(empty.auditUrl()))
        .isInstanceOfSatisfying(
            AtomException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.STORAGE_UNAVAILABLE))
        .hasMessageContaining("run the migrations first");
  }

  @Test
  void readsPagesByWhatTheySay() {
    try (var trail = Trails.open(urls.auditUrl())) {
      for (int i = 0; i < 9; i++) {
        trail.append(Trails.event("dec-" + i)).join();
      }
    }

    var third = reader.page(AuditQuery.before(4, 2).with(Who.agent("agent-1")));
    assertThat(third).extracting(e -> e.seq()).containsExactly(3L, 2L);
    assertThat(reader.page(AuditQuery.after(8, 50)))
        .extracting(e -> e.seq())
        .containsExactly(9L, 10L);
    assertThat(
            reader.page(
                AuditQuery.newest(5).with(new What("decision", "policy_violation", "", "dec-3"))))
        .hasSize(1);
    assertThat(reader.page(AuditQuery.newest(5).with(What.kind("outcome")))).isEmpty();
    assertThat(
            reader.page(
                AuditQuery.newest(5).with(Span.since(Instant.parse("2990-01-01T00:00:00Z")))))
        .isEmpty();
    assertThat(reader.decision("")).isEmpty();
  }

  private static String incompressible(int length) {
    var random = new SplittableRandom(1);
    return random
        .ints(length, 0x4e00, 0x9fff)
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }

  private Verification verify() {
    return ChainVerifier.verify(new PostgresEntrySource(database), KeyRing.of(Trails.SECRET));
  }

  static void assertUnavailable(CompletableFuture<AuditReceipt> answer) {
    assertThatThrownBy(answer::join)
        .isInstanceOf(CompletionException.class)
        .cause()
        .isInstanceOfSatisfying(
            AtomException.class,
            e -> assertThat(e.code()).isEqualTo(ErrorCode.STORAGE_UNAVAILABLE));
  }
}
