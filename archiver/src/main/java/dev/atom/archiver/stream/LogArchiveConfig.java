// SPDX-License-Identifier: Apache-2.0
package dev.atom.archiver.stream;

import dev.atom.config.Default;
import dev.atom.config.Doc;
import java.time.Duration;

/// How topics are cut into objects.
///
/// @param batchMessages when so many records wait
/// @param batchAge or the oldest has waited so long
/// @param compress with Zstandard
public record LogArchiveConfig(
    @Default("100") @Doc("How many records of a partition make an object.") int batchMessages,
    @Default("30s") @Doc("How long the first of them may wait.") Duration batchAge,
    @Default("false") @Doc("Whether objects are compressed with Zstandard.") boolean compress) {
  public LogArchiveConfig {
    if (batchMessages < 1 || batchMessages > 10_000) {
      throw new IllegalArgumentException(
          "batch-messages " + batchMessages + " is not between 1 and 10000");
    }
    if (batchAge.compareTo(Duration.ofMillis(100)) < 0
        || batchAge.compareTo(Duration.ofMinutes(4)) > 0) {
      throw new IllegalArgumentException(
          "batch-age " + batchAge + " is not between 100 ms and 4 min");
    }
  }
}
