// SPDX-License-Identifier: Apache-2.0
package dev.atom.audit.anomaly;

import java.time.Instant;
import java.util.Locale;

/// Something an identity did that it does not usually do.
///
/// @param seq the entry at which it showed
/// @param reason for people: what was seen, and what is usual
public record Anomaly(long seq, Kind kind, String identity, Instant at, String reason) {
  /// What was unusual.
  public enum Kind {
    VOLUME,
    HOUR,
    SOURCE,
    RESOURCE;

    /// The name in answers.
    public String written() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
