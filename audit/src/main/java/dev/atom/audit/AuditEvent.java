// SPDX-License-Identifier: Apache-2.0
package dev.atom.audit;

import static java.util.Objects.requireNonNull;

import java.util.UUID;

/// Something that happened and must be provable later.
///
/// Texts are stored as they are, except that U+0000 and unpaired surrogates become U+FFFD; a path
/// is cut at 2,048 characters, the other texts of [Subject], [Call] and [Verdict] and the
/// decision's id at 256. Details of more than 49,152 bytes are refused: an entry fits a leaf of the
/// tree.
///
/// @param eventId makes a repeated append harmless: an id enters the chain once
/// @param kind what it is about
/// @param decisionId joins a decision, its outcome and its usage; empty for none
/// @param subject who
/// @param call what was called
/// @param verdict what was decided
/// @param details a JSON object, public to readers of the trail; empty is taken as `{}`
/// @param payload what a replay needs, JSON; kept beside the chain, which holds a commitment to it;
///   empty for none
public record AuditEvent(
    UUID eventId,
    EventKind kind,
    String decisionId,
    Subject subject,
    Call call,
    Verdict verdict,
    String details,
    String payload) {

  public AuditEvent {
    requireNonNull(eventId, "eventId");
    requireNonNull(kind, "kind");
    requireNonNull(decisionId, "decisionId");
    requireNonNull(subject, "subject");
    requireNonNull(call, "call");
    requireNonNull(verdict, "verdict");
    requireNonNull(payload, "payload");
    details = details.isEmpty() ? "{}" : details;
  }

  /// Who acted. Empty texts stand for what is not known.
  ///
  /// @param callerTokenHash SHA-256 of the token presented, hex
  public record Subject(String domainId, String agentId, String tokenType, String callerTokenHash) {
    /// Nobody known.
    public static final Subject NONE = new Subject("", "", "", "");

    public Subject {
      requireNonNull(domainId, "domainId");
      requireNonNull(agentId, "agentId");
      requireNonNull(tokenType, "tokenType");
      requireNonNull(callerTokenHash, "callerTokenHash");
    }
  }

  /// What was called. Empty texts stand for what is not known.
  ///
  /// @param listener which of our doors: gate, studio, llm
  /// @param remote address of the caller
  public record Call(String listener, String remote, String method, String path) {
    /// No call.
    public static final Call NONE = new Call("", "", "", "");

    public Call {
      requireNonNull(listener, "listener");
      requireNonNull(remote, "remote");
      requireNonNull(method, "method");
      requireNonNull(path, "path");
    }
  }

  /// What was decided.
  ///
  /// @param reason a stable code; empty for none
  /// @param statusCode what the caller was answered; 0 for not known
  /// @param latencyMicros how long it took; -1 for not known
  public record Verdict(Ruling ruling, String reason, int statusCode, long latencyMicros) {
    /// Nothing was decided.
    public static final Verdict NONE = new Verdict(Ruling.NONE, "", 0, -1);

    public Verdict {
      requireNonNull(ruling, "ruling");
      requireNonNull(reason, "reason");
    }
  }
}
