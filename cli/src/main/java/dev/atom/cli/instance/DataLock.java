// SPDX-License-Identifier: Apache-2.0
package dev.atom.cli.instance;

import dev.atom.base.AtomException;
import dev.atom.base.ErrorCode;
import dev.atom.cli.PrivateFiles;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/// One supervisor per data folder. The operating system drops the lock with the process, so a
/// killed one leaves none; the file keeps the holder's process id for those who ask.
final class DataLock implements AutoCloseable {
  private final FileChannel channel;

  private DataLock(FileChannel channel) {
    this.channel = channel;
  }

  /// Takes the folder.
  ///
  /// @throws AtomException CONFLICT naming the holder
  static DataLock take(DataFolder data) {
    Path file = data.lock();
    try {
      FileChannel channel =
          FileChannel.open(
              file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
      if (!lockedSoon(channel)) {
        channel.close();
        throw held(data);
      }
      PrivateFiles.write(pidFile(data), ProcessHandle.current().pid() + "\n");
      return new DataLock(channel);
    } catch (IOException e) {
      throw new AtomException(
          ErrorCode.BAD_REQUEST, "the folder " + data.root() + " cannot be locked: " + e, e);
    }
  }

  /// The process that holds the folder; empty when none does.
  static OptionalLong holder(DataFolder data) {
    if (!Files.exists(data.lock()) || !Files.exists(pidFile(data))) {
      return OptionalLong.empty();
    }
    long pid = Long.parseLong(PrivateFiles.read(pidFile(data)));
    if (pid == ProcessHandle.current().pid()) {
      return OptionalLong.of(pid);
    }
    try (FileChannel channel = FileChannel.open(data.lock(), StandardOpenOption.WRITE)) {
      return locked(channel) ? OptionalLong.empty() : OptionalLong.of(pid);
    } catch (IOException _) {
      return OptionalLong.empty();
    }
  }

  private static Path pidFile(DataFolder data) {
    return data.root().resolve("supervisor.pid");
  }

  /// A question for the holder takes the lock for a moment: such a one is waited for.
  private static boolean lockedSoon(FileChannel channel) throws IOException {
    for (int i = 0; i < 5; i++) {
      if (locked(channel)) {
        return true;
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
    }
    return false;
  }

  private static boolean locked(FileChannel channel) throws IOException {
    try {
      return channel.tryLock() != null;
    } catch (OverlappingFileLockException _) {
      return false;
    }
  }

  private static AtomException held(DataFolder data) {
    String pid = PrivateFiles.read(pidFile(data));
    return new AtomException(
        ErrorCode.CONFLICT,
        "an instance already runs on "
            + data.root()
            + " (process "
            + pid
            + "): stop it with './atom down --data "
            + data.root()
            + "', or start this one with another --data and --port");
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw new AtomException(ErrorCode.INTERNAL, "the lock cannot be released", e);
    }
  }
}
