// SPDX-License-Identifier: Apache-2.0
package dev.atom.gate.world.store;

import dev.atom.gate.ServedAgent;
import dev.atom.gate.World;
import dev.atom.gate.world.ControlSource;
import dev.atom.identity.AgentId;
import dev.atom.identity.DomainId;
import dev.atom.identity.Revocations;
import dev.atom.identity.SubjectKind;
import dev.atom.identity.TokenKind;
import dev.atom.policy.AgentFacts;
import dev.atom.storage.Database;
import java.sql.Array;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The control plane's word from its own tables, with a role that may only read them.
public final class PostgresControlSource implements ControlSource {
  private static final String REVISION = "select revision from world_revision";
  private static final String AGENTS =
      """
      select a.id, a.domain_id, a.rpm_limit, a.allowed_models, a.tools, a.skills,
             a.virtual_key_sealed, a.cluster_service_name, a.owner
      from agents a join domains d on d.id = a.domain_id
      where d.is_active and a.status not in ('suspended', 'deleted')
      """;
  private static final String REVOKED = "select hash from revoked_tokens where keep_until > now()";
  private static final String NOT_BEFORE =
      "select subject, kind, extract(epoch from not_before)::bigint from principal_not_before";

  private final Database database;

  public PostgresControlSource(Database database) {
    this.database = database;
  }

  @Override
  public long revision() {
    return database.read(PostgresControlSource::revision);
  }

  @Override
  public World.Control read() {
    return database.read(connection -> {
      long revision = revision(connection);
      return new World.Control(
          revision,
          agents(connection),
          Revocations.of(revision, revoked(connection), notBefore(connection)));
    });
  }

  private static long revision(Connection connection) throws SQLException {
    try (var statement = connection.createStatement();
        var rows = statement.executeQuery(REVISION)) {
      rows.next();
      return rows.getLong(1);
    }
  }

  private static Map<AgentId, ServedAgent> agents(Connection connection) throws SQLException {
    Map<AgentId, ServedAgent> agents = new HashMap<>();
    try (var statement = connection.createStatement();
        var rows = statement.executeQuery(AGENTS)) {
      while (rows.next()) {
        ServedAgent agent = agent(rows);
        agents.put(agent.id(), agent);
      }
    }
    return agents;
  }

  private static ServedAgent agent(ResultSet rows) throws SQLException {
    String domain = rows.getString(2);
    return new ServedAgent(
        AgentId.parse(rows.getString(1)),
        DomainId.parse(domain),
        rows.getInt(3),
        new HashSet<>(strings(rows, 4)),
        new AgentFacts(domain, rows.getString(9), strings(rows, 5), strings(rows, 6)),
        rows.getString(7),
        Optional.ofNullable(rows.getString(8)));
  }

  private static List<String> strings(ResultSet rows, int column) throws SQLException {
    Array array = rows.getArray(column);
    return List.of((String[]) array.getArray());
  }

  private static Set<String> revoked(Connection connection) throws SQLException {
    Set<String> hashes = new HashSet<>();
    try (var statement = connection.createStatement();
        var rows = statement.executeQuery(REVOKED)) {
      while (rows.next()) {
        hashes.add(rows.getString(1));
      }
    }
    return hashes;
  }

  private static Map<SubjectKind, Instant> notBefore(Connection connection) throws SQLException {
    Map<SubjectKind, Instant> limits = new HashMap<>();
    try (var statement = connection.createStatement();
        var rows = statement.executeQuery(NOT_BEFORE)) {
      while (rows.next()) {
        String kind = rows.getString(2);
        limits.put(
            new SubjectKind(rows.getString(1), TokenKind.read(kind).orElseThrow()),
            Instant.ofEpochSecond(rows.getLong(3)));
      }
    }
    return limits;
  }

  @Override
  public void close() {
    database.close();
  }
}
