// SPDX-License-Identifier: Apache-2.0
package dev.atom.archiver.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.atom.base.AtomException;
import dev.atom.testing.LimitedDisk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class FolderArchiveTest extends ArchiveStoreContract {
  private Instant now = Instant.parse("2026-11-22T00:00:00Z");

  @Override
  ArchiveStore store() {
    return new FolderArchive(temp.resolve("archive"), () -> now);
  }

  @Override
  Instant now() {
    return now;
  }

  @Override
  void passes(Instant instant) {
    now = instant.plusMillis(1);
  }

  @Test
  void filesAreReadOnlyAndNothingElseRemains() throws IOException {
    stored("a/b", "text", Duration.ofDays(1));

    Path file = temp.resolve("archive/a/b");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("r--------");
    try (var left = Files.list(temp.resolve("archive/.making"))) {
      assertThat(left).isEmpty();
    }
  }

  @Test
  void aFullDiskLeavesNothingHalfAndTheNextTryStoresIt() throws IOException {
    Path root = temp.resolve("disk");
    var big = ArchiveContent.of(new byte[1 << 20]);
    try (var disk = LimitedDisk.at(root, () -> Stream.of(ProcessHandle.current()))) {
      var store = new FolderArchive(root.resolve("archive"), () -> now);
      store.put("x/before", content("1"), now.plus(Duration.ofDays(1)));
      disk.fill();
      try {
        assertThatExceptionOfType(AtomException.class)
            .isThrownBy(() -> store.put("x/big", big, now.plus(Duration.ofDays(1))));
      } finally {
        disk.makeRoom();
      }

      assertThat(store.find("x/big")).isEmpty();
      assertThat(store.find("x/before")).isPresent();
      try (var left = Files.list(root.resolve("archive/.making"))) {
        assertThat(left).isEmpty();
      }
      assertThat(store.put("x/big", big, now.plus(Duration.ofDays(1))))
          .isInstanceOf(ArchiveStore.Put.Stored.class);
      assertThat(store.irregularities("x/")).isEmpty();
    }
  }

  @Test
  void whatTheOwnerOfTheFolderDidIsFound() throws IOException {
    stored("x/gone", "1", Duration.ofDays(1));
    stored("x/loose", "2", Duration.ofDays(1));
    stored("x/writable", "3", Duration.ofDays(1));
    Files.delete(temp.resolve("archive/x/gone"));
    Files.delete(temp.resolve("archive/.lock/x/loose"));
    Files.setPosixFilePermissions(
        temp.resolve("archive/x/writable"), PosixFilePermissions.fromString("rw-------"));

    List<Irregularity> found = store().irregularities("x/");

    assertThat(found)
        .extracting(Irregularity::key)
        .containsExactlyInAnyOrder("x/gone", "x/loose", "x/writable");
  }
}
