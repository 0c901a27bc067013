// SPDX-License-Identifier: Apache-2.0
package dev.atom.archiver.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atom.archiver.store.ArchiveContent;
import dev.atom.archiver.store.ArchiveStore;
import dev.atom.archiver.store.ArchivedObject;
import dev.atom.archiver.store.FolderArchive;
import dev.atom.archiver.stream.store.ChainFeed;
import dev.atom.archiver.stream.store.Cursors;
import dev.atom.audit.chain.KeyRing;
import dev.atom.audit.verify.ChainVerifier;
import dev.atom.audit.verify.JsonLinesEntrySource;
import dev.atom.audit.verify.Verification;
import dev.atom.stream.HandOver;
import dev.atom.testing.Feature;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.UnaryOperator;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/// A real chain goes into the archive; then there is no database any more.
@Feature("C16")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ArchivedTrailIT {
  private static final int ENTRIES = 351;

  @TempDir static Path folder;
  private int copies;

  @BeforeAll
  void archive() {
    var outages = new NotedOutages();
    var stream = new HandOver(5000, InstantSource.system(), new Random(7));
    try (var chain = new Chains()) {
      var cursors = new Cursors(chain.database());
      try (var follower =
              new ChainFollower(
                  "atom.audit",
                  new ChainFeed(chain.database()),
                  cursors,
                  TopicDestination.audit(stream),
                  outages);
          var archiver = archiver(stream, outages)) {
        archiver.start();
        follower.start();
        chain.append("agent-1", ENTRIES - 1);
        Awaitility.await()
            .atMost(Chains.patience())
            .until(() -> cursors.position("atom.audit") == ENTRIES);
      }
    }
    assertThat(outages.notes()).isEmpty();
  }

  private LogArchiver archiver(HandOver stream, Outages outages) {
    return new LogArchiver(
        new LogArchiveConfig(100, Duration.ofSeconds(1), true),
        stream::reader,
        original(),
        Duration.ofDays(1),
        InstantSource.system(),
        outages);
  }

  @Test
  void theArchiveAloneIsWhole() {
    assertThat(new ArchivedTrail(original()).check())
        .isEqualTo(new TrailCheck.Whole(1, ENTRIES, 0));
  }

  @Test
  void withTheSecretEveryEntryIsAsItWasHashed() throws IOException {
    assertThat(verified(original(), KeyRing.of(Chains.secret())))
        .isInstanceOfSatisfying(
            Verification.Ok.class, ok -> assertThat(ok.count()).isEqualTo(ENTRIES));
  }

  @Test
  void aChangedColumnIsFoundWithTheSecret() throws IOException {
    var forged = copy(line -> line.replace("\\\\ n17\\\"}", "\\\\ n99\\\"}"));

    assertThat(new ArchivedTrail(forged).check()).isInstanceOf(TrailCheck.Whole.class);
    assertThat(verified(forged, KeyRing.of(Chains.secret())))
        .isInstanceOfSatisfying(
            Verification.Tampered.class, it -> assertThat(it.flaw().seq()).isEqualTo(19));
  }

  @Test
  void aChangedLinkIsFoundWithoutAnySecret() {
    var forged =
        copy(line ->
            line.contains("\"id\":20,")
                ? line.replaceFirst("\"chain_hash\":\"[0-9a-f]{4}", "\"chain_hash\":\"0000")
                : line);

    assertThat(new ArchivedTrail(forged).check())
        .isInstanceOfSatisfying(
            TrailCheck.Tampered.class,
            it -> {
              assertThat(it.seq()).isEqualTo(21);
              assertThat(it.why()).contains("does not follow");
            });
  }

  @Test
  void aMissingEntryIsFound() {
    var shortened = copy(line -> line.contains("\"id\":20,") ? "" : line);

    assertThat(new ArchivedTrail(shortened).check()).isEqualTo(new TrailCheck.Incomplete(20, 20));
  }

  @Test
  void aMissingObjectIsFound() {
    var store = original();
    var copy = freshStore();
    var objects = store.list("");
    for (int i = 0; i < objects.size(); i++) {
      if (i != 1) {
        put(copy, objects.get(i).key(), bytes(store, objects.get(i)));
      }
    }

    assertThat(new ArchivedTrail(copy).check()).isInstanceOf(TrailCheck.Incomplete.class);
  }

  @Test
  void anEntryThatStandsTwiceIsCountedAndOneThatDiffersIsFound() throws IOException {
    var twice = copy(line -> line);
    String some = lines(original(), original().list("").getFirst()).getFirst();
    put(twice, "atom.audit/2026/11/22/12/batch-x-0-0-0.jsonl", utf8(some + "\n"));
    assertThat(new ArchivedTrail(twice).check()).isEqualTo(new TrailCheck.Whole(1, ENTRIES, 1));

    var other = copy(line -> line);
    String changed = some.replace("\"ruling\":\"", "\"ruling\":\"x");
    put(other, "atom.audit/2026/11/22/12/batch-x-0-0-0.jsonl", utf8(changed + "\n"));
    assertThat(new ArchivedTrail(other).check())
        .isInstanceOfSatisfying(
            TrailCheck.Tampered.class, it -> assertThat(it.why()).contains("another content"));
  }

  @Test
  void aLineThatIsNoEntryIsNamedWithItsObject() {
    var store = copy(line -> line);
    put(store, "atom.audit/2026/11/22/12/batch-x-0-0-0.jsonl", utf8("{\"offset\":1}\n"));

    assertThat(new ArchivedTrail(store).check())
        .isEqualTo(
            new TrailCheck.Tampered(
                0,
                "atom.audit/2026/11/22/12/batch-x-0-0-0.jsonl",
                "a line is no entry of the trail"));
  }

  @Test
  void anEmptyArchiveIsNoWholeOne() {
    assertThat(new ArchivedTrail(freshStore()).check()).isEqualTo(new TrailCheck.Empty());
  }

  private Verification verified(ArchiveStore store, KeyRing keys) throws IOException {
    Path export = folder.resolve("export-" + copies++ + ".jsonl");
    try (var out = Files.newBufferedWriter(export)) {
      assertThat(new ArchivedTrail(store).write(out)).isInstanceOf(TrailCheck.Whole.class);
    }
    return ChainVerifier.verify(new JsonLinesEntrySource(export), keys);
  }

  private FolderArchive original() {
    return new FolderArchive(folder.resolve("archive"), InstantSource.system());
  }

  private FolderArchive freshStore() {
    return new FolderArchive(folder.resolve("copy-" + copies++), InstantSource.system());
  }

  /// The archive with each line changed; a line that becomes empty is left out.
  private FolderArchive copy(UnaryOperator<String> change) {
    var copy = freshStore();
    var store = original();
    for (ArchivedObject object : store.list("")) {
      var changed = new StringBuilder();
      for (String line : lines(store, object)) {
        String now = change.apply(line);
        changed.append(now).append(now.isEmpty() ? "" : "\n");
      }
      put(copy, object.key().replace(".zst", ""), utf8(changed.toString()));
    }
    return copy;
  }

  private static List<String> lines(ArchiveStore store, ArchivedObject object) {
    return new ArrayList<>(
        new String(unpacked(store, object), StandardCharsets.UTF_8).lines().toList());
  }

  private static byte[] unpacked(ArchiveStore store, ArchivedObject object) {
    try (InputStream in = BatchFile.open(store, object)) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static byte[] bytes(ArchiveStore store, ArchivedObject object) {
    try (InputStream in = store.open(object)) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static void put(ArchiveStore store, String key, byte[] bytes) {
    var put = store.put(key, ArchiveContent.of(bytes), Instant.parse("2030-01-01T00:00:00Z"));
    assertThat(put).isInstanceOf(ArchiveStore.Put.Stored.class);
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
