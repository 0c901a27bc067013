// SPDX-License-Identifier: Apache-2.0
package dev.atom.archiver.integrate;

import dev.atom.audit.published.DurableFiles;
import dev.atom.audit.published.PublishedFolder;
import dev.atom.audit.tree.TilePath;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/// A log in two folders, locked against a second writer as long as this is open.
final class LogFolder implements LogPlace, AutoCloseable {
  private final PublishedFolder published;
  private final Path lastSigned;
  private final FileChannel lock;

  private LogFolder(PublishedFolder published, Path lastSigned, FileChannel lock) {
    this.published = published;
    this.lastSigned = lastSigned;
    this.lock = lock;
  }

  /// Opens the log that is published in `published` and remembers in `state` what it signed.
  ///
  /// @throws IOException when another process has it open, or the folders cannot be used
  static LogFolder open(Path published, Path state) throws IOException {
    Files.createDirectories(state);
    var lock =
        FileChannel.open(
            state.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    try {
      if (lock.tryLock() != null) {
        return new LogFolder(new PublishedFolder(published), state.resolve("last-signed"), lock);
      }
    } catch (OverlappingFileLockException _) {
      // This process has it open already: the same answer.
    }
    lock.close();
    throw new IOException("another process signs for the log of " + state + ": stop it first");
  }

  @Override
  public byte[] read(TilePath path) throws IOException {
    return published.read(path);
  }

  @Override
  public void write(TilePath path, byte[] bytes, int length) throws IOException {
    published.write(path, bytes, length);
  }

  @Override
  public Optional<byte[]> checkpoint() throws IOException {
    return published.checkpoint();
  }

  @Override
  public void writeCheckpoint(byte[] note) throws IOException {
    published.writeCheckpoint(note);
  }

  @Override
  public Optional<String> lastSigned() throws IOException {
    try {
      return Optional.of(Files.readString(lastSigned));
    } catch (NoSuchFileException _) {
      return Optional.empty();
    }
  }

  @Override
  public void writeLastSigned(String text) throws IOException {
    DurableFiles.write(lastSigned, text.getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public void removePartial(TilePath path) throws IOException {
    published.removePartial(path);
  }

  @Override
  public void close() throws IOException {
    lock.close();
  }
}
