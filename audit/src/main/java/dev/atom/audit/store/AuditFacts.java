// SPDX-License-Identifier: Apache-2.0
package dev.atom.audit.store;

import dev.atom.storage.Database;
import java.sql.ResultSet;

/// Asks the database of an instance for single values, in transactions that cannot write. Blocking.
public final class AuditFacts {
  private final Database database;

  public AuditFacts(Database database) {
    this.database = database;
  }

  /// The first value of the first row, as text; empty when there is none.
  ///
  /// @param sql comes with the program, never from a caller
  /// @throws dev.atom.base.AtomException STORAGE_UNAVAILABLE, also when the statement is refused
  public String value(String sql) {
    return database.read(connection -> {
      try (var statement = connection.prepareStatement(sql);
          ResultSet row = statement.executeQuery()) {
        String value = row.next() ? row.getString(1) : "";
        return value == null ? "" : value;
      }
    });
  }
}
