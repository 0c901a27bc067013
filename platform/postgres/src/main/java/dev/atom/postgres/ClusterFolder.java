// SPDX-License-Identifier: Apache-2.0
package dev.atom.postgres;

import dev.atom.base.AtomException;
import dev.atom.base.ErrorCode;
import dev.atom.base.Secret;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/// The folder of one cluster: `data`, `lock`, `port`, `postgres.log`, `passwords/ROLE.pgpass`.
final class ClusterFolder {
  private static final long LOG_BYTES_MAX = 16L << 20;
  private final Path folder;

  ClusterFolder(Path folder) throws IOException {
    this.folder = folder;
    Folders.makePrivate(folder);
    Folders.makePrivate(folder.resolve("passwords"));
  }

  Path data() {
    return folder.resolve("data");
  }

  /// The server's log; a long one is put aside as `postgres.log.1` before a start.
  Path log() throws IOException {
    Path log = folder.resolve("postgres.log");
    if (Files.exists(log) && Files.size(log) > LOG_BYTES_MAX) {
      Files.move(log, folder.resolve("postgres.log.1"), StandardCopyOption.REPLACE_EXISTING);
    }
    return log;
  }

  /// Takes the folder for this process until the channel is closed or the process ends.
  ///
  /// @throws AtomException CONFLICT when another living process has it
  FileChannel lock() throws IOException {
    Path file = folder.resolve("lock");
    FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    if (tryLock(channel) == null) {
      channel.close();
      throw new AtomException(
          ErrorCode.CONFLICT,
          "the database folder "
              + folder
              + " is in use by another process: stop that one, or choose another folder");
    }
    return channel;
  }

  private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException _) {
      return null;
    }
  }

  /// Whether a cluster was made here before.
  ///
  /// @throws AtomException CONFLICT when it was made by another major version
  boolean initialised() throws IOException {
    Path version = data().resolve("PG_VERSION");
    if (!Files.exists(version)) {
      return false;
    }
    String major = Files.readString(version).strip();
    if (!major.equals(Integer.toString(PostgresBinaries.MAJOR))) {
      throw new AtomException(
          ErrorCode.CONFLICT,
          "the data in "
              + data()
              + " was written by PostgreSQL "
              + major
              + ", and this Atom brings PostgreSQL "
              + PostgresBinaries.MAJOR
              + ": use the Atom that wrote it, or move the data with pg_dump and pg_restore");
    }
    return true;
  }

  /// The port used last time, 0 when there is none.
  int rememberedPort() throws IOException {
    Path file = folder.resolve("port");
    if (!Files.exists(file)) {
      return 0;
    }
    try {
      return Integer.parseInt(Files.readString(file).strip());
    } catch (NumberFormatException _) {
      return 0;
    }
  }

  void rememberPort(int port) throws IOException {
    Folders.writePrivate(folder.resolve("port"), port + "\n");
  }

  /// Whether roles and database were made by an earlier start.
  boolean prepared() {
    return Files.exists(folder.resolve("prepared"));
  }

  void rememberPrepared() throws IOException {
    Folders.writePrivate(folder.resolve("prepared"), "");
  }

  /// The password file of `role`, in libpq's form.
  Path passfile(String role) {
    return folder.resolve("passwords").resolve(role + ".pgpass");
  }

  /// The remembered password of `role`, or null.
  @Nullable Secret password(String role) throws IOException {
    Path file = passfile(role);
    if (!Files.exists(file)) {
      return null;
    }
    String line = Files.readString(file).strip();
    return Secret.of(line.substring(line.lastIndexOf(':') + 1));
  }

  void rememberPassword(String role, Secret password) throws IOException {
    Folders.writePrivate(passfile(role), "127.0.0.1:*:*:" + role + ":" + password.reveal() + "\n");
  }

  /// 256 random bits in characters that need no quoting anywhere.
  static Secret randomPassword(SecureRandom random) {
    byte[] bytes = new byte[32];
    random.nextBytes(bytes);
    return Secret.of(Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
  }
}
