// SPDX-License-Identifier: Apache-2.0
package dev.atom.audit.store;

import dev.atom.audit.chain.AuditEntry;
import dev.atom.audit.chain.AuditEntry.Call;
import dev.atom.audit.chain.AuditEntry.Fact;
import dev.atom.audit.chain.AuditEntry.Hashes;
import dev.atom.audit.chain.AuditEntry.Position;
import dev.atom.audit.chain.AuditEntry.Subject;
import dev.atom.audit.chain.AuditEntry.Verdict;
import dev.atom.audit.chain.ChainHead;
import dev.atom.audit.chain.StoredPayload;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import java.util.UUID;

/// The columns of the tables, in the order of the format, and how a row becomes a value.
final class EntryColumns {
  /// The columns of the chain.
  static final String LIST =
      "id, format, segment, key_id, event_id, recorded_at, kind, decision_id, domain_id, agent_id,"
          + " token_type, caller_token_hash, listener, remote, method, path, ruling, reason,"
          + " status_code, latency_us, details, payload_hash, prev_hash, chain_hash";

  /// A time that is infinite cannot be ours; it reads as the earliest there is.
  private static final String MICROS =
      "CASE WHEN isfinite(recorded_at) THEN (extract(epoch FROM recorded_at) * 1000000)::bigint"
          + " ELSE -9223372036854775808 END";

  /// Selects the columns in a form that [#entry] reads.
  static final String SELECTED = LIST.replace("recorded_at", MICROS);

  /// Selects the columns, nonce and payload, the last two NULL when there are none.
  static final String ENTRIES_WITH_PAYLOADS =
      "SELECT "
          + SELECTED
          + ", encode(nonce, 'hex') AS nonce, payload"
          + " FROM audit_log_chain LEFT JOIN audit_payloads USING (id)";

  /// Selects the head for [#head].
  static final String HEAD =
      "SELECT segment, segment_first, seq, chain_hash, key_id, " + MICROS + " FROM chain_head";

  private EntryColumns() {}

  static ChainHead head(ResultSet row) throws SQLException {
    return new ChainHead(
        row.getLong(1),
        row.getLong(2),
        row.getLong(3),
        row.getString(4),
        row.getString(5),
        row.getLong(6));
  }

  static AuditEntry entry(ResultSet row) throws SQLException {
    var position =
        new Position(
            row.getLong(1), row.getInt(2), row.getLong(3), row.getString(4), row.getLong(6));
    var hashes = new Hashes(row.getString(22), row.getString(23), row.getString(24));
    return new AuditEntry(position, fact(row), hashes);
  }

  private static Fact fact(ResultSet row) throws SQLException {
    return new Fact(
        row.getObject(5, UUID.class),
        row.getString(7),
        row.getString(8),
        new Subject(row.getString(9), row.getString(10), row.getString(11), row.getString(12)),
        new Call(row.getString(13), row.getString(14), row.getString(15), row.getString(16)),
        new Verdict(row.getString(17), row.getString(18), row.getInt(19), row.getLong(20)),
        row.getString(21));
  }

  static Optional<StoredPayload> payload(ResultSet row) throws SQLException {
    String nonce = row.getString("nonce");
    return nonce == null
        ? Optional.empty()
        : Optional.of(new StoredPayload(nonce, row.getString("payload")));
  }
}
