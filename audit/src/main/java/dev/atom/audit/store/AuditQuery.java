// SPDX-License-Identifier: Apache-2.0
package dev.atom.audit.store;

import static java.util.Objects.requireNonNull;

import java.time.Instant;

/// Which entries to read. What is empty, 0, the epoch or [Instant#MAX] does not restrict.
///
/// Pages stay the same while others append: they are cut by the entries' numbers, never by an
/// offset.
///
/// @param beforeSeq entries with smaller numbers, the newest first
/// @param afterSeq entries with larger numbers, the oldest first; not together with `beforeSeq`
/// @param limit at most so many, 1 to 1,000
public record AuditQuery(long beforeSeq, long afterSeq, Who who, What what, Span span, int limit) {
  private static final int LIMIT_MAX = 1000;

  public AuditQuery {
    requireNonNull(who, "who");
    requireNonNull(what, "what");
    requireNonNull(span, "span");
    if (limit < 1 || limit > LIMIT_MAX) {
      throw new IllegalArgumentException("limit " + limit + " is not between 1 and " + LIMIT_MAX);
    }
    if (beforeSeq < 0 || afterSeq < 0 || (beforeSeq > 0 && afterSeq > 0)) {
      throw new IllegalArgumentException(
          "before " + beforeSeq + " and after " + afterSeq + ": give one of them, 0 or more");
    }
  }

  /// Whose entries.
  ///
  /// @param userId the actor of a change, or the subject of a token
  public record Who(String agentId, String domainId, String userId) {
    /// Anybody's.
    public static final Who ANYBODY = new Who("", "", "");

    public Who {
      requireNonNull(agentId, "agentId");
      requireNonNull(domainId, "domainId");
      requireNonNull(userId, "userId");
    }

    /// Those of one agent.
    public static Who agent(String agentId) {
      return new Who(agentId, "", "");
    }
  }

  /// What they are about.
  ///
  /// @param kind of this kind, as it is stored
  /// @param reason with this reason code
  /// @param ruling `allow`, `deny` or `none`
  /// @param decisionId of this decision
  public record What(String kind, String reason, String ruling, String decisionId) {
    /// Anything.
    public static final What ANYTHING = new What("", "", "", "");

    public What {
      requireNonNull(kind, "kind");
      requireNonNull(reason, "reason");
      requireNonNull(ruling, "ruling");
      requireNonNull(decisionId, "decisionId");
    }

    /// Those of one kind.
    public static What kind(String kind) {
      return new What(kind, "", "", "");
    }
  }

  /// When they were recorded.
  ///
  /// @param since then or later
  /// @param until before this
  public record Span(Instant since, Instant until) {
    /// At any time.
    public static final Span ANY_TIME = new Span(Instant.EPOCH, Instant.MAX);

    public Span {
      requireNonNull(since, "since");
      requireNonNull(until, "until");
    }

    /// From a time on.
    public static Span since(Instant since) {
      return new Span(since, Instant.MAX);
    }
  }

  /// The newest entries, whatever they say.
  public static AuditQuery newest(int limit) {
    return new AuditQuery(0, 0, Who.ANYBODY, What.ANYTHING, Span.ANY_TIME, limit);
  }

  /// What came after an entry, whatever it says.
  public static AuditQuery after(long seq, int limit) {
    return new AuditQuery(0, seq, Who.ANYBODY, What.ANYTHING, Span.ANY_TIME, limit);
  }

  /// What came before an entry, whatever it says.
  public static AuditQuery before(long seq, int limit) {
    return new AuditQuery(seq, 0, Who.ANYBODY, What.ANYTHING, Span.ANY_TIME, limit);
  }

  public AuditQuery with(Who other) {
    return new AuditQuery(beforeSeq, afterSeq, other, what, span, limit);
  }

  public AuditQuery with(What other) {
    return new AuditQuery(beforeSeq, afterSeq, who, other, span, limit);
  }

  public AuditQuery with(Span other) {
    return new AuditQuery(beforeSeq, afterSeq, who, what, other, limit);
  }
}
