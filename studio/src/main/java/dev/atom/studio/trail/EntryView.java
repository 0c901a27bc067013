// SPDX-License-Identifier: Apache-2.0
package dev.atom.studio.trail;

import dev.atom.audit.chain.AuditEntry;
import dev.atom.audit.chain.StoredPayload;
import dev.atom.audit.store.StoredEntry;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// One entry of the chain, named as in the table `audit_log_chain`. Details and payload are the
/// very text that was stored.
///
/// @param details JSON text
/// @param payload what replaying the decision needs, JSON text; null in pages, and when there is
///   none or it is no longer kept
public record EntryView(
    long id,
    int format,
    long segment,
    String keyId,
    UUID eventId,
    Instant recordedAt,
    String kind,
    String decisionId,
    String domainId,
    String agentId,
    String tokenType,
    String callerTokenHash,
    String listener,
    String remote,
    String method,
    String path,
    String ruling,
    String reason,
    int statusCode,
    long latencyUs,
    String details,
    String payloadHash,
    String prevHash,
    String chainHash,
    @Nullable String payload) {

  static EntryView of(AuditEntry entry) {
    return of(entry, null);
  }

  static EntryView of(StoredEntry stored) {
    return of(stored.entry(), stored.payload().map(StoredPayload::payload).orElse(null));
  }

  private static EntryView of(AuditEntry entry, @Nullable String payload) {
    var position = entry.position();
    var fact = entry.fact();
    var subject = fact.subject();
    var call = fact.call();
    var verdict = fact.verdict();
    var hashes = entry.hashes();
    return new EntryView(
        position.seq(),
        position.format(),
        position.segment(),
        position.keyId(),
        fact.eventId(),
        entry.recordedAt(),
        fact.kind(),
        fact.decisionId(),
        subject.domainId(),
        subject.agentId(),
        subject.tokenType(),
        subject.callerTokenHash(),
        call.listener(),
        call.remote(),
        call.method(),
        call.path(),
        verdict.ruling(),
        verdict.reason(),
        verdict.statusCode(),
        verdict.latencyMicros(),
        fact.details(),
        hashes.payloadHash(),
        hashes.prevHash(),
        hashes.chainHash(),
        payload);
  }

  /// A page of entries: newest first, or oldest first when following.
  ///
  /// @param nextBefore what to ask with `before` for older ones, null at the beginning of the chain
  /// @param followAfter what to ask with `follow_after` for newer ones
  public record Page(List<EntryView> entries, @Nullable Long nextBefore, long followAfter) {}

  /// Everything written down about one decision, oldest first.
  public record DecisionView(String decisionId, List<EntryView> entries) {}
}
