// SPDX-License-Identifier: Apache-2.0
package dev.atom.archiver.stream;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.atom.archiver.Records;
import dev.atom.archiver.stream.store.ChainFeed;
import dev.atom.archiver.stream.store.Cursors;
import dev.atom.audit.EventKind;
import dev.atom.base.AtomException;
import dev.atom.base.ByteSize;
import dev.atom.base.ErrorCode;
import dev.atom.stream.sink.AuditRecord;
import dev.atom.stream.sink.FileSink;
import dev.atom.stream.sink.FileSinkConfig;
import dev.atom.stream.sink.RecordSink;
import dev.atom.stream.sink.SinkKind;
import dev.atom.testing.Feature;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SinkFollowerIT {
  private final Chains chain = new Chains();
  private final Cursors cursors = new Cursors(chain.database());
  private final NotedOutages outages = new NotedOutages();

  @TempDir Path folder;

  @AfterEach
  void end() {
    chain.close();
  }

  @Test
  @Feature("C13")
  void everyKindOfEntryBecomesARecordThatKeepsToTheSchema() throws IOException {
    for (EventKind kind : EventKind.values()) {
      if (kind != EventKind.SEGMENT_OPEN && kind != EventKind.SEGMENT_CLOSE) {
        chain.append(
            Chains.event(
                kind,
                "agent-1",
                "{\"action\":\"agent.create\",\"actor\":\"someone@example.org\","
                    + "\"target\":\"agent-9\"}"));
      }
    }
    long count = chain.trail().append(Chains.event(EventKind.STARTUP, "", "no json")).join().seq();
    try (var follower = follower(fileSink("audit.jsonl"), outages)) {
      follower.start();
      Awaitility.await()
          .atMost(Chains.patience())
          .until(() -> cursors.position("sink.file") == count);
    }

    Schema schema = schema();
    var lines = Files.readAllLines(folder.resolve("audit.jsonl"));
    assertThat(lines)
        .hasSize((int) count)
        .allSatisfy(line -> assertThat(schema.validate(line, InputFormat.JSON)).isEmpty())
        .allSatisfy(
            line -> assertThat(line).doesNotContain("example.org", "127.0.0.1", "ab".repeat(32)));
    assertThat(lines)
        .anySatisfy(line ->
            assertThat(line)
                .contains(
                    "\"event_name\":\"admin_action\"",
                    "\"action\":\"agent.create\"",
                    "\"resource_kind\":\"agent\"",
                    "\"resource_id\":\"agent-9\"",
                    "\"principal\":\"[REDACTED]\""));
  }

  @Test
  @Feature("C14")
  void aSinkThatFailsIsAnEventAndReadinessFailsAndNothingIsLost() {
    var sink = new Switched();
    var records = new Records(chain.trail(), new SecureRandom());
    try (var follower = follower(sink, new RecordedOutages(records))) {
      follower.start();
      chain.append("agent-1", 5);
      Awaitility.await().atMost(Chains.patience()).until(() -> cursors.position("sink.file") == 6);

      sink.full = true;
      chain.append("agent-1", 5);
      Awaitility.await().atMost(Chains.patience()).until(() -> follower.problem().isPresent());
      assertThat(follower.problem().orElseThrow()).contains("No space left on device");
      assertThat(cursors.position("sink.file")).isEqualTo(6);

      sink.full = false;
      Awaitility.await()
          .atMost(Chains.patience())
          .until(() -> follower.problem().isEmpty() && cursors.position("sink.file") >= 13);
    }
    assertThat(sink.written.stream().distinct().count()).isEqualTo(sink.written.size());
    assertThat(sink.names).contains("copy_failed", "copy_resumed");
  }

  @Test
  void aSinkThatFailsHoldsNoOther() {
    var broken = new Switched();
    broken.full = true;
    try (var first = follower(broken, outages);
        var second =
            new ChainFollower(
                "sink.other",
                new ChainFeed(chain.database()),
                cursors,
                new SinkDestination(fileSink("other.jsonl")),
                outages)) {
      first.start();
      second.start();
      chain.append("agent-1", 5);

      Awaitility.await().atMost(Chains.patience()).until(() -> cursors.position("sink.other") == 6);
      assertThat(cursors.position("sink.file")).isZero();
    }
  }

  private ChainFollower follower(RecordSink sink, Outages outages) {
    return new ChainFollower(
        "sink.file", new ChainFeed(chain.database()), cursors, new SinkDestination(sink), outages);
  }

  private FileSink fileSink(String name) {
    return FileSink.open(
        new FileSinkConfig(folder.resolve(name), ByteSize.parse("1MiB"), 10, Duration.ofDays(1)),
        InstantSource.system());
  }

  private static Schema schema() throws IOException {
    try (InputStream in = AuditRecord.class.getResourceAsStream("audit-record.schema.json")) {
      assertThat(in).isNotNull();
      return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
          .getSchema(new String(in.readAllBytes(), StandardCharsets.UTF_8), InputFormat.JSON);
    }
  }

  /// A sink on a disk that can be full.
  private static final class Switched implements RecordSink {
    private final List<String> written = new CopyOnWriteArrayList<>();
    private final List<String> names = new CopyOnWriteArrayList<>();
    private volatile boolean full;

    @Override
    public SinkKind kind() {
      return SinkKind.FILE;
    }

    @Override
    public void write(List<AuditRecord> records) {
      if (full) {
        throw new AtomException(ErrorCode.STORAGE_UNAVAILABLE, "No space left on device");
      }
      records.forEach(each -> {
        written.add(each.eventId());
        names.add(each.eventName());
      });
    }

    @Override
    public void close() {
      // Nothing is open.
    }
  }
}
