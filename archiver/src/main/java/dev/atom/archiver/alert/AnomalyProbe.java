// SPDX-License-Identifier: Apache-2.0
package dev.atom.archiver.alert;

import dev.atom.audit.alert.Alert;
import dev.atom.audit.alert.AlertRule;
import dev.atom.audit.anomaly.Access;
import dev.atom.audit.anomaly.AnomalyRules;
import dev.atom.audit.anomaly.Baselines;
import dev.atom.audit.store.AuditReader;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Keeps what everybody usually does, and tells what is not so.
///
/// Learns at its first look from what the trail holds of the last thirty days, at most a million
/// entries; tells only what came after that look.
final class AnomalyProbe {
  private static final Duration LEARNED = Duration.ofDays(30);
  private static final long ENTRIES_MAX = 1_000_000;
  private static final int IDENTITIES_MAX = 10_000;

  private final AuditReader reader;
  private final Baselines baselines = new Baselines(AnomalyRules.USUAL, IDENTITIES_MAX);
  private @Nullable Long seen;

  AnomalyProbe(AuditReader reader) {
    this.reader = reader;
  }

  /// What is unusual since the last look.
  List<Alert> look(Instant now) {
    var from = seen;
    if (from == null) {
      seen = reader.head().seq();
      reader.each(
          now.minus(LEARNED),
          Access.kinds(),
          ENTRIES_MAX,
          entry -> {
            if (entry.seq() <= last()) {
              Access.of(entry).ifPresent(baselines::observe);
            }
          });
      return List.of();
    }
    List<Alert> alerts = new ArrayList<>();
    reader.each(
        from,
        Access.kinds(),
        entry -> {
          seen = entry.seq();
          Access.of(entry).stream()
              .flatMap(access -> baselines.observe(access).stream())
              .map(found ->
                  Alert.of(
                      AlertRule.ANOMALY,
                      found.identity() + " " + found.kind().written(),
                      found.at(),
                      found.identity() + ": " + found.reason(),
                      found.seq(),
                      "" + found.seq()))
              .forEach(alerts::add);
        });
    return alerts;
  }

  private long last() {
    return seen == null ? 0 : seen;
  }
}
