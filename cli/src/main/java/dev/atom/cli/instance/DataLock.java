// SPDX-License-Identifier: Apache-2.0
package dev.atom.cli.instance;

import dev.atom.base.AtomException;
import dev.atom.base.ErrorCode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/// One supervisor per data folder. The operating system drops the lock with the process, so a killed
/// one leaves none; the file keeps the holder's process id for those who ask.
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
              file,
              StandardOpenOption.CREATE,
              StandardOpenOption.READ,
              StandardOpenOption.WRITE);
      if (!locked(channel)) {
        channel.close();
        throw held(data);
      }
      String pid = ProcessHandle.current().pid() + "\n";
      channel.truncate(0);
      channel.write(ByteBuffer.wrap(pid.getBytes(StandardCharsets.UTF_8)));
      return new DataLock(channel);
    } catch (IOException e) {
      throw new AtomException(
          ErrorCode.BAD_REQUEST, "the folder " + data.root() + " cannot be locked: " + e, e);
    }
  }

  private static boolean locked(FileChannel channel) throws IOException {
    try {
      return channel.tryLock() != null;
    } catch (OverlappingFileLockException _) {
      return false;
    }
  }

  private static AtomException held(DataFolder data) throws IOException {
    String pid = Files.readString(data.lock()).strip();
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
