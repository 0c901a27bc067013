// SPDX-License-Identifier: Apache-2.0
package dev.atom.gate;

import dev.atom.identity.AgentId;
import dev.atom.identity.Authenticator;
import dev.atom.identity.Revocations;
import dev.atom.identity.Standing;
import dev.atom.identity.VerifiedToken;
import dev.atom.policy.PolicyEngine;
import java.time.Duration;
import java.util.Map;

/// All that a decision depends on besides the request: one immutable snapshot, read once per
/// request, so that a request sees one world and the audit record can name it.
///
/// @param control what the control plane said
/// @param authenticator verifies tokens against the keys of this world
/// @param policy the rules in force
/// @param confirmedNanos when the control plane's word was last confirmed, on the monotonic clock
/// @param staleAfter how old that may be
public record World(
    Control control,
    Authenticator authenticator,
    PolicyEngine policy,
    long confirmedNanos,
    Duration staleAfter) {

  /// The control plane's part, as of one revision.
  ///
  /// @param revision grows with every change there; 0 before the first word
  /// @param agents those that may be served
  /// @param revocations what no longer stands
  public record Control(long revision, Map<AgentId, ServedAgent> agents, Revocations revocations) {
    public Control {
      agents = Map.copyOf(agents);
    }

    /// Before the first word: nobody may be served.
    public static Control none() {
      return new Control(0, Map.of(), Revocations.unknown());
    }
  }

  /// Whether the control plane's word is too old to act on.
  public boolean isStale(Moment now) {
    return control.revision() == 0 || now.nanos() - confirmedNanos > staleAfter.toNanos();
  }

  /// Whether `token` still stands, as far as can be known now.
  public Standing standing(VerifiedToken token, Moment now) {
    // SECURITY(T-04): who cannot know that a credential stands must not act on it.
    return isStale(now) ? new Standing.Unknown() : control.revocations().standing(token);
  }
}
