// SPDX-License-Identifier: Apache-2.0
package dev.atom.audit.store;

import dev.atom.storage.Database;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import org.postgresql.PGConnection;

/// Writes the chain as JSON lines, for any verifier that can read `docs/audit-format.md`.
///
/// PostgreSQL makes the lines and we only pass them on, so the export cannot hide what is stored.
public final class ChainExport {
  /// One line a row, and nothing escaped twice: a character that JSON never holds is the quote.
  private static final String AS_LINES =
      ") TO STDOUT WITH (FORMAT csv, QUOTE E'\\x01', DELIMITER E'\\x02')";

  private final Database database;

  public ChainExport(Database database) {
    this.database = database;
  }

  /// Writes the entries from `firstSeq` to `lastSeq`, both included, then the head.
  ///
  /// @return how many entries were written
  /// @throws UncheckedIOException when `out` fails
  /// @throws dev.atom.base.AtomException STORAGE_UNAVAILABLE
  public long write(OutputStream out, long firstSeq, long lastSeq) {
    String entries =
        "COPY (SELECT row_to_json(e) FROM (SELECT "
            + EntryColumns.LIST
            + ", encode(nonce, 'hex') AS nonce, payload"
            + " FROM audit_log_chain LEFT JOIN audit_payloads USING (id)"
            + " WHERE id BETWEEN "
            + firstSeq
            + " AND "
            + lastSeq
            + " ORDER BY id) e"
            + AS_LINES;
    String head =
        "COPY (SELECT json_build_object('chain_head', row_to_json(h)) FROM (SELECT segment, segment_first,"
            + " seq, chain_hash, key_id, recorded_at FROM chain_head) h"
            + AS_LINES;
    return database.read(connection -> {
      try (var statement = connection.createStatement()) {
        statement.execute("SET LOCAL TimeZone = 'UTC'");
      }
      var copies = connection.unwrap(PGConnection.class).getCopyAPI();
      try {
        long count = copies.copyOut(entries, out);
        copies.copyOut(head, out);
        return count;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    });
  }

  /// Writes the whole chain.
  public long write(OutputStream out) {
    return write(out, 1, Long.MAX_VALUE);
  }
}
