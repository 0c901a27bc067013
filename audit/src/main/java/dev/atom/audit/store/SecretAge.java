// SPDX-License-Identifier: Apache-2.0
package dev.atom.audit.store;

import dev.atom.storage.Database;
import java.sql.ResultSet;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;

/// How long the chain has been made with its present secret. One that nobody ever replaced is that
/// of the installation.
///
/// @param keyId of the present secret
/// @param since when the first entry was made with it
public record SecretAge(String keyId, Instant since) {
  private static final Duration OLD = Duration.ofDays(90);

  /// Asks the database; nothing is verified. Blocking.
  ///
  /// @throws dev.atom.base.AtomException STORAGE_UNAVAILABLE
  public static SecretAge read(Database database) {
    return database.read(connection -> {
      try (var statement =
              connection.prepareStatement(
                  "SELECT h.key_id, coalesce(min(e.recorded_at), h.recorded_at) FROM chain_head h"
                      + " LEFT JOIN audit_log_chain e ON e.kind = 'segment_open'"
                      + " AND e.kind IN ('segment_open', 'segment_close') AND e.key_id = h.key_id"
                      + " GROUP BY h.key_id, h.recorded_at");
          ResultSet row = statement.executeQuery()) {
        if (!row.next()) {
          return new SecretAge("", Instant.EPOCH);
        }
        return new SecretAge(row.getString(1), row.getObject(2, OffsetDateTime.class).toInstant());
      }
    });
  }

  /// Whether it should have been replaced by now.
  public boolean isOld(Instant now) {
    return since.plus(OLD).isBefore(now);
  }
}
