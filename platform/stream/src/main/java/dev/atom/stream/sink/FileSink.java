// SPDX-License-Identifier: Apache-2.0
package dev.atom.stream.sink;

import dev.atom.base.AtomException;
import dev.atom.base.ErrorCode;
import dev.atom.stream.sink.LogFolder.OpenLog;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Appends each record as a line to a file and returns when it is on disk. A full file gets the
/// next free number behind its name and is never written, renamed or overwritten again; only age
/// and number remove it.
///
/// After a failure, such as a full disk, nothing of the records that were given is left in the
/// file, and the next attempt begins anew.
public final class FileSink implements RecordSink {
  private final FileSinkConfig config;
  private final String name;
  private final LogFolder folder;
  private final InstantSource clock;
  private @Nullable OpenLog log;

  FileSink(FileSinkConfig config, LogFolder folder, InstantSource clock) {
    this.config = config;
    this.name = String.valueOf(config.file().getFileName());
    this.folder = folder;
    this.clock = clock;
  }

  /// A sink into `config`'s file, which is opened with the first record.
  public static FileSink open(FileSinkConfig config, InstantSource clock) {
    Path folder = config.file().toAbsolutePath().resolveSibling("");
    return new FileSink(config, new DiskFolder(folder), clock);
  }

  @Override
  public SinkKind kind() {
    return SinkKind.FILE;
  }

  @Override
  public void write(List<AuditRecord> records) {
    try {
      int next = 0;
      while (next < records.size()) {
        next = writeSome(records, next);
      }
    } catch (IOException e) {
      giveUp();
      throw new AtomException(
          ErrorCode.STORAGE_UNAVAILABLE,
          "audit records cannot be written to "
              + config.file()
              + ": "
              + e.getMessage()
              + "; make room on the disk or name another file, nothing is lost meanwhile",
          e);
    }
  }

  /// Writes as many as the file has room for, at least one, and gives the index after them.
  private int writeSome(List<AuditRecord> records, int from) throws IOException {
    OpenLog open = opened();
    long size = open.size();
    var lines = new ByteArrayOutputStream();
    int next = from;
    while (next < records.size()) {
      byte[] line = records.get(next).line(SinkKind.FILE);
      long after = size + lines.size() + line.length;
      if (after > config.rotateAt().bytes() && size + lines.size() > 0) {
        break;
      }
      lines.writeBytes(line);
      next++;
    }
    if (lines.size() > 0) {
      append(open, size, lines.toByteArray());
    }
    if (next < records.size()) {
      rotate(open);
    }
    return next;
  }

  private OpenLog opened() throws IOException {
    OpenLog open = log;
    if (open == null) {
      open = folder.open(name);
      log = open;
    }
    return open;
  }

  private static void append(OpenLog open, long size, byte[] lines) throws IOException {
    try {
      open.append(lines);
      open.force();
    } catch (IOException e) {
      cutBack(open, size, e);
      throw e;
    }
  }

  /// What a failed attempt left is cut off; if that fails too, half a line is when it is opened.
  private static void cutBack(OpenLog open, long size, IOException cause) {
    try {
      open.cutTo(size);
    } catch (IOException e) {
      cause.addSuppressed(e);
    }
  }

  private void rotate(OpenLog open) throws IOException {
    open.close();
    log = null;
    long last = folder.names().stream().mapToLong(this::number).max().orElse(0);
    folder.rename(name, name + "." + (Math.max(0, last) + 1));
    removeOld();
  }

  private void removeOld() throws IOException {
    List<String> full =
        folder.names().stream()
            .filter(each -> number(each) > 0)
            .sorted((a, b) -> Long.compare(number(b), number(a)))
            .toList();
    Instant oldest = clock.instant().minus(config.keepFor());
    for (int i = 0; i < full.size(); i++) {
      if (i >= config.keepFiles() || folder.modified(full.get(i)).isBefore(oldest)) {
        folder.delete(full.get(i));
      }
    }
  }

  /// The number behind our name; 0 when it is no file of ours, or the one that is written.
  private long number(String file) {
    if (!file.startsWith(name + ".")) {
      return 0;
    }
    String digits = file.substring(name.length() + 1);
    boolean isNumber =
        !digits.isEmpty()
            && digits.length() < 18
            && digits.chars().allMatch(c -> c >= '0' && c <= '9');
    return isNumber ? Long.parseLong(digits) : 0;
  }

  private void giveUp() {
    OpenLog open = log;
    log = null;
    if (open != null) {
      try {
        open.close();
      } catch (IOException _) {
        // It is opened anew, and looked at then.
      }
    }
  }

  @Override
  public void close() {
    giveUp();
  }
}
