// SPDX-License-Identifier: Apache-2.0
package dev.atom.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atom.storage.Database;
import dev.atom.storage.PostgresUrl;
import dev.atom.testing.Feature;
import dev.atom.testing.TestDatabase;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Feature("C8")
class AppendOnlyIT {
  private static TestDatabase urls;

  @BeforeAll
  static void begin() {
    urls = Trails.freshDatabase();
    try (var trail = Trails.open(urls.auditUrl())) {
      trail.append(Trails.event("dec-1")).join();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "UPDATE audit_log_chain SET reason = 'none'",
        "UPDATE audit_payloads SET payload = ''",
        "DELETE FROM audit_log_chain",
        "DELETE FROM audit_log_chain WHERE id = 99",
        "DELETE FROM audit_payloads",
        "DELETE FROM chain_head",
        "TRUNCATE audit_log_chain",
        "TRUNCATE audit_payloads",
        "TRUNCATE chain_head",
        "DROP TABLE audit_log_chain",
        "DROP TABLE audit_payloads",
        "DROP TABLE chain_head",
        "ALTER TABLE audit_log_chain DISABLE TRIGGER ALL",
        "ALTER TABLE audit_log_chain DISABLE TRIGGER audit_log_chain_append_only",
        "DROP TRIGGER audit_log_chain_append_only ON audit_log_chain",
        "DROP FUNCTION audit_refuse_change() CASCADE",
        "CREATE OR REPLACE FUNCTION audit_refuse_change() RETURNS trigger LANGUAGE plpgsql AS"
            + " 'begin return new; end'",
        "ALTER TABLE audit_log_chain DROP COLUMN reason",
        "SET session_replication_role = replica",
        "UPDATE chain_head SET seq = 1",
        "UPDATE chain_head SET recorded_at = 'epoch', seq = 99",
      })
  void refusesEveryChangeByTheRolesOfTheApplication(String sql) {
    for (String url :
        List.of(urls.auditUrl(), urls.studioUrl(), urls.gateUrl(), urls.readerUrl())) {
      assertThatThrownBy(() -> execute(url, sql))
          .as("%s as %s", sql, PostgresUrl.parse(url).user())
          .isInstanceOf(SQLException.class)
          .extracting(e -> ((SQLException) e).getSQLState())
          .isIn("42501", "2BP01");
      if (!sql.startsWith("UPDATE chain_head")) {
        // by what the role may, before any trigger is asked
        assertThatThrownBy(() -> execute(url, sql))
            .message()
            .doesNotContain("refused: the audit trail");
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "UPDATE audit_log_chain SET reason = 'none'",
        "DELETE FROM audit_log_chain",
        "TRUNCATE audit_log_chain",
        "UPDATE audit_payloads SET payload = ''",
        "DELETE FROM chain_head",
      })
  void refusesEvenTheOwnerByTrigger(String sql) {
    assertThatThrownBy(() -> execute(urls.ownerUrl(), sql))
        .hasMessageContaining("refused: the audit trail is append-only");
  }

  @Test
  void showsTheAuditRoleNoContent() {
    assertThatThrownBy(() -> execute(urls.auditUrl(), "SELECT details FROM audit_log_chain"))
        .hasMessageContaining("permission denied");
    assertThatThrownBy(() -> execute(urls.auditUrl(), "SELECT payload FROM audit_payloads"))
        .hasMessageContaining("permission denied");
  }

  @Test
  void answersTheQueryOfAReader() throws SQLException {
    try (var database = Database.open(PostgresUrl.parse(urls.readerUrl()), "test", 1);
        var connection = database.dataSource().getConnection();
        var statement = connection.createStatement();
        var rows =
            statement.executeQuery(
                "SELECT id, payload_hash, chain_hash, prev_hash FROM audit_log_chain ORDER BY id"
                    + " LIMIT 10")) {
      assertThat(rows.next()).isTrue();
      assertThat(rows.getString("prev_hash")).isEqualTo("genesis");
      String first = rows.getString("chain_hash");
      assertThat(rows.next()).isTrue();
      assertThat(rows.getString("prev_hash")).isEqualTo(first);
      assertThat(rows.next()).isFalse();
    }
  }

  private static void execute(String url, String sql) throws SQLException {
    try (var connection = Database.connect(PostgresUrl.parse(url), "test");
        var statement = connection.createStatement()) {
      statement.execute("SET TRANSACTION READ WRITE");
      statement.execute(sql);
      connection.rollback();
    }
  }
}
