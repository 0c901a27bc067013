// SPDX-License-Identifier: Apache-2.0
package dev.atom.archiver.stream.store;

import dev.atom.storage.Database;
import java.sql.ResultSet;

/// How far each copy of the trail is. Blocking.
public final class Cursors {
  private static final String ADVANCE =
      "INSERT INTO stream_cursor AS c (name, seq) VALUES (?, ?) ON CONFLICT (name) DO"
          + " UPDATE SET seq = greatest(c.seq, excluded.seq), updated_at = now()";

  private final Database database;

  public Cursors(Database database) {
    this.database = database;
  }

  /// The number of the last entry that `name` has; 0 before the first.
  ///
  /// @throws dev.atom.base.AtomException STORAGE_UNAVAILABLE; so does [#store]
  public long position(String name) {
    return database.read(connection -> {
      try (var statement =
          connection.prepareStatement("SELECT seq FROM stream_cursor WHERE name = ?")) {
        statement.setString(1, name);
        try (ResultSet row = statement.executeQuery()) {
          return row.next() ? row.getLong(1) : 0L;
        }
      }
    });
  }

  /// Notes that `name` has everything up to `seq`. A cursor never goes back.
  public void store(String name, long seq) {
    var _ =
        database.inTransaction(connection -> {
          try (var role = connection.createStatement();
              var statement = connection.prepareStatement(ADVANCE)) {
            // The role's transactions only read unless they say otherwise.
            role.execute("SET TRANSACTION READ WRITE");
            statement.setString(1, name);
            statement.setLong(2, seq);
            return statement.executeUpdate();
          }
        });
  }
}
