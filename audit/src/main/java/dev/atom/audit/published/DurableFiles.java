// SPDX-License-Identifier: Apache-2.0
package dev.atom.audit.published;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/// Writes files so that a reader sees the old content or the new one, never half of it, also after
/// a loss of power.
public final class DurableFiles {
  private DurableFiles() {}

  /// Makes `bytes` the content of `file`. What was there before stays until the new is durable.
  public static void write(Path file, byte[] bytes) throws IOException {
    write(file, bytes, bytes.length);
  }

  /// The same with the first `length` of `bytes`.
  public static void write(Path file, byte[] bytes, int length) throws IOException {
    Path fresh = file.resolveSibling(file.getFileName() + ".new");
    try (var channel =
        FileChannel.open(
            fresh,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE)) {
      var buffer = ByteBuffer.wrap(bytes, 0, length);
      while (buffer.hasRemaining()) {
        channel.write(buffer);
      }
      channel.force(true);
    }
    Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    syncFolder(file.resolveSibling("."));
  }

  /// Makes the names in `folder` durable.
  public static void syncFolder(Path folder) throws IOException {
    try (var channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }
}
