// SPDX-License-Identifier: Apache-2.0
package dev.atom.audit.store;

import dev.atom.audit.alert.Alert;
import dev.atom.audit.alert.AlertRule;
import dev.atom.storage.Database;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// The alerts that were found, up to which entry was looked, and who was told. Blocking.
///
/// An alert and the step over the entry that caused it are one transaction: what was found is told
/// at least once, whatever stops.
public final class AlertBook {
  private final Database database;

  public AlertBook(Database database) {
    this.database = database;
  }

  /// Somebody to tell something.
  ///
  /// @param sink who
  /// @param attempts how often it was tried, this time included
  public record Delivery(Alert alert, String sink, int attempts) {}

  /// Up to which entry was looked.
  ///
  /// @throws dev.atom.base.AtomException STORAGE_UNAVAILABLE; so do the other methods
  public long cursor() {
    return database.read(connection -> {
      try (var statement = connection.prepareStatement("SELECT seq FROM alert_cursor");
          ResultSet row = statement.executeQuery()) {
        return row.next() ? row.getLong(1) : 0L;
      }
    });
  }

  /// Stores `alerts` for every one of `sinks`, and that all up to `seq` was looked at. An alert
  /// that is there already, or one about the same within `quiet`, is left out.
  ///
  /// @return how many were new
  public int record(long seq, List<Alert> alerts, List<String> sinks, Duration quiet) {
    return database.inTransaction(connection -> {
      try (var statement =
          connection.prepareStatement("UPDATE alert_cursor SET seq = greatest(seq, ?)")) {
        statement.setLong(1, seq);
        statement.executeUpdate();
      }
      int made = 0;
      for (Alert alert : alerts) {
        if (insert(connection, alert, quiet)) {
          made++;
          address(connection, alert, sinks);
        }
      }
      return made;
    });
  }

  private static boolean insert(Connection connection, Alert alert, Duration quiet)
      throws SQLException {
    String sql =
        "INSERT INTO alerts (id, rule, subject, at, summary, seq) SELECT ?, ?, ?, ?, ?, ?"
            + " WHERE NOT EXISTS (SELECT FROM alerts WHERE rule = ? AND subject = ? AND at > ?)"
            + " ON CONFLICT (id) DO NOTHING";
    try (var statement = connection.prepareStatement(sql)) {
      statement.setString(1, alert.id());
      statement.setString(2, alert.rule().written());
      statement.setString(3, alert.subject());
      statement.setObject(4, alert.at().atOffset(ZoneOffset.UTC));
      statement.setString(5, alert.summary());
      statement.setLong(6, alert.seq());
      statement.setString(7, alert.rule().written());
      statement.setString(8, alert.subject());
      statement.setObject(9, alert.at().minus(quiet).atOffset(ZoneOffset.UTC));
      return statement.executeUpdate() == 1;
    }
  }

  private static void address(Connection connection, Alert alert, List<String> sinks)
      throws SQLException {
    try (var statement =
        connection.prepareStatement(
            "INSERT INTO alert_deliveries (alert_id, sink) VALUES (?, ?)")) {
      for (String sink : sinks) {
        statement.setString(1, alert.id());
        statement.setString(2, sink);
        statement.addBatch();
      }
      statement.executeBatch();
    }
  }

  /// Takes what is due at `now`; nobody else gets the same before `lease` is over.
  public List<Delivery> take(Instant now, Duration lease, int most) {
    String sql =
        "UPDATE alert_deliveries d SET attempts = attempts + 1, next_try = ? FROM ("
            + "SELECT alert_id, sink FROM alert_deliveries WHERE delivered_at IS NULL"
            + " AND next_try <= ? ORDER BY next_try LIMIT ? FOR UPDATE SKIP LOCKED) due, alerts a"
            + " WHERE d.alert_id = due.alert_id AND d.sink = due.sink AND a.id = d.alert_id"
            + " RETURNING a.id, a.rule, a.subject, a.at, a.summary, a.seq, d.sink, d.attempts";
    return database.inTransaction(connection -> {
      try (var statement = connection.prepareStatement(sql)) {
        statement.setObject(1, now.plus(lease).atOffset(ZoneOffset.UTC));
        statement.setObject(2, now.atOffset(ZoneOffset.UTC));
        statement.setInt(3, most);
        try (ResultSet rows = statement.executeQuery()) {
          List<Delivery> deliveries = new ArrayList<>();
          while (rows.next()) {
            deliveries.add(new Delivery(alert(rows), rows.getString(7), rows.getInt(8)));
          }
          return List.copyOf(deliveries);
        }
      }
    });
  }

  private static Alert alert(ResultSet row) throws SQLException {
    return new Alert(
        row.getString(1),
        AlertRule.valueOf(row.getString(2).toUpperCase(Locale.ROOT)),
        row.getString(3),
        row.getObject(4, OffsetDateTime.class).toInstant(),
        row.getString(5),
        row.getLong(6));
  }

  /// The receiver has it.
  public void delivered(Delivery delivery, Instant now) {
    set(delivery, "delivered_at = ?, problem = ''", now, "");
  }

  /// The receiver did not take it; it is tried again at `nextTry`.
  public void failed(Delivery delivery, Instant nextTry, String problem) {
    set(delivery, "next_try = ?, problem = ?", nextTry, problem);
  }

  private void set(Delivery delivery, String what, Instant when, String problem) {
    String sql = "UPDATE alert_deliveries SET " + what + " WHERE alert_id = ? AND sink = ?";
    database.inTransaction(connection -> {
      try (var statement = connection.prepareStatement(sql)) {
        int at = 1;
        statement.setObject(at++, when.atOffset(ZoneOffset.UTC));
        if (!problem.isEmpty()) {
          statement.setString(at++, problem);
        }
        statement.setString(at++, delivery.alert().id());
        statement.setString(at, delivery.sink());
        return statement.executeUpdate();
      }
    });
  }
}
