// SPDX-License-Identifier: Apache-2.0
package dev.atom.archiver.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atom.storage.Database;
import dev.atom.storage.PostgresUrl;
import dev.atom.testing.Feature;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The role `atom_reader`, which whoever looks into the trail gets, and nothing else.
@Feature("C22")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class AuditReaderRoleIT {
  private final Chains chain = new Chains();

  @BeforeAll
  void begin() {
    chain.append("agent-1", 3);
  }

  @AfterAll
  void end() {
    chain.close();
  }

  @Test
  void readsTheTrailAndHowFarItsCopiesAre() throws SQLException {
    try (var connection = reader();
        var statement = connection.createStatement()) {
      for (String table :
          List.of("audit_log_chain", "audit_payloads", "chain_head", "stream_cursor")) {
        try (var rows = statement.executeQuery("SELECT count(*) FROM " + table)) {
          assertThat(rows.next()).isTrue();
        }
      }
    }
  }

  @Test
  void mayChangeNoTableThereIs() throws SQLException {
    try (var connection = reader()) {
      assertThat(names(connection, "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"))
          .contains("audit_log_chain", "stream_cursor");
      assertThat(
              names(
                  connection,
                  """
                  SELECT t.tablename || ' ' || p.privilege
                  FROM pg_tables t
                  CROSS JOIN unnest(array['INSERT','UPDATE','DELETE','TRUNCATE','REFERENCES',
                    'TRIGGER']) AS p(privilege)
                  WHERE t.schemaname = 'public'
                    AND has_table_privilege(current_user, 'public.' || t.tablename, p.privilege)
                  """))
          .isEmpty();
      assertThat(
              names(connection, "SELECT 'create' WHERE has_schema_privilege('public', 'CREATE')"))
          .isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "INSERT INTO audit_log_chain SELECT * FROM audit_log_chain LIMIT 1",
        "UPDATE audit_log_chain SET reason = 'x'",
        "DELETE FROM audit_log_chain",
        "TRUNCATE audit_payloads",
        "UPDATE chain_head SET seq = seq + 1",
        "INSERT INTO stream_cursor (name, seq) VALUES ('x', 1)",
        "CREATE TABLE mine (a int)",
        "ALTER TABLE audit_log_chain DISABLE TRIGGER ALL",
        "SET ROLE atom_owner",
        "SET ROLE atom_audit",
        "SET session_replication_role = replica",
      })
  void isRefusedEveryWriteAlsoInATransactionThatIsNotReadOnly(String sql) {
    assertThatThrownBy(
            () -> {
              try (var connection = reader();
                  var statement = connection.createStatement()) {
                statement.execute("SET TRANSACTION READ WRITE");
                statement.execute(sql);
              }
            })
        .isInstanceOf(SQLException.class)
        .extracting(e -> ((SQLException) e).getSQLState())
        .isEqualTo("42501");
  }

  @Test
  void isReadOnlyUnlessItSaysOtherwise() {
    assertThatThrownBy(
            () -> {
              try (var connection = reader();
                  var statement = connection.createStatement()) {
                statement.execute("UPDATE chain_head SET seq = seq + 1");
              }
            })
        .isInstanceOf(SQLException.class);
  }

  private Connection reader() throws SQLException {
    return Database.connect(PostgresUrl.parse(chain.urls().readerUrl()), "test");
  }

  private static List<String> names(Connection connection, String sql) throws SQLException {
    List<String> names = new ArrayList<>();
    try (var statement = connection.createStatement();
        var rows = statement.executeQuery(sql)) {
      while (rows.next()) {
        names.add(rows.getString(1));
      }
    }
    return names;
  }
}
