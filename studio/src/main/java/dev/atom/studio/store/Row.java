// SPDX-License-Identifier: Apache-2.0
package dev.atom.studio.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// The row a cursor stands on, read by column name in our own types.
final class Row {
  private final ResultSet result;

  Row(ResultSet result) {
    this.result = result;
  }

  String text(String column) throws SQLException {
    return result.getString(column);
  }

  Optional<String> maybeText(String column) throws SQLException {
    return Optional.ofNullable(result.getString(column));
  }

  UUID id(String column) throws SQLException {
    return result.getObject(column, UUID.class);
  }

  Optional<UUID> maybeId(String column) throws SQLException {
    return Optional.ofNullable(result.getObject(column, UUID.class));
  }

  boolean truth(String column) throws SQLException {
    return result.getBoolean(column);
  }

  int integer(String column) throws SQLException {
    return result.getInt(column);
  }

  long number(String column) throws SQLException {
    return result.getLong(column);
  }

  Instant time(String column) throws SQLException {
    return result.getObject(column, OffsetDateTime.class).toInstant();
  }

  Optional<Instant> maybeTime(String column) throws SQLException {
    return Optional.ofNullable(result.getObject(column, OffsetDateTime.class))
        .map(OffsetDateTime::toInstant);
  }

  List<String> texts(String column) throws SQLException {
    return List.of((String[]) result.getArray(column).getArray());
  }
}
