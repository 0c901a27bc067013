// SPDX-License-Identifier: Apache-2.0
package dev.atom.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.atom.audit.chain.AuditEntry;
import dev.atom.audit.chain.ByteSink;
import dev.atom.audit.chain.ChainKey;
import dev.atom.audit.chain.EntryEncoding;
import dev.atom.audit.chain.KeyRing;
import dev.atom.audit.chain.SegmentKey;
import dev.atom.audit.store.AuditQuery;
import dev.atom.audit.store.AuditReader;
import dev.atom.audit.store.ChainExport;
import dev.atom.audit.store.LeafReader;
import dev.atom.audit.store.PostgresEntrySource;
import dev.atom.audit.tree.MerkleFrontier;
import dev.atom.audit.tree.TreeHash;
import dev.atom.audit.verify.ChainVerifier;
import dev.atom.audit.verify.Plan;
import dev.atom.audit.verify.Verification;
import dev.atom.audit.verify.Verification.FlawKind;
import dev.atom.base.AtomException;
import dev.atom.base.ErrorCode;
import dev.atom.base.Secret;
import dev.atom.storage.Database;
import dev.atom.storage.PostgresUrl;
import dev.atom.testing.Feature;
import dev.atom.testing.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// One segment after the other, each with the secret that it was begun with.
class RotationIT {
  private static final Secret FIRST = Trails.SECRET;
  private static final Secret SECOND = Trails.OTHER_SECRET;
  private static final Secret THIRD = Secret.of("a third secret, which comes after the second");
  private static final Duration WAIT = Duration.ofSeconds(30);

  @TempDir private Path folder;
  private Path file;
  private TestDatabase urls;
  private Database database;
  private AuditReader reader;

  @BeforeEach
  void begin() throws IOException {
    file = folder.resolve("secret");
    RotatingSecret.write(file, FIRST);
    urls = Trails.freshDatabase();
    database = Database.open(PostgresUrl.parse(urls.readerUrl()), "test", 2);
    reader = new AuditReader(database);
  }

  @AfterEach
  void end() {
    database.close();
  }

  @Test
  @Feature("C6")
  void twoRotationsVerifyWithAllSecretsAndNotWithoutOne() throws Exception {
    try (var trail = Trails.open(config(Duration.ofSeconds(10)))) {
      append(trail, 20);
      rotate(FIRST, SECOND);
      append(trail, 20);
      rotate(SECOND, THIRD);
      append(trail, 20);
    }

    assertThat(verify(FIRST, SECOND, THIRD))
        .isInstanceOfSatisfying(
            Verification.Ok.class, ok -> assertThat(ok.count()).isEqualTo(3 * 20 + 5));
    assertThat(independently(FIRST, SECOND, THIRD))
        .contains("\"verdict\": \"OK\"", "\"count\": 65");
    assertThat(independently(FIRST, THIRD))
        .contains("\"verdict\": \"UNVERIFIABLE\"", "\"seq\": 23");
    assertThat(flaw(verify(SECOND, THIRD)).seq()).isEqualTo(1);
    assertThat(verify(FIRST, THIRD))
        .isInstanceOfSatisfying(
            Verification.Unverifiable.class,
            unverifiable -> {
              assertThat(unverifiable.flaw().segment()).isEqualTo(2);
              assertThat(unverifiable.flaw().seq()).isEqualTo(23);
              assertThat(unverifiable.flaw().why()).contains(ChainKey.of(SECOND).id());
            });
    assertThat(flaw(verify(FIRST, SECOND)).segment()).isEqualTo(3);
  }

  @Test
  void joinsTheSegmentsByTheirEnds() throws Exception {
    try (var trail = Trails.open(config(Duration.ofSeconds(10)))) {
      append(trail, 1);
      rotate(FIRST, SECOND);
      append(trail, 1);
    }

    var entries = reader.page(AuditQuery.after(2, 10));
    var close = entries.get(0);
    var open = entries.get(1);
    assertThat(close.fact().kind()).isEqualTo("segment_close");
    assertThat(close.fact().details())
        .contains("\"count\":3", "\"reason\":\"rotation\"", ChainKey.of(SECOND).id());
    assertThat(open.fact().details())
        .contains(close.hashes().chainHash(), ChainKey.of(SECOND).id());
    assertThat(open.hashes().prevHash()).isEqualTo("genesis");
    assertThat(open.position().segment()).isEqualTo(2);
    assertThat(reader.head().segmentFirst()).isEqualTo(4);
  }

  @Test
  void aCloseSaysWhatTreeItStandsOnAndEveryVerifierRecomputesIt() throws Exception {
    try (var trail = Trails.open(config(Duration.ofSeconds(10)))) {
      append(trail, 5);
    }
    RotatingSecret.write(file, FIRST, SECOND);
    try (var turn = turn(size -> Optional.of(tree(size).root()))) {
      turn.connect();
      turn.turn("rotation", ChainKey.of(SECOND).id());
    }
    RotatingSecret.write(file, SECOND);

    assertThat(reader.page(AuditQuery.after(6, 1)).getFirst().fact().details())
        .contains("\"tree_size\":6,\"tree_root\":\"" + tree(6).root().base64() + "\"");
    assertThat(independently(FIRST, SECOND)).contains("\"verdict\": \"OK\"");

    RotatingSecret.write(file, SECOND, THIRD);
    try (var turn = turn(_ -> Optional.of(TreeHash.EMPTY))) {
      turn.connect();
      turn.turn("rotation", ChainKey.of(THIRD).id());
    }
    assertThat(verify(FIRST, SECOND, THIRD)).isInstanceOf(Verification.Ok.class);
    assertThat(independently(FIRST, SECOND, THIRD))
        .contains("\"verdict\": \"TAMPERED\"", "over another tree");
  }

  private SegmentTurn turn(TreeAtHead tree) {
    return new SegmentTurn(
        config(Duration.ofSeconds(10)), InstantSource.system(), new SecureRandom(), tree);
  }

  private MerkleFrontier tree(long size) {
    var tree = new MerkleFrontier();
    new LeafReader(database).leaves(1, size, tree::appendLeaf);
    return tree;
  }

  @Test
  @Feature("C6")
  void aWriterWithoutTheNewSecretFailsClosedUntilItHasIt() throws Exception {
    var later = new AtomicBoolean();
    var secret = Secret.from(() -> (later.get() ? SECOND : FIRST).reveal());
    var config = Trails.config(urls.auditUrl(), secret, Duration.ofSeconds(1));
    try (var trail = Trails.open(config)) {
      append(trail, 3);
      try (var turn = turn(FIRST, SECOND)) {
        turn.connect();
        await().atMost(WAIT).until(() -> !turn.without(ChainKey.of(SECOND).id()).isEmpty());
        turn.turn("rotation", ChainKey.of(SECOND).id());
      }

      await().atMost(WAIT).until(() -> !trail.available());
      assertThatThrownBy(() -> trail.append(Trails.event("refused")).join())
          .hasMessageContaining("is made with the secret " + ChainKey.of(SECOND).id());
      later.set(true);
      await().atMost(WAIT).until(trail::available);
      append(trail, 3);
    }
    assertThat(verify(FIRST, SECOND)).isInstanceOf(Verification.Ok.class);
  }

  @Test
  void aSecretThatCannotBeReadForAWhileStopsNothingForGood() throws Exception {
    var readable = new AtomicBoolean(true);
    var secret =
        Secret.from(() -> {
          if (!readable.get()) {
            throw new AtomException(ErrorCode.BAD_CONFIGURATION, "the file cannot be read");
          }
          return FIRST.reveal() + "\n" + SECOND.reveal();
        });
    try (var trail = Trails.open(Trails.config(urls.auditUrl(), secret, Duration.ofSeconds(1)))) {
      append(trail, 3);
      readable.set(false);
      rotate(FIRST, SECOND);
      await().atMost(WAIT).until(() -> !trail.available());
      readable.set(true);
      await().atMost(WAIT).until(trail::available);
      append(trail, 3);
    }
    assertThat(verify(FIRST, SECOND)).isInstanceOf(Verification.Ok.class);
  }

  @Test
  void aFileThatIsBeingReplacedDoesNotStopAWriterThatHasItsKey() {
    var now = new AtomicReference<>(Instant.parse("2030-01-01T00:00:00Z"));
    var readable = new AtomicBoolean(true);
    var secret =
        Secret.from(() -> {
          if (!readable.get()) {
            throw new AtomException(ErrorCode.BAD_CONFIGURATION, "the file is empty");
          }
          return FIRST.reveal();
        });
    var config = Trails.config(urls.auditUrl(), secret, Duration.ofSeconds(2));
    try (var trail = ChainedAuditTrail.open(config, now::get, new SecureRandom())) {
      append(trail, 1);
      readable.set(false);
      now.set(Instant.parse("2030-01-01T00:01:00Z"));
      append(trail, 3);
    }
    assertThat(verify(FIRST)).isInstanceOf(Verification.Ok.class);
  }

  @Test
  void everyPeriodHasItsOwnSegment() {
    var now = new AtomicReference<>(Instant.parse("2030-01-01T23:59:59Z"));
    var config =
        new AuditConfig(urls.auditUrl(), FIRST, Duration.ofSeconds(10), 8192, Duration.ofDays(1));
    try (var trail = ChainedAuditTrail.open(config, now::get, new SecureRandom())) {
      append(trail, 2);
      now.set(Instant.parse("2030-01-02T00:00:00Z"));
      append(trail, 2);
    }

    assertThat(reader.head().segment()).isEqualTo(2);
    assertThat(reader.head().seq()).isEqualTo(7);
    assertThat(verify(FIRST)).isInstanceOf(Verification.Ok.class);
  }

  @Test
  @Feature("C6")
  void refusesALinkMadeWithTheKeyOfAnotherSegment() throws Exception {
    try (var trail = Trails.open(config(Duration.ofSeconds(10)))) {
      append(trail, 2);
      rotate(FIRST, SECOND);
      append(trail, 2);
    }
    var last = reader.page(AuditQuery.newest(1)).getFirst();

    for (var key :
        List.of(
            ChainKey.of(FIRST).segment(1, 1),
            ChainKey.of(FIRST).segment(2, 5),
            ChainKey.of(SECOND).segment(1, 1))) {
      relink(last, key);
      assertThat(flaw(verify(FIRST, SECOND)).kind()).isEqualTo(FlawKind.CONTENT);
      assertThat(flaw(verify(FIRST, SECOND)).seq()).isEqualTo(last.seq());
    }
    relink(last, ChainKey.of(SECOND).segment(2, 5));
    assertThat(verify(FIRST, SECOND)).isInstanceOf(Verification.Ok.class);
  }

  @Test
  void changesTheKeyInTheMiddleOfABatch() throws Exception {
    int count = 2 * SegmentKey.EPOCH + 100;
    var config =
        new AuditConfig(urls.auditUrl(), FIRST, Duration.ofSeconds(30), 50_000, Duration.ZERO);
    try (var trail = Trails.open(config)) {
      var answers =
          IntStream.range(0, count)
              .mapToObj(i -> trail.append(Trails.event("d" + i), Durability.BATCHED))
              .toList();
      answers.forEach(CompletableFuture::join);
    }

    assertThat(verify(FIRST))
        .isInstanceOfSatisfying(
            Verification.Ok.class, ok -> assertThat(ok.count()).isEqualTo(count + 1));
    for (int threads : List.of(2, 3)) {
      assertThat(
              ChainVerifier.verify(
                  new PostgresEntrySource(database),
                  Plan.of(KeyRing.of(FIRST)).with(threads).from(5000, count)))
          .isInstanceOfSatisfying(
              Verification.Ok.class, ok -> assertThat(ok.count()).isEqualTo(count - 4999));
    }
  }

  private AuditConfig config(Duration timeout) {
    return Trails.config(urls.auditUrl(), RotatingSecret.in(file), timeout);
  }

  private SegmentTurn turn(Secret from, Secret to) {
    var both = Secret.of(from.reveal() + "\n" + to.reveal());
    return new SegmentTurn(
        Trails.config(urls.auditUrl(), both, Duration.ofSeconds(10)),
        InstantSource.system(),
        new SecureRandom());
  }

  private void rotate(Secret from, Secret to) throws IOException {
    RotatingSecret.write(file, from, to);
    try (var turn = turn(from, to)) {
      turn.connect();
      turn.turn("rotation", ChainKey.of(to).id());
    }
    RotatingSecret.write(file, to);
  }

  private static void append(AuditTrail trail, int count) {
    for (int i = 0; i < count; i++) {
      trail.append(Trails.event("d")).join();
    }
  }

  /// Gives the last entry the hash that `key` makes, and the head the same.
  private void relink(AuditEntry entry, SegmentKey key) {
    var sink = new ByteSink(1024);
    EntryEncoding.write(
        sink,
        entry.position(),
        entry.fact(),
        entry.hashes().payloadHash(),
        entry.hashes().prevHash());
    String hash = HexFormat.of().formatHex(key.hash(sink.array(), 0, sink.size()));
    try (var owner = Database.open(PostgresUrl.parse(urls.ownerUrl()), "owner", 1)) {
      owner.inTransaction(connection -> {
        try (var statement = connection.createStatement()) {
          return statement.execute(
              """
              ALTER TABLE audit_log_chain DISABLE TRIGGER ALL;
              ALTER TABLE chain_head DISABLE TRIGGER ALL;
              UPDATE audit_log_chain SET chain_hash = '%s' WHERE id = %d;
              UPDATE chain_head SET chain_hash = '%s';
              """
                  .formatted(hash, entry.seq(), hash));
        }
      });
    }
  }

  private Verification verify(Secret... secrets) {
    return ChainVerifier.verify(new PostgresEntrySource(database), KeyRing.of(List.of(secrets)));
  }

  private String independently(Secret... secrets) throws Exception {
    var vault = folder.resolve("vault");
    RotatingSecret.write(vault, secrets);
    var exported = folder.resolve("export.jsonl");
    try (var out = Files.newOutputStream(exported)) {
      new ChainExport(database).write(out);
    }
    return IndependentVerifier.verify(exported, vault);
  }

  private static Verification.Flaw flaw(Verification found) {
    return switch (found) {
      case Verification.Tampered(var flaw) -> flaw;
      case Verification.Incomplete(var flaw) -> flaw;
      case Verification.Unverifiable(var flaw) -> flaw;
      case Verification.Ok ok -> throw new AssertionError(ok);
    };
  }
}
