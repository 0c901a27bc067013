// SPDX-License-Identifier: Apache-2.0
package dev.atom.audit.store;

import dev.atom.audit.chain.ChainHead;
import dev.atom.audit.verify.EntrySource;
import dev.atom.base.AtomException;
import dev.atom.base.ErrorCode;
import dev.atom.storage.Database;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyOut;

/// The entries in the database, as one transaction sees them, streamed by binary COPY: the rows go
/// to the verifier as PostgreSQL sends them.
public final class PostgresEntrySource implements EntrySource {
  /// What a binary COPY begins with: a signature, flags, and the length of an extension, 0.
  private static final int HEADER_BYTES = 19;

  private static final int END_BYTES = 2;

  private final Database database;

  public PostgresEntrySource(Database database) {
    this.database = database;
  }

  @Override
  public Reading open(long firstSeq, long lastSeq) {
    try {
      Connection connection = database.dataSource().getConnection();
      try {
        return new Stream(connection, firstSeq, lastSeq);
      } catch (SQLException e) {
        connection.close();
        throw e;
      }
    } catch (SQLException e) {
      throw unreadable(e);
    }
  }

  private static AtomException unreadable(SQLException e) {
    return new AtomException(
        ErrorCode.STORAGE_UNAVAILABLE, "the audit chain cannot be read: " + e.getMessage(), e);
  }

  private static final class Stream implements Reading {
    private final Connection connection;
    private final Optional<ChainHead> head;
    private final Optional<SegmentStart> start;
    private final CopyOut copy;
    private boolean first = true;

    Stream(Connection connection, long firstSeq, long lastSeq) throws SQLException {
      this.connection = connection;
      connection.setReadOnly(true);
      connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
      this.head = readHead(connection);
      this.start = readStart(connection, firstSeq);
      this.copy =
          connection.unwrap(PGConnection.class).getCopyAPI().copyOut(copy(firstSeq, lastSeq));
    }

    private static Optional<ChainHead> readHead(Connection connection) throws SQLException {
      try (var statement = connection.createStatement()) {
        // Both tables are in the order of their keys: without these, a large chain is sorted first.
        statement.execute("SET LOCAL enable_hashjoin = off; SET LOCAL enable_sort = off");
        try (ResultSet row = statement.executeQuery(EntryColumns.HEAD)) {
          return row.next() ? Optional.of(EntryColumns.head(row)) : Optional.empty();
        }
      }
    }

    private static Optional<SegmentStart> readStart(Connection connection, long firstSeq)
        throws SQLException {
      try (var statement =
          connection.prepareStatement(
              "SELECT segment, id FROM audit_log_chain WHERE kind = 'segment_open' AND id < ?"
                  + " AND kind IN ('segment_open', 'segment_close') ORDER BY id DESC LIMIT 1")) {
        statement.setLong(1, firstSeq);
        try (ResultSet row = statement.executeQuery()) {
          return row.next()
              ? Optional.of(new SegmentStart(row.getLong(1), row.getLong(2)))
              : Optional.empty();
        }
      }
    }

    private static String copy(long firstSeq, long lastSeq) {
      return "COPY (SELECT "
          + EntryColumns.LIST
          + ", nonce, payload FROM audit_log_chain LEFT JOIN audit_payloads USING (id)"
          + " WHERE id BETWEEN "
          + firstSeq
          + " AND "
          + lastSeq
          + " ORDER BY id) TO STDOUT (FORMAT binary)";
    }

    @Override
    public Optional<Block> next() {
      List<byte[]> rows = new ArrayList<>(BLOCK);
      try {
        while (rows.size() < BLOCK && copy.isActive()) {
          byte[] row = copy.readFromCopy();
          if (row == null) {
            break;
          }
          if (first) {
            first = false;
            row = Arrays.copyOfRange(row, HEADER_BYTES, row.length);
          }
          if (row.length > END_BYTES) {
            rows.add(row);
          }
        }
      } catch (SQLException e) {
        throw unreadable(e);
      }
      return rows.isEmpty() ? Optional.empty() : Optional.of(() -> new Rows(rows, ""));
    }

    @Override
    public Optional<SegmentStart> start() {
      return start;
    }

    @Override
    public Optional<ChainHead> head() {
      return head;
    }

    @Override
    public void close() {
      try (connection) {
        if (copy.isActive()) {
          // Not cancelled: a cancel that comes after the last row would hit the next statement.
          connection.abort(Runnable::run);
        } else {
          connection.rollback();
        }
      } catch (SQLException e) {
        throw unreadable(e);
      }
    }
  }
}
