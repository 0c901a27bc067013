// SPDX-License-Identifier: Apache-2.0
package dev.atom.posture.exemption;

import dev.atom.posture.manifest.Place;
import java.time.Duration;
import java.time.Instant;

/// One deviation that somebody answers for.
///
/// @param id its id in the ledger
/// @param what the profile and the check or endpoint it is about
/// @param scope what it covers of that
/// @param record who answers for it, and why
/// @param created the first instant it holds; the least there is when it does not say
/// @param expires the first instant it no longer holds
/// @param expiresShown its end as it is shown
/// @param place where it stands
public record Exemption(
    String id,
    What what,
    ExemptionScope scope,
    Accountability record,
    Instant created,
    Instant expires,
    String expiresShown,
    Place place) {

  /// What it is about.
  ///
  /// @param profile the profile
  /// @param check the id of the rule; empty for an endpoint
  /// @param endpoint the endpoint; empty for a rule
  public record What(String profile, String check, String endpoint) {}

  /// Who answers for it, and why.
  ///
  /// @param owner who needs it
  /// @param approver who allowed it
  /// @param reason why
  /// @param ticket where it was discussed
  /// @param controls what protects meanwhile
  /// @param evidence what shows that they do
  public record Accountability(
      String owner,
      String approver,
      String reason,
      String ticket,
      String controls,
      String evidence) {}

  /// Whether it holds at `time`, when none may live longer than `lifetimeMax`. The instant at which
  /// it expires is the first at which it does not.
  public boolean isLive(Instant time, Duration lifetimeMax) {
    return !time.isBefore(created) && time.isBefore(end(lifetimeMax));
  }

  /// When it ends at the latest: as written, or when its lifetime is over. What does not say when
  /// it began (version 1) ends as written.
  Instant end(Duration lifetimeMax) {
    if (created.equals(Instant.MIN)) {
      return expires;
    }
    Instant longest = created.plus(lifetimeMax);
    return longest.isBefore(expires) ? longest : expires;
  }
}
