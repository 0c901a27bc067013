// SPDX-License-Identifier: Apache-2.0
package dev.atom.cli.posture;

import dev.atom.base.AtomException;
import dev.atom.base.ErrorCode;
import dev.atom.posture.manifest.KindTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// Where the pods of kinds are that only the user knows.
final class KindsOption {
  @Option(
      names = "--kinds",
      paramLabel = "FILE",
      description = "More kinds with pods, a line each: group | kind | path of the pod template.")
  private @Nullable Path file;

  /// The table that is shipped, and what the file adds.
  KindTable table() {
    if (file == null) {
      return KindTable.shipped();
    }
    try {
      return KindTable.shipped().with(Files.readString(file));
    } catch (IOException e) {
      throw new AtomException(
          ErrorCode.BAD_REQUEST, "--kinds: " + file + " cannot be read: " + e.getMessage(), e);
    } catch (IllegalArgumentException e) {
      throw new AtomException(ErrorCode.BAD_REQUEST, "--kinds: " + file + ": " + e.getMessage(), e);
    }
  }
}
