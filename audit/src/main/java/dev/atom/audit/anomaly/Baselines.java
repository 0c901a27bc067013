// SPDX-License-Identifier: Apache-2.0
package dev.atom.audit.anomaly;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// What every identity usually does, learned from the acts it is shown, in their order.
///
/// Each act is judged by what was known before it and then learned, so the same log gives the same
/// anomalies. Memory is bounded by `identitiesMax` profiles of a few kilobytes. Not thread-safe.
///
/// It does not see what is slow: who changes over weeks teaches the baseline the change. And the
/// first days of an identity are its baseline, whatever it does in them.
public final class Baselines {
  private final AnomalyRules rules;
  private final int identitiesMax;
  private final Map<String, Profile> profiles = new HashMap<>();
  private long overlooked;

  /// @param identitiesMax how many identities are told apart; acts of others are only counted
  public Baselines(AnomalyRules rules, int identitiesMax) {
    this.rules = rules;
    this.identitiesMax = identitiesMax;
  }

  /// What is unusual about `access`; learns it.
  public List<Anomaly> observe(Access access) {
    var profile = profiles.get(access.identity());
    if (profile == null) {
      if (profiles.size() >= identitiesMax) {
        overlooked++;
        return List.of();
      }
      profile = new Profile(rules, access.at());
      profiles.put(access.identity(), profile);
    }
    return profile.observe(access);
  }

  /// How many identities have a profile.
  public int identities() {
    return profiles.size();
  }

  /// Acts of identities for which there was no room.
  public long overlooked() {
    return overlooked;
  }
}
