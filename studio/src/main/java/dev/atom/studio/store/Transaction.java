// SPDX-License-Identifier: Apache-2.0
package dev.atom.studio.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// One open transaction: what the stores of this package run their statements in. Others only hand
/// it on. Used by one thread.
public final class Transaction {
  private final Connection connection;

  Transaction(Connection connection) {
    this.connection = connection;
  }

  /// Runs a change and gives the number of rows it touched.
  int update(String sql, @Nullable Object... values) {
    try (var statement = connection.prepareStatement(sql)) {
      bind(statement, values);
      return statement.executeUpdate();
    } catch (SQLException e) {
      throw new SqlFailure(e);
    }
  }

  /// Runs a query and reads every row.
  <T> List<T> rows(String sql, RowReader<T> reader, @Nullable Object... values) {
    try (var statement = connection.prepareStatement(sql)) {
      bind(statement, values);
      try (var result = statement.executeQuery()) {
        List<T> rows = new ArrayList<>();
        while (result.next()) {
          rows.add(reader.read(new Row(result)));
        }
        return List.copyOf(rows);
      }
    } catch (SQLException e) {
      throw new SqlFailure(e);
    }
  }

  /// The one row of a query that has at most one.
  <T> Optional<T> row(String sql, RowReader<T> reader, @Nullable Object... values) {
    var rows = rows(sql, reader, values);
    if (rows.size() > 1) {
      throw new IllegalStateException(rows.size() + " rows where at most one can be: " + sql);
    }
    return rows.stream().findFirst();
  }

  private void bind(PreparedStatement statement, @Nullable Object[] values) throws SQLException {
    for (int i = 0; i < values.length; i++) {
      switch (values[i]) {
        case Instant time -> statement.setObject(i + 1, time.atOffset(ZoneOffset.UTC));
        case List<?> texts ->
            statement.setArray(i + 1, connection.createArrayOf("text", texts.toArray()));
        case UUID id -> statement.setObject(i + 1, id);
        case null -> statement.setObject(i + 1, null);
        case Object other -> statement.setObject(i + 1, other);
      }
    }
  }

  /// Makes a value of the row the cursor stands on.
  ///
  /// @param <T> the value
  @FunctionalInterface
  interface RowReader<T> {
    T read(Row row) throws SQLException;
  }
}
