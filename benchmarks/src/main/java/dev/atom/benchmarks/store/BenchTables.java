// SPDX-License-Identifier: Apache-2.0
package dev.atom.benchmarks.store;

import dev.atom.postgres.AtomRole;
import dev.atom.postgres.EmbeddedPostgres;
import dev.atom.storage.Database;
import dev.atom.storage.Migrations;
import dev.atom.storage.PostgresUrl;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.UUID;

/// Makes the tables of a benchmark: the product's own, one agent that may do much, and for plain
/// JDBC two tables with the columns, constraints and indexes of the trail's.
public final class BenchTables {
  private static final String PLAIN =
      """
      create table bench_entries (like audit_log_chain including all);
      create table bench_payloads (like audit_payloads including all);
      create sequence bench_ids;
      grant insert on bench_entries, bench_payloads to atom_audit;
      grant usage on bench_ids to atom_audit;
      """;

  private BenchTables() {}

  /// Makes the tables in a new cluster.
  public static void make(EmbeddedPostgres postgres, UUID domain, UUID agent) {
    var owner = PostgresUrl.parse(postgres.url(AtomRole.ATOM_OWNER));
    Migrations.run(owner);
    try (var database = Database.open(owner, "bench", 1)) {
      database.inTransaction(connection -> {
        execute(connection, world(domain, agent));
        execute(connection, PLAIN);
        return "";
      });
    }
  }

  /// Makes another database whose chain is none: nothing is checked when the head goes on.
  ///
  /// @return its name
  public static String withoutChain(EmbeddedPostgres postgres) throws SQLException {
    String name = "without_chain";
    postgres.createDatabase(name);
    var owner = PostgresUrl.parse(postgres.url(AtomRole.ATOM_OWNER, name));
    Migrations.run(owner);
    try (var database = Database.open(owner, "bench", 1)) {
      database.inTransaction(connection -> {
        execute(connection, "alter table chain_head disable trigger chain_head_goes_forward");
        return "";
      });
    }
    return name;
  }

  private static void execute(Connection connection, String sql) throws SQLException {
    try (var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static String world(UUID domain, UUID agent) {
    return """
    insert into domains (id, name, created_at) values ('%s', 'bench', now());
    insert into agents (id, domain_id, name, status, virtual_key_sealed, allowed_models,
      rpm_limit, created_at, updated_at)
    values ('%s', '%s', 'bench', 'deployed', 'sealed-virtual-key-of-the-benchmark', '{*}',
      1000000, now(), now());
    update world_revision set revision = revision + 1, changed_at = now();
    """
        .formatted(domain, agent, domain);
  }
}
