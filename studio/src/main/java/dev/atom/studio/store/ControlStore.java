// SPDX-License-Identifier: Apache-2.0
package dev.atom.studio.store;

import dev.atom.storage.Database;
import java.util.function.Function;

/// The control plane's database: opens a [Transaction], runs the work, commits when it returns and
/// rolls back when it throws.
public final class ControlStore {
  private final Database database;

  public ControlStore(Database database) {
    this.database = database;
  }

  /// A transaction that may change rows.
  ///
  /// @throws dev.atom.base.AtomException CONFLICT for a broken unique constraint,
  ///   STORAGE_UNAVAILABLE when PostgreSQL does not answer; whatever `work` throws
  public <T> T inTransaction(Function<Transaction, T> work) {
    return database.inTransaction(connection -> {
      try {
        return work.apply(new Transaction(connection));
      } catch (SqlFailure e) {
        throw e.failure();
      }
    });
  }

  /// A read-only transaction that sees one state throughout.
  public <T> T read(Function<Transaction, T> work) {
    return database.read(connection -> {
      try {
        return work.apply(new Transaction(connection));
      } catch (SqlFailure e) {
        throw e.failure();
      }
    });
  }
}
