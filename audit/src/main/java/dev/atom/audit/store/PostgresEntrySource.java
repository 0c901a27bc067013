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
import java.util.Optional;

/// The entries in the database, as one transaction sees them, streamed through a cursor.
public final class PostgresEntrySource implements EntrySource {
  private static final int ROWS_AT_ONCE = 1000;

  private final Database database;

  public PostgresEntrySource(Database database) {
    this.database = database;
  }

  @Override
  public Reading open(long firstSeq, long lastSeq) {
    try {
      Connection connection = database.dataSource().getConnection();
      try {
        return new Cursor(connection, firstSeq, lastSeq);
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

  private static final class Cursor implements Reading {
    private final Connection connection;
    private final Optional<ChainHead> head;
    private final ResultSet rows;

    Cursor(Connection connection, long firstSeq, long lastSeq) throws SQLException {
      this.connection = connection;
      connection.setReadOnly(true);
      connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
      this.head = readHead(connection);
      this.rows = query(connection, firstSeq, lastSeq);
    }

    private static Optional<ChainHead> readHead(Connection connection) throws SQLException {
      try (var statement = connection.createStatement();
          ResultSet row = statement.executeQuery(EntryColumns.HEAD)) {
        return row.next() ? Optional.of(EntryColumns.head(row)) : Optional.empty();
      }
    }

    @SuppressWarnings("resource") // closed with its connection
    private static ResultSet query(Connection connection, long firstSeq, long lastSeq)
        throws SQLException {
      var statement =
          connection.prepareStatement(
              EntryColumns.ENTRIES_WITH_PAYLOADS + " WHERE id BETWEEN ? AND ? ORDER BY id");
      statement.setFetchSize(ROWS_AT_ONCE);
      statement.setLong(1, firstSeq);
      statement.setLong(2, lastSeq);
      return statement.executeQuery();
    }

    @Override
    public Optional<Item> next() {
      try {
        return rows.next()
            ? Optional.of(new Item.Found(EntryColumns.entry(rows), EntryColumns.payload(rows)))
            : Optional.empty();
      } catch (SQLException e) {
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
        connection.rollback();
      } catch (SQLException e) {
        throw unreadable(e);
      }
    }
  }
}
