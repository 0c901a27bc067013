// SPDX-License-Identifier: Apache-2.0
package dev.atom.audit;

import java.util.Locale;

/// What an event is about.
public enum EventKind {
  /// A call was decided; an allowed one has not gone upstream yet.
  DECISION,
  /// How a call that was allowed ended.
  OUTCOME,
  /// A call was refused before anybody could decide it.
  REFUSAL,
  /// A number of like refusals, counted instead of listed.
  AGGREGATE,
  /// Credentials were presented and did not hold.
  AUTH_FAILURE,
  /// A caller who is known reached for what belongs to another domain or agent.
  SCOPE_VIOLATION,
  /// Somebody changed the control plane's state.
  ADMIN_ACTION,
  /// A process read its configuration.
  CONFIG_LOADED,
  /// A process began to serve.
  STARTUP,
  /// A process stopped in good order.
  SHUTDOWN,
  /// A policy bundle came into force.
  POLICY_LOADED,
  /// A policy bundle was broken and did not come into force.
  POLICY_REJECTED,
  /// Shared rate limits were unreachable and local ones took over.
  LIMITER_DEGRADED,
  /// A checkpoint was not signed, because the trail is not what was signed before.
  CHECKPOINT_REFUSED,
  /// A witness does not confirm checkpoints; they are published without it.
  WITNESS_ABSENT,
  /// A witness confirms checkpoints again.
  WITNESS_RETURNED,
  /// What a model call used.
  MODEL_USAGE,
  /// A copy of the trail, a topic or a sink, stands still.
  COPY_FAILED,
  /// A copy of the trail goes on.
  COPY_RESUMED,
  /// A day of the trail was exported.
  AUDIT_EXPORTED,
  /// Old entries of the trail were removed, after their export.
  AUDIT_PRUNED,
  /// Somebody read the audit trail.
  TRAIL_READ,
  /// Somebody listed what credentials there are; none of them was shown.
  SECRETS_LISTED,
  /// Somebody took entries of the audit trail away as a file.
  EXPORT,
  /// The first entry of a segment of the chain.
  SEGMENT_OPEN,
  /// The last entry of a segment of the chain.
  SEGMENT_CLOSE;

  private final String stored = name().toLowerCase(Locale.ROOT);

  /// The form in the table and under the chain.
  public String stored() {
    return stored;
  }
}
