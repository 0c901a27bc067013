// SPDX-License-Identifier: Apache-2.0
package dev.atom.archiver.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atom.archiver.store.ArchiveStore;
import dev.atom.archiver.store.ArchiveStore.Put;
import dev.atom.archiver.store.ArchivedObject;
import dev.atom.archiver.store.FolderArchive;
import dev.atom.archiver.store.TappedStore;
import dev.atom.base.AtomException;
import dev.atom.base.ErrorCode;
import dev.atom.stream.Bytes;
import dev.atom.stream.HandOver;
import dev.atom.stream.Offer;
import dev.atom.stream.StreamRecord;
import dev.atom.testing.Feature;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LogArchiverTest {
  private static final Instant NOON = Instant.parse("2026-11-22T12:59:30Z");

  private final AtomicReference<Instant> now = new AtomicReference<>(NOON);
  private final InstantSource clock = now::get;
  private final HandOver stream = new HandOver(10_000, clock, new Random(7));
  private final NotedOutages outages = new NotedOutages();

  @TempDir Path folder;

  @Test
  @Feature("C16")
  void aHundredRecordsMakeAnObjectAtOnce() {
    var store = store();
    try (var archiver = archiver(store, false)) {
      archiver.start();
      var kept = publish("atom.audit", 0, 250);

      awaitObjects(store, "atom.audit/", 2);
      assertThat(keys(store, "atom.audit/"))
          .allSatisfy(key ->
              assertThat(key)
                  .matches("atom\\.audit/2026/11/22/12/batch-[0-9a-f]{16}-0-\\d+-\\d+\\.jsonl"));
      assertThat(kept.subList(0, 200)).allMatch(CompletableFuture::isDone);
      assertThat(kept.subList(200, 250)).noneMatch(CompletableFuture::isDone);
      assertThat(lines(store, keys(store, "atom.audit/").getFirst())).hasSize(100);
    }
  }

  @Test
  @Feature("C16")
  void theRestMakesAnObjectAfterThirtySeconds() {
    var store = store();
    try (var archiver = archiver(store, false)) {
      archiver.start();
      publish("atom.llm", 0, 3);
      publish("atom.audit", 0, 100);
      awaitObjects(store, "atom.audit/", 1);
      publish("atom.audit", 0, 100);
      awaitObjects(store, "atom.audit/", 2);
      now.set(NOON.plusSeconds(29));
      publish("atom.audit", 0, 100);
      awaitObjects(store, "atom.audit/", 3);
      assertThat(keys(store, "atom.llm/")).isEmpty();

      now.set(NOON.plusSeconds(31));
      awaitObjects(store, "atom.llm/", 1);
      assertThat(lines(store, keys(store, "atom.llm/").getFirst())).hasSize(3);
    }
  }

  @Test
  void anHourEndsAnObject() {
    var store = store();
    try (var archiver = archiver(store, false)) {
      archiver.start();
      publish("atom.audit", 0, 3);
      now.set(NOON.plusSeconds(29));
      publish("atom.audit", 3, 1);
      now.set(Instant.parse("2026-11-22T13:00:01Z"));
      publish("atom.audit", 4, 2);
      awaitObjects(store, "atom.audit/2026/11/22/12/", 1);
      now.set(Instant.parse("2026-11-22T13:05:00Z"));

      awaitObjects(store, "atom.audit/", 2);
      assertThat(keys(store, "atom.audit/2026/11/22/12/")).hasSize(1);
      assertThat(keys(store, "atom.audit/2026/11/22/13/")).hasSize(1);
    }
  }

  @Test
  void whatIsLeftIsKeptWhenItStops() {
    var store = store();
    List<CompletableFuture<Void>> kept;
    try (var archiver = archiver(store, false)) {
      kept = publish("atom.audit", 0, 100);
      publish("atom.deployments", 0, 1);
      archiver.start();
      awaitObjects(store, "atom.audit/", 1);
    }

    assertThat(keys(store, "atom.deployments/")).hasSize(1);
    assertThat(kept).allMatch(CompletableFuture::isDone);
  }

  @Test
  void compressedObjectsHoldTheSameLines() throws IOException {
    var store = store();
    try (var archiver = archiver(store, true)) {
      archiver.start();
      publish("atom.audit", 0, 100);
      awaitObjects(store, "atom.audit/", 1);
    }

    var object = store.list("atom.audit/").getFirst();
    assertThat(object.key()).endsWith(".jsonl.zst");
    try (InputStream in = BatchFile.open(store, object)) {
      assertThat(new String(in.readAllBytes(), StandardCharsets.UTF_8).lines())
          .hasSize(100)
          .first()
          .asString()
          .contains("\"offset\":0", "\"value\":{\"n\":0}");
    }
  }

  @Test
  void aValueThatIsNoObjectStandsThereByteForByte() {
    var store = store();
    try (var archiver = archiver(store, false)) {
      archiver.start();
      var _ =
          stream.publish(
              new StreamRecord("atom.agent.logs", "a", Bytes.utf8("two\nlines {\"a\":1}")));
      var _ = stream.publish(new StreamRecord("atom.agent.logs", "a", Bytes.utf8("{\"a\":1} {}")));
      publish("atom.agent.logs", 0, 98);
      awaitObjects(store, "atom.agent.logs/", 1);
    }

    var lines = lines(store, keys(store, "atom.agent.logs/").getFirst());
    assertThat(lines).hasSize(100).allMatch(line -> JsonObjects.object(line).isPresent());
    assertThat(lines.getFirst()).contains("value_base64");
    assertThat(lines.get(1)).contains("value_base64");
  }

  @Test
  @Feature("C17")
  void nothingIsCommittedBeforeTheObjectStands() {
    var faults = new Faults();
    var store = new TappedStore(store(), faults);
    faults.failPuts = true;
    try (var archiver = archiver(store, false)) {
      archiver.start();
      var kept = publish("atom.audit", 0, 100);
      Awaitility.await().atMost(Chains.patience()).until(() -> archiver.problem().isPresent());
      assertThat(kept).noneMatch(CompletableFuture::isDone);

      faults.failPuts = false;
      awaitObjects(store, "atom.audit/", 1);
      Awaitility.await()
          .atMost(Chains.patience())
          .until(() -> kept.stream().allMatch(CompletableFuture::isDone));
      Awaitility.await().atMost(Chains.patience()).until(() -> archiver.problem().isEmpty());
    }
    assertThat(outages.notes()).hasSize(2);
  }

  @Test
  @Feature("C17")
  void aCrashBetweenObjectAndCommitWritesTheSameObjectAgain() {
    var faults = new Faults();
    var store = new TappedStore(store(), faults);
    faults.failAfterPut = true;
    try (var archiver = archiver(store, false)) {
      archiver.start();
      var kept = publish("atom.audit", 0, 100);
      Awaitility.await().atMost(Chains.patience()).until(() -> faults.puts.get() >= 2);
      assertThat(kept).noneMatch(CompletableFuture::isDone);
      faults.failAfterPut = false;
      Awaitility.await()
          .atMost(Chains.patience())
          .until(() -> kept.stream().allMatch(CompletableFuture::isDone));
    }
    assertThat(keys(store, "atom.audit/")).hasSize(1);
    assertThat(lines(store, keys(store, "atom.audit/").getFirst())).hasSize(100);
  }

  private LogArchiver archiver(ArchiveStore store, boolean compress) {
    return new LogArchiver(
        new LogArchiveConfig(100, Duration.ofSeconds(30), compress),
        stream::reader,
        store,
        Duration.ofDays(1),
        clock,
        outages);
  }

  private FolderArchive store() {
    return new FolderArchive(folder, InstantSource.system());
  }

  private List<CompletableFuture<Void>> publish(String topic, int from, int count) {
    List<CompletableFuture<Void>> kept = new ArrayList<>();
    for (int i = from; i < from + count; i++) {
      var record = new StreamRecord(topic, "agent-1", Bytes.utf8("{\"n\":" + i + "}"));
      switch (stream.publish(record)) {
        case Offer.Taken(var each) -> kept.add(each);
        case Offer.Full(_) -> throw new AssertionError("full");
      }
    }
    return kept;
  }

  private static void awaitObjects(ArchiveStore store, String prefix, int count) {
    Awaitility.await().atMost(Chains.patience()).until(() -> store.list(prefix).size() == count);
  }

  private static List<String> keys(ArchiveStore store, String prefix) {
    return store.list(prefix).stream().map(ArchivedObject::key).toList();
  }

  private static List<String> lines(ArchiveStore store, String key) {
    try (InputStream in = store.open(store.find(key).orElseThrow())) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  /// A store with switches: one that is away, and one that answers too late to be heard.
  private static final class Faults implements TappedStore.Tap {
    private volatile boolean failPuts;
    private volatile boolean failAfterPut;
    private final AtomicInteger puts = new AtomicInteger();

    @Override
    public Put around(Supplier<Put> put) {
      if (failPuts) {
        throw new AtomException(ErrorCode.DEPENDENCY_UNAVAILABLE, "the store is away");
      }
      Put done = put.get();
      puts.incrementAndGet();
      if (failAfterPut) {
        throw new AtomException(ErrorCode.DEPENDENCY_UNAVAILABLE, "nobody heard the answer");
      }
      return done;
    }
  }
}
