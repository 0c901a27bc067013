// SPDX-License-Identifier: Apache-2.0
package dev.atom.archiver.alert;

import dev.atom.archiver.Duty;
import dev.atom.audit.alert.Alert;
import dev.atom.audit.alert.AlertRule;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Notices a duty that could not do its work for a while: a signer that refuses, an export that
/// finds no store.
final class StuckDuties {
  private final List<Duty> duties;
  private final Duration patience;
  private final Map<String, Instant> since = new HashMap<>();

  StuckDuties(List<Duty> duties, Duration patience) {
    this.duties = duties;
    this.patience = patience;
  }

  /// Who is stuck for longer than the patience.
  List<Alert> look(Instant now) {
    List<Alert> alerts = new ArrayList<>();
    for (Duty duty : duties) {
      var problem = duty.problem();
      if (problem.isEmpty()) {
        since.remove(duty.name());
        continue;
      }
      var began = since.computeIfAbsent(duty.name(), _ -> now);
      if (!now.isBefore(began.plus(patience))) {
        String summary = duty.name() + " cannot do its work: " + problem.get();
        alerts.add(Alert.of(AlertRule.DUTY_STUCK, duty.name(), now, summary, 0, began.toString()));
      }
    }
    return alerts;
  }
}
