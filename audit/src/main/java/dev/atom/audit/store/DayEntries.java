// SPDX-License-Identifier: Apache-2.0
package dev.atom.audit.store;

import dev.atom.storage.Database;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.postgresql.PGConnection;

/// The entries of a day, and their lines for an export: all columns, no payload. Payloads have a
/// shorter life than entries, which an archive that never forgets must not lengthen.
public final class DayEntries {
  private final Database database;

  public DayEntries(Database database) {
    this.database = database;
  }

  /// The entries of one segment within a span.
  public record Part(long segment, String keyId, long firstSeq, long lastSeq) {}

  /// When the first entry that is still there was recorded.
  public Optional<Instant> firstRecorded() {
    return database.read(connection -> {
      try (var statement = connection.createStatement();
          var row =
              statement.executeQuery(
                  "SELECT recorded_at FROM audit_log_chain ORDER BY id LIMIT 1")) {
        return row.next()
            ? Optional.of(row.getObject(1, OffsetDateTime.class).toInstant())
            : Optional.empty();
      }
    });
  }

  /// The last entry from `firstSeq` on that was recorded before `end`; `firstSeq - 1` for none.
  public long lastBefore(long firstSeq, Instant end) {
    return database.read(connection -> {
      try (var statement =
          connection.prepareStatement(
              "SELECT id FROM audit_log_chain WHERE id >= ? AND recorded_at < ?"
                  + " ORDER BY id DESC LIMIT 1")) {
        statement.setLong(1, firstSeq);
        statement.setObject(2, end.atOffset(ZoneOffset.UTC));
        try (var row = statement.executeQuery()) {
          return row.next() ? row.getLong(1) : firstSeq - 1;
        }
      }
    });
  }

  /// The chain hash of an entry.
  public Optional<String> chainHash(long seq) {
    return database.read(connection -> {
      try (var statement =
          connection.prepareStatement("SELECT chain_hash FROM audit_log_chain WHERE id = ?")) {
        statement.setLong(1, seq);
        try (var row = statement.executeQuery()) {
          return row.next() ? Optional.of(row.getString(1)) : Optional.empty();
        }
      }
    });
  }

  /// The segments that entries from `firstSeq` to `lastSeq` belong to, in order.
  public List<Part> parts(long firstSeq, long lastSeq) {
    return database.read(connection -> parts(connection, firstSeq, lastSeq));
  }

  private static List<Part> parts(Connection connection, long firstSeq, long lastSeq)
      throws SQLException {
    try (var statement =
        connection.prepareStatement(
            "SELECT segment, min(key_id), min(id), max(id) FROM audit_log_chain"
                + " WHERE id BETWEEN ? AND ? GROUP BY segment ORDER BY segment")) {
      statement.setLong(1, firstSeq);
      statement.setLong(2, lastSeq);
      try (var rows = statement.executeQuery()) {
        List<Part> parts = new ArrayList<>();
        while (rows.next()) {
          parts.add(new Part(rows.getLong(1), rows.getString(2), rows.getLong(3), rows.getLong(4)));
        }
        return parts;
      }
    }
  }

  /// Writes the lines of the entries from `firstSeq` to `lastSeq`, as an export has them.
  ///
  /// @return how many there were
  public long write(OutputStream out, long firstSeq, long lastSeq) {
    String lines =
        "COPY (SELECT row_to_json(e) FROM (SELECT "
            + EntryColumns.LIST
            + ", NULL AS nonce, NULL AS payload FROM audit_log_chain WHERE id BETWEEN "
            + firstSeq
            + " AND "
            + lastSeq
            + " ORDER BY id) e) TO STDOUT WITH (FORMAT csv, QUOTE E'\\x01', DELIMITER E'\\x02')";
    return database.read(connection -> {
      try (var statement = connection.createStatement()) {
        statement.execute("SET LOCAL TimeZone = 'UTC'");
      }
      try {
        return connection.unwrap(PGConnection.class).getCopyAPI().copyOut(lines, out);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    });
  }
}
