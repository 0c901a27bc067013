// SPDX-License-Identifier: Apache-2.0
package dev.atom.stream.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atom.base.AtomException;
import dev.atom.base.ByteSize;
import dev.atom.base.ErrorCode;
import dev.atom.testing.Feature;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Feature("C14")
final class FileSinkTest {
  @TempDir Path folder;

  @Test
  void everyLineKeepsToTheSchema() throws IOException {
    try (var sink = sink(100)) {
      sink.write(records(0, 10));
      sink.write(List.of(Samples.dirty()));
    }

    assertThat(lines("audit.jsonl"))
        .hasSize(11)
        .allSatisfy(line -> assertThat(Schema.complaints(line)).isEmpty());
  }

  @Test
  void aFullFileIsKeptUnderANumberAndNothingIsLost() throws IOException {
    try (var sink = sink(100)) {
      for (int i = 0; i < 20; i++) {
        sink.write(records(i * 10, 10));
      }
    }

    assertThat(names()).contains("audit.jsonl.1", "audit.jsonl.2", "audit.jsonl.3");
    List<String> all = new ArrayList<>();
    for (int n = 1; n < names().size(); n++) {
      assertThat(Files.size(folder.resolve("audit.jsonl." + n))).isLessThanOrEqualTo(4096);
      all.addAll(lines("audit.jsonl." + n));
    }
    all.addAll(lines("audit.jsonl"));
    assertThat(all).containsExactlyElementsOf(written(0, 200));
  }

  @Test
  void rotationGoesOnAfterTheHighestNumberAndOverwritesNothing() throws IOException {
    Files.writeString(folder.resolve("audit.jsonl.7"), "kept\n");
    try (var sink = sink(100)) {
      sink.write(records(0, 40));
    }

    assertThat(lines("audit.jsonl.7")).containsExactly("kept");
    assertThat(names()).contains("audit.jsonl.8").doesNotContain("audit.jsonl.1");
  }

  @Test
  void onlyNumberAndAgeRemoveAFile() throws IOException {
    try (var sink = sink(2)) {
      sink.write(records(0, 60));
    }
    assertThat(names()).hasSize(3);

    Path old = folder.resolve(names().get(1));
    Files.setLastModifiedTime(old, FileTime.from(Instant.parse("2020-01-01T00:00:00Z")));
    try (var sink = sink(100)) {
      sink.write(records(0, 60));
    }
    assertThat(old).doesNotExist();
  }

  @Test
  void aFullDiskIsAnErrorAndNothingIsLostWhenThereIsRoomAgain() throws IOException {
    var disk = new SmallDisk(folder);
    try (var sink = new FileSink(config(100), disk, InstantSource.system())) {
      sink.write(records(0, 3));
      disk.fill();

      assertThatThrownBy(() -> sink.write(records(3, 2)))
          .isInstanceOfSatisfying(
              AtomException.class,
              e -> assertThat(e.code()).isEqualTo(ErrorCode.STORAGE_UNAVAILABLE))
          .hasMessageContaining("No space left on device")
          .hasMessageContaining("audit.jsonl");
      assertThat(lines("audit.jsonl")).containsExactlyElementsOf(written(0, 3));

      disk.makeRoom();
      sink.write(records(3, 2));
    }
    assertThat(lines("audit.jsonl")).containsExactlyElementsOf(written(0, 5));
  }

  @Test
  void halfALineThatACrashLeftIsCutOff() throws IOException {
    try (var sink = sink(100)) {
      sink.write(records(0, 2));
    }
    Files.writeString(
        folder.resolve("audit.jsonl"), "{\"event_id\":\"aud", StandardOpenOption.APPEND);

    try (var sink = sink(100)) {
      sink.write(records(2, 1));
    }

    assertThat(lines("audit.jsonl")).containsExactlyElementsOf(written(0, 3));
  }

  @Test
  void aFolderThatCannotBeWrittenIsNamed() throws IOException {
    Files.writeString(folder.resolve("occupied"), "");
    var config =
        new FileSinkConfig(
            folder.resolve("occupied/audit.jsonl"), ByteSize.parse("1MiB"), 10, Duration.ofDays(1));
    try (var sink = FileSink.open(config, InstantSource.system())) {
      assertThatThrownBy(() -> sink.write(records(0, 1)))
          .isInstanceOf(AtomException.class)
          .hasMessageContaining("occupied");
    }
  }

  private FileSink sink(int keepFiles) {
    return FileSink.open(config(keepFiles), InstantSource.system());
  }

  private FileSinkConfig config(int keepFiles) {
    return new FileSinkConfig(
        folder.resolve("audit.jsonl"), ByteSize.parse("4KiB"), keepFiles, Duration.ofDays(30));
  }

  private static List<AuditRecord> records(int from, int count) {
    return IntStream.range(from, from + count).mapToObj(Samples::plain).toList();
  }

  private static List<String> written(int from, int count) {
    return records(from, count).stream().map(each -> each.json(SinkKind.FILE).toString()).toList();
  }

  private List<String> lines(String name) throws IOException {
    return Files.readAllLines(folder.resolve(name));
  }

  private List<String> names() throws IOException {
    return new DiskFolder(folder).names();
  }
}
