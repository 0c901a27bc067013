// SPDX-License-Identifier: Apache-2.0
package dev.atom.audit.store;

import dev.atom.audit.chain.ByteSink;
import dev.atom.audit.chain.ChainHead;
import dev.atom.storage.Database;
import dev.atom.storage.PostgresUrl;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/// One writer's connection to the chain. Every wait is bounded, here and in the server, so that a
/// silent database is an error and a silent writer does not hold the chain. Not safe for use by two
/// threads.
///
/// A transaction is [#lockHead()], perhaps [#present], then [#commit] or [#rollback()].
public final class ChainStore implements AutoCloseable {
  private static final String COPY_ENTRIES =
      "COPY audit_log_chain (" + EntryColumns.LIST + ") FROM STDIN (FORMAT binary)";
  private static final String INSERT_PAYLOADS =
      "INSERT INTO audit_payloads (id, nonce, payload)"
          + " SELECT id, nonce, convert_from(payload, 'UTF8')"
          + " FROM unnest(?::bigint[], ?::bytea[], ?::bytea[]) AS given (id, nonce, payload); ";
  private static final String ADVANCE =
      "UPDATE chain_head SET segment = ?, segment_first = ?, seq = ?, chain_hash = ?, key_id = ?,"
          + " recorded_at = 'epoch'::timestamptz + ? * interval '1 microsecond'; COMMIT";

  /// What the session of a writer is named, followed by the ids of its secrets.
  private static final String WRITER = "audit ";

  private final Connection connection;
  private final PreparedStatement lock;
  private final PreparedStatement advance;
  private final PreparedStatement advanceWithPayloads;

  private ChainStore(Connection connection) throws SQLException {
    this.connection = connection;
    this.lock = connection.prepareStatement(EntryColumns.HEAD + " FOR UPDATE");
    this.advance = connection.prepareStatement(ADVANCE);
    this.advanceWithPayloads = connection.prepareStatement(INSERT_PAYLOADS + ADVANCE);
  }

  /// Connects.
  ///
  /// @param url libpq URL of a role that may append
  /// @param patience how long to wait for a lock; an answer may take twice as long
  public static ChainStore connect(String url, Duration patience) throws ChainStoreException {
    long lockMillis = patience.toMillis();
    long answerMillis = 2 * lockMillis;
    String limits =
        "-c lock_timeout="
            + lockMillis
            + " -c statement_timeout="
            + answerMillis
            + " -c idle_in_transaction_session_timeout="
            + answerMillis
            + " -c synchronous_commit=on";
    String seconds = Long.toString(Math.max(1, Math.ceilDiv(answerMillis, 1000L)));
    var bounded =
        PostgresUrl.parse(url)
            .with("options", limits)
            .with("socketTimeout", seconds)
            .with("connectTimeout", seconds);
    try {
      var connection = Database.connect(bounded, "audit");
      connection.setNetworkTimeout(Runnable::run, Math.toIntExact(answerMillis + lockMillis));
      return new ChainStore(connection);
    } catch (SQLException e) {
      throw ChainStoreException.of(e);
    }
  }

  /// Begins a transaction and waits until no other writer is in one.
  public ChainHead lockHead() throws ChainStoreException {
    // SECURITY(T-23): the lock is the order of the chain, whoever writes
    try (ResultSet row = lock.executeQuery()) {
      if (!row.next()) {
        throw new SQLException("the table chain_head is empty");
      }
      return EntryColumns.head(row);
    } catch (SQLException e) {
      throw ChainStoreException.of(e);
    }
  }

  /// Which of `eventIds` are in the chain already, and where.
  public Map<UUID, Place> present(Collection<UUID> eventIds) throws ChainStoreException {
    Map<UUID, Place> found = new HashMap<>();
    try (var statement =
        connection.prepareStatement(
            "SELECT event_id, id, chain_hash FROM audit_log_chain WHERE event_id = ANY (?)")) {
      statement.setArray(1, connection.createArrayOf("uuid", eventIds.toArray()));
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          found.put(rows.getObject(1, UUID.class), new Place(rows.getLong(2), rows.getString(3)));
        }
      }
      return found;
    } catch (SQLException e) {
      throw ChainStoreException.of(e);
    }
  }

  /// Stores entries and payloads, moves the head, and makes all of it durable.
  ///
  /// @param entries binary COPY data, whole
  /// @param payloads of these entries; perhaps none
  public void commit(ByteSink entries, PayloadRows payloads, ChainHead head)
      throws ChainStoreException {
    try {
      copy(entries);
      if (payloads.isEmpty()) {
        advance(advance, 0, head);
      } else {
        advanceWithPayloads.setArray(1, connection.createArrayOf("int8", payloads.ids()));
        advanceWithPayloads.setArray(2, connection.createArrayOf("bytea", payloads.nonces()));
        advanceWithPayloads.setArray(3, connection.createArrayOf("bytea", payloads.texts()));
        advance(advanceWithPayloads, 3, head);
      }
    } catch (SQLException e) {
      throw ChainStoreException.of(e);
    }
  }

  private void copy(ByteSink entries) throws SQLException {
    CopyIn copy = connection.unwrap(PGConnection.class).getCopyAPI().copyIn(COPY_ENTRIES);
    copy.writeToCopy(entries.array(), 0, entries.size());
    copy.endCopy();
  }

  /// Moves the head and commits, in one message with whatever comes before in `statement`: each
  /// answer that is waited for costs both sides more than a row does.
  private static void advance(PreparedStatement statement, int before, ChainHead head)
      throws SQLException {
    statement.setLong(before + 1, head.segment());
    statement.setLong(before + 2, head.segmentFirst());
    statement.setLong(before + 3, head.seq());
    statement.setString(before + 4, head.chainHash());
    statement.setString(before + 5, head.keyId());
    statement.setLong(before + 6, head.recordedAtMicros());
    statement.execute();
  }

  /// Names the secrets that this writer could go on with, for [#writers()] of another session.
  public void announce(Collection<String> keyIds) throws ChainStoreException {
    try (var statement =
        connection.prepareStatement("SELECT set_config('application_name', ?, false)")) {
      statement.setString(1, WRITER + String.join("+", keyIds));
      statement.execute();
      connection.commit();
    } catch (SQLException e) {
      throw ChainStoreException.of(e);
    }
  }

  /// The other writers connected now: process of the server, and the ids of their secrets, joined
  /// by `+`.
  public Map<Long, String> writers() throws ChainStoreException {
    Map<Long, String> writers = new HashMap<>();
    try (var statement =
            connection.prepareStatement(
                "SELECT pid, substr(application_name, 7) FROM pg_stat_activity WHERE datname ="
                    + " current_database() AND pid <> pg_backend_pid()"
                    + " AND application_name LIKE 'audit %'");
        ResultSet rows = statement.executeQuery()) {
      while (rows.next()) {
        writers.put(rows.getLong(1), rows.getString(2));
      }
      connection.rollback();
      return writers;
    } catch (SQLException e) {
      throw ChainStoreException.of(e);
    }
  }

  /// Ends the transaction without a change.
  public void rollback() throws ChainStoreException {
    try {
      connection.rollback();
    } catch (SQLException e) {
      throw ChainStoreException.of(e);
    }
  }

  /// Cuts the connection, without waiting for the server.
  @Override
  public void close() {
    try {
      connection.abort(Runnable::run);
    } catch (SQLException e) {
      // The connection is given up either way.
    }
  }

  /// Where an event is in the chain.
  public record Place(long seq, String chainHash) {}
}
