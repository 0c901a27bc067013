// SPDX-License-Identifier: Apache-2.0
package dev.atom.postgres;

import dev.atom.base.AtomException;
import dev.atom.base.ErrorCode;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.tukaani.xz.XZInputStream;

/// The PostgreSQL programs, unpacked once into `<parent>/postgres-18.6`, readable by the owner
/// only.
///
/// Unpacking goes to a folder beside it that is renamed at the end, so a half unpacked tree is
/// never used, and of two that unpack at once one wins and the other uses the winner's.
final class PostgresBinaries {
  static final int MAJOR = 18;
  private static final String VERSION = "18.6";
  private static final String ARCHIVE = "/postgres-linux-x86_64.txz";

  private final Path home;

  private PostgresBinaries(Path home) {
    this.home = home;
  }

  /// The unpacked programs below `parent`, unpacking them when they are not there yet.
  static PostgresBinaries in(Path parent) throws IOException {
    Folders.makePrivate(parent);
    Path home = parent.resolve("postgres-" + VERSION);
    if (!Files.exists(home)) {
      unpackTo(home);
    }
    return new PostgresBinaries(home);
  }

  Path program(String name) {
    return home.resolve("bin").resolve(name);
  }

  private static void unpackTo(Path home) throws IOException {
    Path parent = home.resolveSibling(".");
    Path half = Files.createTempDirectory(parent.normalize(), "unpacking-");
    try {
      try (InputStream packed = archive();
          var tar =
              new TarArchiveInputStream(
                  new BufferedInputStream(new XZInputStream(packed), 1 << 16))) {
        for (TarArchiveEntry e = tar.getNextEntry(); e != null; e = tar.getNextEntry()) {
          unpack(e, tar, half);
        }
      }
      Files.move(half, home, StandardCopyOption.ATOMIC_MOVE);
    } catch (FileAlreadyExistsException | DirectoryNotEmptyException e) {
      Folders.delete(half);
    } catch (IOException e) {
      Folders.delete(half);
      throw e;
    }
  }

  private static InputStream archive() {
    InputStream packed = PostgresBinaries.class.getResourceAsStream(ARCHIVE);
    if (packed == null) {
      throw new AtomException(
          ErrorCode.DEPENDENCY_UNAVAILABLE,
          "the PostgreSQL programs ("
              + ARCHIVE.substring(1)
              + ") are not on the class path; they exist for Linux on amd64 only: elsewhere run your"
              + " own PostgreSQL 18 and set DATABASE_URL");
    }
    return packed;
  }

  private static void unpack(TarArchiveEntry entry, TarArchiveInputStream tar, Path into)
      throws IOException {
    Path target = into.resolve(entry.getName()).normalize();
    if (!target.startsWith(into)) {
      throw new IOException("archive entry " + entry.getName() + " points outside the folder");
    }
    if (entry.isDirectory()) {
      Files.createDirectories(target);
      return;
    }
    Files.createDirectories(target.resolveSibling(".").normalize());
    if (entry.isSymbolicLink()) {
      Files.createSymbolicLink(target, Path.of(entry.getLinkName()));
      return;
    }
    Files.copy(tar, target);
    boolean executable = (entry.getMode() & 0100) != 0;
    Files.setPosixFilePermissions(
        target, PosixFilePermissions.fromString(executable ? "rwx------" : "rw-------"));
  }

  /// Whether `executable` (a resolved `/proc/PID/exe`) is a PostgreSQL server program.
  static boolean isServer(Path executable) {
    String name = String.valueOf(executable.getFileName());
    return name.equals("postgres") || name.equals("postgres (deleted)");
  }

  /// The folder `path` with links resolved, or itself when it does not exist.
  static Path real(Path path) {
    try {
      return path.toRealPath(new LinkOption[0]);
    } catch (IOException _) {
      return path;
    }
  }
}
