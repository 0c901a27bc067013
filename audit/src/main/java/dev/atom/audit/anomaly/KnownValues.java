// SPDX-License-Identifier: Apache-2.0
package dev.atom.audit.anomaly;

import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/// The addresses or resources of one identity, and for how long none has been new.
final class KnownValues {
  private final AnomalyRules rules;
  private final Set<String> known = new HashSet<>();
  private Instant newestAt = Instant.MIN;
  private long actsSince;

  KnownValues(AnomalyRules rules) {
    this.rules = rules;
  }

  /// Why `value` is unusual: it is new, and for long nothing was. Learns it.
  Optional<String> observe(String value, Instant at) {
    if (known.contains(value)) {
      actsSince++;
      return Optional.empty();
    }
    if (known.size() >= rules.valuesMax()) {
      return Optional.empty();
    }
    boolean settled =
        !known.isEmpty()
            && actsSince >= rules.settledActs()
            && !at.isBefore(newestAt.plus(rules.settledAfter()));
    Optional<String> why =
        settled
            ? Optional.of(
                " is new: the %d known before served %d acts since %s"
                    .formatted(known.size(), actsSince, day(at)))
            : Optional.empty();
    known.add(value);
    newestAt = at;
    actsSince = 0;
    return why;
  }

  private String day(Instant at) {
    long days = Duration.between(newestAt, at).toDays();
    return days == 1 ? "a day ago" : days + " days ago";
  }
}
