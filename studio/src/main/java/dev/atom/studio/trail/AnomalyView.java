// SPDX-License-Identifier: Apache-2.0
package dev.atom.studio.trail;

import dev.atom.audit.anomaly.Anomaly;
import java.time.Instant;
import java.util.List;

/// What was unusual, as the API shows it.
///
/// @param since what showed before is left out
/// @param acts how many acts were looked at, those that were only learned from included
/// @param identities of how many agents and people
public record AnomalyView(Instant since, long acts, int identities, List<Found> anomalies) {

  /// One thing that was unusual.
  ///
  /// @param entry the entry at which it showed
  public record Found(long entry, String kind, String identity, Instant at, String reason) {
    static Found of(Anomaly anomaly) {
      return new Found(
          anomaly.seq(),
          anomaly.kind().written(),
          anomaly.identity(),
          anomaly.at(),
          anomaly.reason());
    }
  }
}
