// SPDX-License-Identifier: Apache-2.0
package dev.atom.audit.anomaly;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// What one identity usually does.
final class Profile {
  private final AnomalyRules rules;
  private final Volumes volumes;
  private final Hours hours;
  private final KnownValues sources;
  private final KnownValues resources;

  Profile(AnomalyRules rules, Instant first) {
    this.rules = rules;
    this.volumes = new Volumes(first);
    this.hours = new Hours();
    this.sources = new KnownValues(rules);
    this.resources = new KnownValues(rules);
  }

  List<Anomaly> observe(Access access) {
    List<Anomaly> found = new ArrayList<>();
    volumes
        .observe(access.at(), rules)
        .ifPresent(why -> found.add(anomaly(access, Anomaly.Kind.VOLUME, why)));
    hours
        .observe(access.at(), rules)
        .ifPresent(why -> found.add(anomaly(access, Anomaly.Kind.HOUR, why)));
    sources
        .observe(access.source(), access.at())
        .ifPresent(why ->
            found.add(anomaly(access, Anomaly.Kind.SOURCE, "address " + access.source() + why)));
    resources
        .observe(access.resource(), access.at())
        .ifPresent(
            why -> found.add(anomaly(access, Anomaly.Kind.RESOURCE, access.resource() + why)));
    return found;
  }

  private static Anomaly anomaly(Access access, Anomaly.Kind kind, String reason) {
    return new Anomaly(access.seq(), kind, access.identity(), access.at(), reason);
  }
}
