// SPDX-License-Identifier: Apache-2.0
package dev.atom.audit.store;

import dev.atom.storage.Database;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;

/// What retention asks of the database: which segments are over their time, with a role that reads;
/// and to remove them, with a role that can do only that.
public final class Pruning {
  private final Database reader;
  private final Database remover;

  /// @param reader connected as a role that reads the trail
  /// @param remover connected as atom_retention
  public Pruning(Database reader, Database remover) {
    this.reader = reader;
    this.remover = remover;
  }

  /// The end of a segment.
  public record Sealed(long seq, long segment, String chainHash) {}

  /// A copy of the trail, which has all entries to `seq`.
  public record Copy(String name, long seq) {}

  /// The newest end of a segment that was recorded before `time`.
  public Optional<Sealed> lastSealedBefore(Instant time) {
    return reader.read(connection -> {
      try (var statement =
          connection.prepareStatement(
              "SELECT id, segment, chain_hash FROM audit_log_chain WHERE kind = 'segment_close'"
                  + " AND kind IN ('segment_open', 'segment_close') AND recorded_at < ?"
                  + " ORDER BY id DESC LIMIT 1")) {
        statement.setObject(1, time.atOffset(ZoneOffset.UTC));
        try (var row = statement.executeQuery()) {
          return row.next()
              ? Optional.of(new Sealed(row.getLong(1), row.getLong(2), row.getString(3)))
              : Optional.empty();
        }
      }
    });
  }

  /// The first entry that is still there; 1 when there is none.
  public long firstSeq() {
    return reader.read(connection -> {
      try (var statement = connection.createStatement();
          var row = statement.executeQuery("SELECT id FROM audit_log_chain ORDER BY id LIMIT 1")) {
        return row.next() ? row.getLong(1) : 1L;
      }
    });
  }

  /// The copy of the trail that is least far, of those that have not got all entries to `lastSeq`.
  public Optional<Copy> behind(long lastSeq) {
    return reader.read(connection -> {
      try (var statement =
          connection.prepareStatement(
              "SELECT name, seq FROM stream_cursor WHERE seq < ? ORDER BY seq, name LIMIT 1")) {
        statement.setLong(1, lastSeq);
        try (var row = statement.executeQuery()) {
          return row.next()
              ? Optional.of(new Copy(row.getString(1), row.getLong(2)))
              : Optional.empty();
        }
      }
    });
  }

  /// Removes the entries up to `lastSeq`, as entry `record` of the chain says.
  ///
  /// @return how many were removed
  public long prune(long lastSeq, long record) {
    return remover.inTransaction(connection -> {
      try (var call = connection.prepareStatement("SELECT audit_prune(?, ?)")) {
        call.setLong(1, lastSeq);
        call.setLong(2, record);
        return count(call);
      }
    });
  }

  /// Removes the payloads of entries recorded before `time`.
  ///
  /// @return how many were removed
  public long forgetPayloads(Instant time) {
    return remover.inTransaction(connection -> forget(connection, time));
  }

  private static long forget(Connection connection, Instant time) throws SQLException {
    try (var call = connection.prepareStatement("SELECT audit_forget_payloads(?)")) {
      call.setObject(1, time.atOffset(ZoneOffset.UTC));
      return count(call);
    }
  }

  private static long count(PreparedStatement call) throws SQLException {
    try (var row = call.executeQuery()) {
      row.next();
      return row.getLong(1);
    }
  }
}
