// SPDX-License-Identifier: Apache-2.0
package dev.atom.cli.instance;

import dev.atom.base.AtomException;
import dev.atom.base.ErrorCode;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;

/// The log files of the processes, kept from growing without end: two of 64 MiB each at most.
public final class LogFiles {
  private static final long BYTES_MAX = 64L << 20;
  private static final int TAIL_BYTES = 1 << 16;

  private LogFiles() {}

  /// Puts a long log aside before its process starts.
  static void rotate(Path log) {
    try {
      if (Files.exists(log) && Files.size(log) > BYTES_MAX) {
        Files.move(log, aside(log), StandardCopyOption.REPLACE_EXISTING);
      }
    } catch (IOException e) {
      throw new AtomException(ErrorCode.BAD_REQUEST, log + " cannot be put aside: " + e, e);
    }
  }

  /// Copies a long log aside and empties it while its process goes on appending. The few lines
  /// written in between are lost: these are operating logs, the audit trail is elsewhere.
  static void cut(Path log) {
    try {
      if (Files.exists(log) && Files.size(log) > BYTES_MAX) {
        Files.copy(log, aside(log), StandardCopyOption.REPLACE_EXISTING);
        try (FileChannel channel = FileChannel.open(log, StandardOpenOption.WRITE)) {
          channel.truncate(0);
        }
      }
    } catch (IOException _) {
      // A full disk shows elsewhere, louder; the next round tries again.
    }
  }

  private static Path aside(Path log) {
    return log.resolveSibling(log.getFileName() + ".1");
  }

  /// The last `count` lines of the log, fewer when it is short.
  public static List<String> lastLines(Path log, int count) {
    if (!Files.exists(log)) {
      return List.of();
    }
    try (FileChannel channel = FileChannel.open(log)) {
      long wanted = Math.max(TAIL_BYTES, count * 512L);
      channel.position(Math.max(0, channel.size() - wanted));
      var text =
          new String(
              java.nio.channels.Channels.newInputStream(channel).readAllBytes(),
              StandardCharsets.UTF_8);
      List<String> lines = text.lines().toList();
      return lines.subList(Math.max(0, lines.size() - count), lines.size());
    } catch (IOException e) {
      throw new AtomException(ErrorCode.BAD_REQUEST, log + " cannot be read: " + e, e);
    }
  }
}
