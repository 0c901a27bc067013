// SPDX-License-Identifier: Apache-2.0
package dev.atom.audit.store;

import static java.util.Objects.requireNonNull;

import java.time.Instant;

/// Which entries to read. What is empty, 0 or the epoch does not restrict.
///
/// @param beforeSeq entries with smaller numbers, the newest first
/// @param afterSeq entries with larger numbers, the oldest first; not together with `beforeSeq`
/// @param agentId of this agent
/// @param decisionId of this decision
/// @param kind of this kind, as it is stored
/// @param reason with this reason code
/// @param since recorded then or later
/// @param limit at most so many, 1 to 1,000
public record AuditQuery(
    long beforeSeq,
    long afterSeq,
    String agentId,
    String decisionId,
    String kind,
    String reason,
    Instant since,
    int limit) {
  private static final int LIMIT_MAX = 1000;

  public AuditQuery {
    requireNonNull(agentId, "agentId");
    requireNonNull(decisionId, "decisionId");
    requireNonNull(kind, "kind");
    requireNonNull(reason, "reason");
    requireNonNull(since, "since");
    if (limit < 1 || limit > LIMIT_MAX) {
      throw new IllegalArgumentException("limit " + limit + " is not between 1 and " + LIMIT_MAX);
    }
    if (beforeSeq < 0 || afterSeq < 0 || (beforeSeq > 0 && afterSeq > 0)) {
      throw new IllegalArgumentException(
          "before " + beforeSeq + " and after " + afterSeq + ": give one of them, 0 or more");
    }
  }

  /// The newest entries, whatever they say.
  public static AuditQuery newest(int limit) {
    return new AuditQuery(0, 0, "", "", "", "", Instant.EPOCH, limit);
  }

  /// What came after an entry, whatever it says.
  public static AuditQuery after(long seq, int limit) {
    return new AuditQuery(0, seq, "", "", "", "", Instant.EPOCH, limit);
  }
}
