// SPDX-License-Identifier: Apache-2.0
package dev.atom.posture.contract;

import dev.atom.posture.finding.Severity;
import java.util.Set;

/// One rule of the contract.
///
/// @param id its stable id
/// @param title what holds where it is kept
/// @param severity how much harm breaking it can do
/// @param profiles the profiles it applies to; empty for all
/// @param mend what to do where it is broken
/// @param clause how it is judged
public record Rule(
    String id, String title, Severity severity, Set<String> profiles, String mend, Clause clause) {
  public Rule {
    profiles = Set.copyOf(profiles);
  }

  /// Whether it applies to a profile.
  boolean appliesTo(Profile profile) {
    return profiles.isEmpty() || profiles.contains(profile.name());
  }
}
