// SPDX-License-Identifier: Apache-2.0
package dev.atom.intake.store;

import dev.atom.intake.Tenant;
import dev.atom.intake.Verdict.Reason;
import dev.atom.protocol.AgentMessage.Hello;
import dev.atom.protocol.Batch;
import dev.atom.protocol.Delta;
import dev.atom.protocol.Fact;
import dev.atom.protocol.Scrape;
import dev.atom.storage.Database;
import dev.atom.storage.SqlWork;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/// Writes what agents report. A batch and the mark that it is stored are one transaction.
public final class NodeStore {
  private static final int EPOCHS_DAYS = 7;

  private final Database database;

  /// @param database under the role that sees one tenant at a time
  public NodeStore(Database database) {
    this.database = database;
  }

  /// A batch as it is stored: read in full before anything is written.
  ///
  /// @param scrapes beside the bytes of `batch`
  public record Opened(Batch batch, List<Scrape> scrapes, List<Delta> deltas) {
    public Opened {
      scrapes = List.copyOf(scrapes);
      deltas = List.copyOf(deltas);
    }
  }

  /// Runs `work` as `tenant`: other tenants' rows are not there for it.
  ///
  /// SECURITY(T-36): the database itself keeps tenants apart, whatever a query forgets.
  static <T> SqlWork<T> as(Tenant tenant, SqlWork<T> work) {
    return connection -> {
      try (PreparedStatement set =
          connection.prepareStatement("select set_config('atom.tenant', ?, true)")) {
        set.setString(1, tenant.name());
        set.execute();
      }
      return work.run(connection);
    };
  }

  /// Notes that an agent's run has opened a stream; gives the last batch of that run that is
  /// stored.
  public long begin(Tenant tenant, Hello hello, Instant now) {
    return database.inTransaction(
        as(
            tenant,
            connection -> {
              node(connection, tenant, hello, now);
              epoch(connection, tenant, hello, now);
              try (PreparedStatement ask =
                  connection.prepareStatement(
                      "select last_sequence from node_epoch where tenant = ? and node = ? and epoch = ?")) {
                ask.setString(1, tenant.name());
                ask.setString(2, hello.node());
                ask.setString(3, hello.epoch());
                try (ResultSet row = ask.executeQuery()) {
                  row.next();
                  return row.getLong(1);
                }
              }
            }));
  }

  private static void node(Connection connection, Tenant tenant, Hello hello, Instant now)
      throws SQLException {
    try (PreparedStatement put =
        connection.prepareStatement(
            """
            insert into node (tenant, id, version, collectors, first_seen, last_seen)
            values (?, ?, ?, ?, ?, ?)
            on conflict (tenant, id) do update
            set version = excluded.version, collectors = excluded.collectors,
              last_seen = excluded.last_seen\
            """)) {
      put.setString(1, tenant.name());
      put.setString(2, hello.node());
      put.setString(3, hello.version());
      put.setString(4, String.join(" ", hello.collectors()));
      put.setTimestamp(5, Timestamp.from(now));
      put.setTimestamp(6, Timestamp.from(now));
      put.executeUpdate();
    }
  }

  private static void epoch(Connection connection, Tenant tenant, Hello hello, Instant now)
      throws SQLException {
    try (PreparedStatement put =
        connection.prepareStatement(
            """
            insert into node_epoch (tenant, node, epoch, last_sequence, seen)
            values (?, ?, ?, 0, ?) on conflict (tenant, node, epoch) do update
            set seen = excluded.seen\
            """)) {
      put.setString(1, tenant.name());
      put.setString(2, hello.node());
      put.setString(3, hello.epoch());
      put.setTimestamp(4, Timestamp.from(now));
      put.executeUpdate();
    }
  }

  /// Stores a batch, all or nothing. Gives false when it is not the next one of its run: another
  /// stream of the same run was faster.
  public boolean store(Tenant tenant, Opened opened, Instant now) {
    return database.inTransaction(
        as(
            tenant,
            connection -> {
              if (!advance(connection, tenant, opened.batch(), now)) {
                return false;
              }
              scrapes(connection, tenant, opened);
              facts(connection, tenant, opened, now);
              return true;
            }));
  }

  private static boolean advance(Connection connection, Tenant tenant, Batch batch, Instant now)
      throws SQLException {
    try (PreparedStatement mark =
            connection.prepareStatement(
                """
                update node_epoch set last_sequence = ?, seen = ?
                where tenant = ? and node = ? and epoch = ? and last_sequence = ?\
                """);
        PreparedStatement seen =
            connection.prepareStatement(
                "update node set last_seen = ?, dropped = ? where tenant = ? and id = ?")) {
      mark.setLong(1, batch.sequence());
      mark.setTimestamp(2, Timestamp.from(now));
      mark.setString(3, tenant.name());
      mark.setString(4, batch.node());
      mark.setString(5, batch.epoch());
      mark.setLong(6, batch.sequence() - 1);
      if (mark.executeUpdate() != 1) {
        return false;
      }
      seen.setTimestamp(1, Timestamp.from(now));
      seen.setLong(2, batch.dropped());
      seen.setString(3, tenant.name());
      seen.setString(4, batch.node());
      seen.executeUpdate();
      return true;
    }
  }

  private static void scrapes(Connection connection, Tenant tenant, Opened opened)
      throws SQLException {
    if (opened.scrapes().isEmpty()) {
      return;
    }
    try (PreparedStatement put =
        connection.prepareStatement(
            "insert into node_scrape (tenant, node, collector, at, content) values (?, ?, ?, ?, ?)")) {
      for (int i = 0; i < opened.scrapes().size(); i++) {
        Scrape scrape = opened.scrapes().get(i);
        put.setString(1, tenant.name());
        put.setString(2, opened.batch().node());
        put.setString(3, scrape.collector());
        put.setTimestamp(4, Timestamp.from(Instant.ofEpochMilli(scrape.atMillis())));
        put.setBytes(5, opened.batch().scrapes().get(i));
        // Not as a JDBC batch: the driver writes a failed batch's values into its message.
        put.executeUpdate();
      }
    }
  }

  private static void facts(Connection connection, Tenant tenant, Opened opened, Instant now)
      throws SQLException {
    for (Delta delta : opened.deltas()) {
      switch (delta.operation()) {
        case CREATE, UPDATE -> put(connection, tenant, opened.batch().node(), delta.fact(), now);
        case HEARTBEAT ->
            change(
                connection,
                "update node_fact set seen = clock_timestamp() where tenant = ? and node = ? and id = ?",
                tenant,
                opened.batch().node(),
                delta.fact().id());
        case DELETE ->
            change(
                connection,
                "delete from node_fact where tenant = ? and node = ? and id = ?",
                tenant,
                opened.batch().node(),
                delta.fact().id());
      }
    }
  }

  private static void change(
      Connection connection, String sql, Tenant tenant, String node, String id)
      throws SQLException {
    try (PreparedStatement change = connection.prepareStatement(sql)) {
      change.setString(1, tenant.name());
      change.setString(2, node);
      change.setString(3, id);
      change.executeUpdate();
    }
  }

  private static void put(Connection connection, Tenant tenant, String node, Fact fact, Instant now)
      throws SQLException {
    try (PreparedStatement put =
        connection.prepareStatement(
            """
            insert into node_fact (tenant, node, id, kind, namespace, name, attributes, subject,
              predicate, object, seen)
            values (?, ?, ?, ?, ?, ?, ?::jsonb, ?, ?, ?, ?)
            on conflict (tenant, node, id) do update
            set kind = excluded.kind, namespace = excluded.namespace, name = excluded.name,
              attributes = excluded.attributes, subject = excluded.subject,
              predicate = excluded.predicate, object = excluded.object, seen = excluded.seen\
            """)) {
      put.setString(1, tenant.name());
      put.setString(2, node);
      put.setString(3, fact.id());
      String[] cells =
          switch (fact) {
            case Fact.Resource thing ->
                new String[] {
                  thing.kind(),
                  thing.namespace(),
                  thing.name(),
                  JsonText.object(thing.attributes()),
                  "",
                  "",
                  ""
                };
            case Fact.Relation relation ->
                new String[] {
                  "", "", "", "{}", relation.subject(), relation.predicate(), relation.object()
                };
          };
      for (int i = 0; i < cells.length; i++) {
        put.setString(4 + i, cells[i]);
      }
      put.setTimestamp(11, Timestamp.from(now));
      put.executeUpdate();
    }
  }

  /// Records a batch that was not taken.
  public void refused(
      Tenant tenant, String node, Reason reason, long sequence, String keyId, Instant now) {
    database.inTransaction(
        as(
            tenant,
            connection -> {
              try (PreparedStatement put =
                  connection.prepareStatement(
                      "insert into node_refusal (tenant, node, at, reason, sequence, key_id)"
                          + " values (?, ?, ?, ?, ?, ?)")) {
                put.setString(1, tenant.name());
                put.setString(2, node);
                put.setTimestamp(3, Timestamp.from(now));
                put.setString(4, reason.code());
                put.setLong(5, sequence);
                put.setString(6, keyId);
                return put.executeUpdate();
              }
            }));
  }

  /// How long things are kept.
  public record Keeping(Duration measurements, Duration facts, Duration refusals) {}

  /// Removes what is over its time.
  public void forget(Tenant tenant, Keeping keeping, Instant now) {
    database.inTransaction(
        as(
            tenant,
            connection -> {
              older(
                  connection,
                  "delete from node_scrape where at < ?",
                  now.minus(keeping.measurements()));
              older(connection, "delete from node_fact where seen < ?", now.minus(keeping.facts()));
              older(
                  connection,
                  "delete from node_refusal where at < ?",
                  now.minus(keeping.refusals()));
              Instant runs = now.minus(Duration.ofDays(EPOCHS_DAYS));
              older(connection, "delete from node_epoch where seen < ?", runs);
              return true;
            }));
  }

  private static void older(Connection connection, String sql, Instant than) throws SQLException {
    try (PreparedStatement delete = connection.prepareStatement(sql)) {
      delete.setTimestamp(1, Timestamp.from(than));
      delete.executeUpdate();
    }
  }
}
