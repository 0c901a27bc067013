// SPDX-License-Identifier: Apache-2.0
package dev.atom.archiver.stream.store;

import dev.atom.audit.chain.AuditEntry;
import dev.atom.audit.store.AuditQuery;
import dev.atom.audit.store.AuditReader;
import dev.atom.storage.Database;
import java.sql.ResultSet;
import java.util.List;

/// The entries of the chain in the order of their numbers. Writers lock the head, so an entry is
/// never seen before one with a smaller number. Blocking.
public final class ChainFeed {
  private final Database database;
  private final AuditReader reader;

  public ChainFeed(Database database) {
    this.database = database;
    this.reader = new AuditReader(database);
  }

  /// At most `limit` entries after `seq`, oldest first.
  ///
  /// @throws dev.atom.base.AtomException STORAGE_UNAVAILABLE
  public List<AuditEntry> after(long seq, int limit) {
    if (seq > 0) {
      return reader.page(AuditQuery.after(seq, limit));
    }
    long first = first();
    return first == 0 ? List.of() : reader.page(AuditQuery.before(first + 1, 1));
  }

  private long first() {
    return database.read(connection -> {
      try (var statement = connection.createStatement();
          ResultSet row =
              statement.executeQuery("SELECT coalesce(min(id), 0) FROM audit_log_chain")) {
        return row.next() ? row.getLong(1) : 0L;
      }
    });
  }
}
