// SPDX-License-Identifier: Apache-2.0
package dev.atom.intake.store;

import dev.atom.intake.Tenant;
import dev.atom.protocol.MalformedMessageException;
import dev.atom.protocol.Scrape;
import dev.atom.storage.Database;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// Answers questions about one tenant's nodes.
public final class Inventory {
  private static final int ROWS_MAX = 10_000;

  private final Database database;

  /// @param database under the role that sees one tenant at a time
  public Inventory(Database database) {
    this.database = database;
  }

  /// One node.
  public record NodeRow(
      String id, String name, String version, long dropped, Instant firstSeen, Instant lastSeen) {}

  /// One fact.
  ///
  /// @param attributes a JSON object
  public record FactRow(
      String id,
      String kind,
      String namespace,
      String name,
      String attributes,
      String subject,
      String predicate,
      String object) {}

  /// The tenant's nodes.
  public List<NodeRow> nodes(Tenant tenant) {
    return database.read(
        NodeStore.as(
            tenant,
            connection -> {
              try (PreparedStatement ask =
                  connection.prepareStatement(
                      """
                      select n.id, coalesce(f.name, ''), n.version, n.dropped, n.first_seen, n.last_seen
                      from node n left join node_fact f on f.tenant = n.tenant and f.node = n.id
                        and f.kind = 'System'
                      order by 2, 1 limit ?\
                      """)) {
                ask.setInt(1, ROWS_MAX);
                List<NodeRow> rows = new ArrayList<>();
                try (ResultSet row = ask.executeQuery()) {
                  while (row.next()) {
                    rows.add(
                        new NodeRow(
                            row.getString(1),
                            row.getString(2),
                            row.getString(3),
                            row.getLong(4),
                            row.getTimestamp(5).toInstant(),
                            row.getTimestamp(6).toInstant()));
                  }
                }
                return rows;
              }
            }));
  }

  /// The facts of a node; empty for a node that is not the tenant's.
  public List<FactRow> facts(Tenant tenant, String node) {
    return database.read(
        NodeStore.as(
            tenant,
            connection -> {
              try (PreparedStatement ask =
                  connection.prepareStatement(
                      """
                      select id, kind, namespace, name, attributes, subject, predicate, object
                      from node_fact where node = ? order by subject, kind, id limit ?\
                      """)) {
                ask.setString(1, node);
                ask.setInt(2, ROWS_MAX);
                List<FactRow> rows = new ArrayList<>();
                try (ResultSet row = ask.executeQuery()) {
                  while (row.next()) {
                    rows.add(fact(row));
                  }
                }
                return rows;
              }
            }));
  }

  private static FactRow fact(ResultSet row) throws SQLException {
    return new FactRow(
        row.getString(1),
        row.getString(2),
        row.getString(3),
        row.getString(4),
        row.getString(5),
        row.getString(6),
        row.getString(7),
        row.getString(8));
  }

  /// The newest pass of each collector of a node.
  public List<Scrape> newest(Tenant tenant, String node) {
    return database.read(
        NodeStore.as(
            tenant,
            connection -> {
              try (PreparedStatement ask =
                  connection.prepareStatement(
                      """
                      select distinct on (collector) content from node_scrape
                      where node = ? order by collector, at desc\
                      """)) {
                ask.setString(1, node);
                List<Scrape> scrapes = new ArrayList<>();
                try (ResultSet row = ask.executeQuery()) {
                  while (row.next()) {
                    scrapes.add(parse(row.getBytes(1)));
                  }
                }
                return scrapes;
              }
            }));
  }

  private static Scrape parse(byte[] content) throws SQLException {
    try {
      return Scrape.parse(content);
    } catch (MalformedMessageException e) {
      throw new SQLException("a stored scrape cannot be read: " + e.getMessage(), e);
    }
  }
}
