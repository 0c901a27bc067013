// SPDX-License-Identifier: Apache-2.0
package dev.atom.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atom.storage.Database;
import dev.atom.storage.Migrations;
import dev.atom.storage.PostgresUrl;
import dev.atom.testing.TestDatabase;
import dev.atom.testing.TestPostgres;
import java.sql.ResultSet;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// The view `audit_events`: the columns that the security page names, filled from the chain.
class AuditEventsViewIT {
  /// Section 6.1 of the page, as written.
  private static final String PAGE =
      """
      CREATE TABLE audit_events (
          id            UUID PRIMARY KEY DEFAULT gen_random_uuid(),
          event_type    TEXT NOT NULL,  -- 'query', 'tool_call', 'recommendation', 'auth_failure'
          user_id       TEXT NOT NULL,
          session_id    TEXT,
          timestamp     TIMESTAMPTZ NOT NULL DEFAULT NOW(),
          agent_version TEXT NOT NULL,  -- git SHA of agent config
          -- Query events
          user_message  TEXT,
          tool_calls    JSONB,          -- array of {tool, inputs_hash, result_hash}
          response_hash TEXT,           -- SHA-256 of full response text
          -- Auth / security events
          namespace     TEXT,
          ip_address    INET,
          failure_reason TEXT,
          -- Metadata
          latency_ms    INTEGER,
          token_count   INTEGER
      );
      """;

  private static final String AGENT = "0b6f0000-0000-4000-8000-000000000001";
  private static final String BASE = "/domain/d1/agent/" + AGENT;

  private TestDatabase urls;
  private Database owner;
  private Database reader;

  @BeforeEach
  void open() {
    urls = TestPostgres.shared().freshDatabase();
    Migrations.run(PostgresUrl.parse(urls.ownerUrl()));
    owner = Database.open(PostgresUrl.parse(urls.ownerUrl()), "owner", 1);
    reader = Database.open(PostgresUrl.parse(urls.readerUrl()), "reader", 1);
  }

  @AfterEach
  void close() {
    reader.close();
    owner.close();
  }

  @Test
  void hasTheColumnsOfThePageInTheirOrderWithTheirTypes() {
    owner.inTransaction(connection -> {
      try (var statement = connection.createStatement()) {
        statement.execute("create schema page");
        statement.execute("set local search_path = page");
        return statement.execute(PAGE);
      }
    });
    String columns =
        """
        select column_name, data_type from information_schema.columns
        where table_name = 'audit_events' and table_schema = '%s' order by ordinal_position
        """;

    assertThat(rows(owner, columns.formatted("public")))
        .isEqualTo(rows(owner, columns.formatted("page")))
        .hasSize(14);
  }

  @Test
  void aServedCallIsOneRowWithWhatCameOfIt() {
    try (var trail = Trails.open(urls.auditUrl())) {
      trail.append(change("after-1")).join();
      trail
          .append(
              event(
                  EventKind.DECISION,
                  "dec-1",
                  BASE + "/v1/chat/completions",
                  allow(-1),
                  """
                  {"control":7,"subject":"agent-1"}\
                  """))
          .join();
      trail
          .append(
              event(
                  EventKind.OUTCOME,
                  "dec-1",
                  "",
                  allow(2_345_678),
                  """
                  {"ending":"complete","response_sha256":"aa","request_sha256":"bb"}\
                  """))
          .join();
      trail
          .append(
              event(
                  EventKind.MODEL_USAGE,
                  "dec-1",
                  "",
                  none(),
                  """
                  {"prompt_tokens":40,"completion_tokens":2}\
                  """))
          .join();
      trail.append(change("after-2")).join();
    }

    assertThat(rows(reader, "select * from audit_events where event_type = 'query'"))
        .singleElement()
        .satisfies(row ->
            assertThat(row)
                .containsEntry("user_id", "agent-1")
                .containsEntry("agent_version", "after-1")
                .containsEntry("response_hash", "aa")
                .containsEntry("ip_address", "10.0.0.7")
                .containsEntry("latency_ms", "2345")
                .containsEntry("token_count", "42")
                .containsEntry("failure_reason", "null")
                .containsEntry("user_message", "null")
                .containsEntry("namespace", "null")
                .containsEntry("tool_calls", "null"));
  }

  @Test
  void aToolCallNamesTheToolAndTheHashesOfWhatWentInAndCameOut() {
    try (var trail = Trails.open(urls.auditUrl())) {
      trail
          .append(event(EventKind.DECISION, "dec-1", BASE + "/tools/search/x", allow(-1), "{}"))
          .join();
      trail
          .append(
              event(
                  EventKind.OUTCOME,
                  "dec-1",
                  "",
                  allow(1),
                  """
                  {"ending":"upstream_broke","response_sha256":"aa","request_sha256":"bb"}\
                  """))
          .join();
    }

    var row = rows(reader, "select * from audit_events where event_type = 'tool_call'").getFirst();
    assertThat(row.get("tool_calls"))
        .isEqualTo("[{\"tool\": \"search\", \"inputs_hash\": \"bb\", \"result_hash\": \"aa\"}]");
    assertThat(row)
        .containsEntry("failure_reason", "upstream_broke")
        .containsEntry("user_id", AGENT)
        .containsEntry("agent_version", "unknown");
  }

  @Test
  void refusalsSayWhyAndTheNamelessAreAnonymous() {
    var deny = new AuditEvent.Verdict(Ruling.DENY, "invalid_token", 401, 12_000);
    try (var trail = Trails.open(urls.auditUrl())) {
      trail
          .append(
              new AuditEvent(
                  UUID.randomUUID(),
                  EventKind.AUTH_FAILURE,
                  "dec-9",
                  AuditEvent.Subject.NONE,
                  new AuditEvent.Call("gate", "(others)", "GET", "/"),
                  deny,
                  "{}",
                  ""))
          .join();
    }

    assertThat(rows(reader, "select * from audit_events where event_type = 'auth_failure'"))
        .singleElement()
        .satisfies(row ->
            assertThat(row)
                .containsEntry("user_id", "anonymous")
                .containsEntry("failure_reason", "invalid_token")
                .containsEntry("ip_address", "null")
                .containsEntry("latency_ms", "12"));
  }

  /// One caller with a strange name must not blind those who read the view.
  @Test
  void detailsThatAreNoGoodJsonSpoilNothing() {
    String escape = "\\";
    try (var trail = Trails.open(urls.auditUrl())) {
      for (String details :
          List.of(
              "{\"subject\":\"agent-1\",\"model\":\"a" + escape + "u0000b\"}",
              "{\"subject\":\"agent-1\",\"model\":\"" + escape + "ud83d\"}",
              "no json at all")) {
        trail.append(event(EventKind.DECISION, "", BASE + "/v1/x", allow(-1), details)).join();
      }
    }

    assertThat(rows(reader, "select user_id from audit_events where event_type = 'query'"))
        .extracting(row -> row.get("user_id"))
        .containsExactlyInAnyOrder("agent-1", "agent-1", AGENT);
  }

  @Test
  void theDayBeforeCanBeReviewedForUnusualQueries() {
    try (var trail = Trails.open(urls.auditUrl())) {
      for (int i = 0; i < 3; i++) {
        trail.append(event(EventKind.DECISION, "d" + i, BASE + "/v1/x", allow(-1), "{}")).join();
      }
    }

    assertThat(
            rows(
                reader,
                """
                select user_id, count(*) as queries from audit_events
                where event_type = 'query' and timestamp > now() - interval '24 hours'
                group by user_id order by queries desc
                """))
        .singleElement()
        .satisfies(row -> assertThat(row).containsEntry("queries", "3"));
  }

  private static AuditEvent event(
      EventKind kind, String decision, String path, AuditEvent.Verdict verdict, String details) {
    return new AuditEvent(
        UUID.randomUUID(),
        kind,
        decision,
        new AuditEvent.Subject("d1", AGENT, "client", "0".repeat(64)),
        new AuditEvent.Call("gate", "10.0.0.7", "POST", path),
        verdict,
        details,
        "");
  }

  private static AuditEvent change(String after) {
    return event(
        EventKind.ADMIN_ACTION,
        "",
        "",
        allow(0),
        "{\"action\":\"agent.change\",\"actor\":\"u1\",\"target\":\"agent:"
            + AGENT
            + "\",\"after\":\""
            + after
            + "\"}");
  }

  private static AuditEvent.Verdict allow(long micros) {
    return new AuditEvent.Verdict(Ruling.ALLOW, "", 0, micros);
  }

  private static AuditEvent.Verdict none() {
    return new AuditEvent.Verdict(Ruling.NONE, "", 200, 5);
  }

  private static List<Map<String, String>> rows(Database database, String sql) {
    return database.read(connection -> {
      try (var statement = connection.createStatement();
          ResultSet result = statement.executeQuery(sql)) {
        List<Map<String, String>> rows = new ArrayList<>();
        while (result.next()) {
          Map<String, String> row = new TreeMap<>();
          for (int i = 1; i <= result.getMetaData().getColumnCount(); i++) {
            row.put(result.getMetaData().getColumnLabel(i), String.valueOf(result.getString(i)));
          }
          rows.add(row);
        }
        return rows;
      }
    });
  }
}
