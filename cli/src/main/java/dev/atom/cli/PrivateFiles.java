// SPDX-License-Identifier: Apache-2.0
package dev.atom.cli;

import dev.atom.base.AtomException;
import dev.atom.base.ErrorCode;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;

/// Files and folders that only their owner may read: 0600 and 0700 from the first moment on.
public final class PrivateFiles {
  private PrivateFiles() {}

  /// Makes `folder` and closes it to others.
  ///
  /// @throws AtomException BAD_REQUEST when it cannot be made or written
  public static Path folder(Path folder) {
    var mine = PosixFilePermissions.fromString("rwx------");
    try {
      Files.createDirectories(folder, PosixFilePermissions.asFileAttribute(mine));
      Files.setPosixFilePermissions(folder, mine);
    } catch (IOException e) {
      throw notWritable(folder, e);
    }
    return folder;
  }

  /// Writes `text` so that a reader sees the old content or the new one, never half of it.
  ///
  /// @throws AtomException BAD_REQUEST when it cannot be written
  public static Path write(Path file, String text) {
    Path fresh = file.resolveSibling(file.getFileName() + ".new");
    var mine = PosixFilePermissions.fromString("rw-------");
    try {
      Files.deleteIfExists(fresh);
      Files.createFile(fresh, PosixFilePermissions.asFileAttribute(mine));
      Files.writeString(fresh, text, StandardOpenOption.WRITE, StandardOpenOption.SYNC);
      Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw notWritable(file, e);
    }
    return file;
  }

  /// The content without surrounding white space.
  ///
  /// @throws AtomException BAD_REQUEST when it cannot be read
  public static String read(Path file) {
    try {
      return Files.readString(file).strip();
    } catch (IOException e) {
      throw new AtomException(
          ErrorCode.BAD_REQUEST, "the file " + file + " cannot be read: " + why(e), e);
    }
  }

  private static AtomException notWritable(Path path, IOException e) {
    return new AtomException(
        ErrorCode.BAD_REQUEST,
        path + " cannot be written: " + why(e) + "; choose another folder with --data",
        e);
  }

  private static String why(IOException e) {
    return e instanceof AccessDeniedException
        ? "permission denied"
        : e.getClass().getSimpleName() + " " + e.getMessage();
  }
}
