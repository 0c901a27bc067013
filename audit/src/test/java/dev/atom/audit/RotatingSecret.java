// SPDX-License-Identifier: Apache-2.0
package dev.atom.audit;

import dev.atom.base.AtomException;
import dev.atom.base.ErrorCode;
import dev.atom.base.Secret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/// A secret that lies in a file, as a process reads it.
final class RotatingSecret {
  private RotatingSecret() {}

  static Secret in(Path file) {
    return Secret.from(() -> {
      try {
        return Files.readString(file).strip();
      } catch (IOException e) {
        throw new AtomException(ErrorCode.BAD_CONFIGURATION, file + " cannot be read", e);
      }
    });
  }

  /// Replaces the lines of the file at once.
  static void write(Path file, Secret... lines) throws IOException {
    var text = new StringBuilder();
    for (var line : lines) {
      text.append(line.reveal()).append('\n');
    }
    var fresh = Files.writeString(file.resolveSibling(file.getFileName() + ".new"), text);
    Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
  }
}
