// SPDX-License-Identifier: Apache-2.0
package dev.atom.archiver.export;

import dev.atom.archiver.retention.RetentionConfig;
import dev.atom.config.Default;
import dev.atom.config.Doc;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/// How the nightly export is made.
///
/// @param vault secrets of earlier segments
/// @param work where files are made before they are stored
/// @param after how long after midnight a day is exported
/// @param look how often it looks for a day to export
/// @param retention what leaves the database after it was exported; without it, nothing
public record ExportConfig(
    @Doc("File with the secrets of earlier segments, one a line; need not be there.") Path vault,
    @Doc("Folder of this process, where files are made.") Path work,
    @Default("5m") @Doc("How long after midnight, UTC, a day is exported.") Duration after,
    @Default("1m") @Doc("How often it looks for a day to export.") Duration look,
    Optional<RetentionConfig> retention) {
  public ExportConfig {
    if (after.compareTo(Duration.ofMinutes(1)) < 0) {
      throw new IllegalArgumentException(
          "after " + after + " is below a minute: entries of the day before may still be written");
    }
    if (look.compareTo(Duration.ofSeconds(1)) < 0) {
      throw new IllegalArgumentException("look " + look + " is below a second");
    }
  }
}
