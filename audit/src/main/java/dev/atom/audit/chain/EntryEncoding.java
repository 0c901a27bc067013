// SPDX-License-Identifier: Apache-2.0
package dev.atom.audit.chain;

import dev.atom.audit.chain.AuditEntry.Fact;
import dev.atom.audit.chain.AuditEntry.Position;

/// Writes the columns of an entry, all but its chain hash, in the order of the table and in the
/// form in which PostgreSQL receives them: what is hashed is what is stored, byte for byte.
public final class EntryEncoding {
  /// From 1970-01-01, where we count from, to 2000-01-01, where PostgreSQL counts from.
  private static final long MICROS_1970_TO_2000 = 946_684_800_000_000L;

  private EntryEncoding() {}

  /// Writes the columns up to and with `prev_hash`.
  public static void write(
      ByteSink sink, Position position, Fact fact, String payloadHash, String prevHash) {
    sink.int8(position.seq());
    sink.int2(position.format());
    sink.int8(position.segment());
    sink.text(position.keyId());
    sink.uuid(fact.eventId());
    sink.int8(position.recordedAtMicros() - MICROS_1970_TO_2000);
    writeTexts(sink, fact);
    sink.text(payloadHash);
    sink.text(prevHash);
  }

  private static void writeTexts(ByteSink sink, Fact fact) {
    sink.text(fact.kind());
    sink.text(fact.decisionId());
    var subject = fact.subject();
    sink.text(subject.domainId());
    sink.text(subject.agentId());
    sink.text(subject.tokenType());
    sink.text(subject.callerTokenHash());
    var call = fact.call();
    sink.text(call.listener());
    sink.text(call.remote());
    sink.text(call.method());
    sink.text(call.path());
    var verdict = fact.verdict();
    sink.text(verdict.ruling());
    sink.text(verdict.reason());
    sink.int4(verdict.statusCode());
    sink.int8(verdict.latencyMicros());
    sink.text(fact.details());
  }
}
