// SPDX-License-Identifier: Apache-2.0
package dev.atom.stream.sink;

import dev.atom.base.ByteSize;
import dev.atom.config.Default;
import dev.atom.config.Doc;
import java.nio.file.Path;
import java.time.Duration;

/// A file of audit records.
///
/// @param file the file that is written now; older ones have a number behind their name
/// @param rotateAt its greatest size
/// @param keepFiles how many older ones are kept
/// @param keepFor how long an older one is kept
public record FileSinkConfig(
    @Doc("The file; when it is full it becomes FILE.1, the next FILE.2 and so on.") Path file,
    @Default("1MiB") @Doc("The size at which a new file is begun.") ByteSize rotateAt,
    @Default("100") @Doc("How many full files are kept; the oldest go.") int keepFiles,
    @Default("90d") @Doc("How long a full file is kept.") Duration keepFor) {
  public FileSinkConfig {
    if (file.getFileName() == null) {
      throw new IllegalArgumentException("file '" + file + "' has no name");
    }
    if (rotateAt.bytes() < 4096) {
      throw new IllegalArgumentException("rotate-at " + rotateAt + " is below 4KiB");
    }
    if (keepFiles < 1 || keepFor.compareTo(Duration.ofHours(1)) < 0) {
      throw new IllegalArgumentException(
          "keep-files " + keepFiles + " and keep-for " + keepFor + " keep nothing");
    }
  }
}
