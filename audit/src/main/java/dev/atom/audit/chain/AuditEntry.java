// SPDX-License-Identifier: Apache-2.0
package dev.atom.audit.chain;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;

/// One row of the chain, as it is stored. Texts are as found, not as they should be: a verifier
/// must be able to hold an entry that somebody changed.
///
/// @param position where it stands
/// @param fact what it says
/// @param hashes what ties it to its neighbours
public record AuditEntry(Position position, Fact fact, Hashes hashes) {

  /// Its number in the chain, from 1 without gaps.
  public long seq() {
    return position.seq();
  }

  /// When it was recorded.
  public Instant recordedAt() {
    return Instant.EPOCH.plus(position.recordedAtMicros(), ChronoUnit.MICROS);
  }

  /// Where an entry stands.
  ///
  /// @param seq its number, the column `id`
  /// @param format version of the format, 2
  /// @param segment number of its segment, from 1
  /// @param keyId which secret the segment is chained with
  /// @param recordedAtMicros microseconds since 1970-01-01T00:00:00Z; never less than before it
  public record Position(long seq, int format, long segment, String keyId, long recordedAtMicros) {}

  /// What an entry says.
  public record Fact(
      UUID eventId,
      String kind,
      String decisionId,
      Subject subject,
      Call call,
      Verdict verdict,
      String details) {}

  /// Who.
  public record Subject(
      String domainId, String agentId, String tokenType, String callerTokenHash) {}

  /// What was called.
  public record Call(String listener, String remote, String method, String path) {}

  /// What was decided.
  public record Verdict(String ruling, String reason, int statusCode, long latencyMicros) {}

  /// What ties an entry to its payload and its neighbours, in lower-case hex.
  ///
  /// @param payloadHash commitment to the payload, or [ChainFormat#NO_PAYLOAD]
  /// @param prevHash chain hash of the entry before, or [ChainFormat#GENESIS]
  /// @param chainHash HMAC over all the rest
  public record Hashes(String payloadHash, String prevHash, String chainHash) {}
}
