// SPDX-License-Identifier: Apache-2.0
package dev.atom.audit.store;

import dev.atom.audit.chain.ChainHead;
import dev.atom.audit.verify.EntrySource;
import dev.atom.base.AtomException;
import dev.atom.base.ErrorCode;
import dev.atom.storage.Database;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import org.postgresql.PGConnection;
import org.postgresql.copy.PGCopyInputStream;

/// The entries in the database, as one transaction sees them, streamed by binary COPY.
public final class PostgresEntrySource implements EntrySource {
  private static final int BUFFER = 1 << 16;

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
      } catch (SQLException | IOException e) {
        connection.close();
        throw e;
      }
    } catch (SQLException | IOException e) {
      throw unreadable(e);
    }
  }

  private static AtomException unreadable(Exception e) {
    return new AtomException(
        ErrorCode.STORAGE_UNAVAILABLE, "the audit chain cannot be read: " + e.getMessage(), e);
  }

  private static final class Stream implements Reading {
    private final Connection connection;
    private final Optional<ChainHead> head;
    private final PGCopyInputStream stream;
    private final BinaryRows rows;

    Stream(Connection connection, long firstSeq, long lastSeq) throws SQLException, IOException {
      this.connection = connection;
      connection.setReadOnly(true);
      connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
      this.head = readHead(connection);
      this.stream =
          new PGCopyInputStream(connection.unwrap(PGConnection.class), copy(firstSeq, lastSeq));
      this.rows = new BinaryRows(new DataInputStream(new BufferedInputStream(stream, BUFFER)));
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
    public Optional<Item> next() {
      try {
        return rows.next();
      } catch (IOException e) {
        throw unreadable(e);
      }
    }

    @Override
    public Optional<ChainHead> head() {
      return head;
    }

    @Override
    public void close() {
      try (connection) {
        if (stream.isActive()) {
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
