// SPDX-License-Identifier: Apache-2.0
package dev.atom.studio;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.atom.audit.chain.AuditEntry;
import dev.atom.audit.store.AuditQuery;
import dev.atom.testing.Feature;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// The trail as people search it and take it away, and what their reading leaves in it.
class TrailTest {
  private final Studio studio = Studio.shared();
  private final Api api = studio.api;

  @Test
  @Feature("C24")
  void aChangedSettingIsFoundWithWhoAndTheDigestsBeforeAndAfter() throws Exception {
    var admin = studio.admin();
    var agent = studio.agent(admin, studio.domain(admin));
    var adminId = studio.one("select id from users where email = '" + Studio.ADMIN + "'");

    api.patch(agent.path(), admin, Map.of("rpm_limit", 61));
    api.patch(agent.path(), admin, Map.of("rpm_limit", 62));
    api.patch(agent.path(), admin, Map.of("rpm_limit", 61));
    var found = api.get("/api/audit?kind=admin_action&agent=" + agent.id(), admin).json();

    List<JsonNode> changes = new ArrayList<>();
    for (JsonNode entry : found.get("entries")) {
      changes.addFirst(new ObjectMapper().readTree(entry.get("details").asText()));
    }
    assertThat(changes)
        .extracting(change -> change.get("action").asText())
        .containsExactly("agent.create", "agent.change", "agent.change", "agent.change");
    assertThat(changes)
        .allSatisfy(change -> {
          assertThat(change.get("actor").asText()).isEqualTo(adminId);
          assertThat(change.get("session").asText()).hasSize(36);
          assertThat(change.get("after").asText()).matches("[0-9a-f]{64}");
        });
    assertThat(changes.getFirst().get("before").asText()).isEmpty();
    for (int i = 1; i < changes.size(); i++) {
      assertThat(changes.get(i).get("before")).isEqualTo(changes.get(i - 1).get("after"));
      assertThat(changes.get(i).get("before")).isNotEqualTo(changes.get(i).get("after"));
    }
    assertThat(changes.get(3).get("after"))
        .as("the same settings have the same digest")
        .isEqualTo(changes.get(1).get("after"));
  }

  @Test
  void theStartSaysWhichConfigurationWasLoaded() {
    assertThat(studio.trail.page(AuditQuery.newest(5).with(AuditQuery.What.kind("config_loaded"))))
        .anySatisfy(entry ->
            assertThat(entry.fact().details())
                .contains("\"config_sha256\":\"" + "0".repeat(64) + "\""));
  }

  @Test
  @Feature("C23")
  void everyFilterNarrows() {
    var admin = studio.admin();
    var one = studio.agent(admin, studio.domain(admin));
    var other = studio.agent(admin, studio.domain(admin));
    api.patch(one.path(), admin, Map.of("rpm_limit", 5));
    api.patch(other.path(), admin, Map.of("rpm_limit", 5));
    var adminId = studio.one("select id from users where email = '" + Studio.ADMIN + "'");

    String all = "/api/audit?domain=" + one.domainId();
    assertThat(kinds(all)).hasSize(3).containsOnly("admin_action");
    assertThat(kinds(all + "&user=" + adminId)).hasSize(3);
    assertThat(kinds(all + "&user=" + one.id())).isEmpty();
    assertThat(kinds(all + "&reason=agent.change")).hasSize(1);
    assertThat(kinds(all + "&ruling=deny")).isEmpty();
    assertThat(kinds(all + "&until=1h")).isEmpty();
    assertThat(kinds(all + "&since=1h")).hasSize(3);
    assertThat(kinds(all + "&agent=" + other.id())).isEmpty();
    assertThat(api.get(all + "&since=yesterday", admin).refusal()).isEqualTo("400 invalid_request");
  }

  private List<String> kinds(String path) {
    List<String> kinds = new ArrayList<>();
    for (JsonNode entry : api.get(path, studio.admin()).json().get("entries")) {
      kinds.add(entry.get("kind").asText());
    }
    return kinds;
  }

  @Test
  @Feature("C23")
  void anExportIsTakenPageByPageAndNothingIsMissingOrTwice() throws IOException {
    var admin = studio.admin();
    var agent = studio.agent(admin, studio.domain(admin));
    for (int i = 1; i <= 6; i++) {
      api.patch(agent.path(), admin, Map.of("rpm_limit", i));
    }

    List<Long> ids = new ArrayList<>();
    String next = "";
    do {
      var page =
          api.get("/api/audit/export?format=json&page_size=3&agent=" + agent.id() + next, admin);
      // while others append
      api.patch(agent.path(), admin, Map.of("description", "" + ids.size()));
      for (String line : page.body().lines().toList()) {
        ids.add(new ObjectMapper().readTree(line).get("id").asLong());
      }
      next =
          page.header("x-atom-next-before").isEmpty()
              ? ""
              : "&before=" + page.header("x-atom-next-before");
    } while (!next.isEmpty());

    assertThat(ids).hasSize(7).doesNotHaveDuplicates();
    assertThat(ids).isSortedAccordingTo(java.util.Comparator.reverseOrder());
  }

  /// SECURITY(T-33): what a caller sends must not run in the spreadsheet of who reads it.
  @Test
  void nothingInACsvIsAFormula() {
    var admin = studio.admin();
    var agent = studio.agent(admin, studio.domain(admin));
    api.patch(agent.path(), admin, Map.of("description", "a \"quoted\", word"));
    var bad = api.get("/api/=HYPERLINK(1)", "");
    assertThat(bad.status()).isEqualTo(404);

    var csv = api.get("/api/audit/export?reason=agent.change&agent=" + agent.id(), admin).body();

    assertThat(csv.lines().toList().getFirst()).startsWith("id,segment,recorded_at,kind,");
    assertThat(csv).contains("\"{\"\"action\"\":\"\"agent.change\"\"").endsWith("\r\n");
  }

  @Test
  void aReadOfTheTrailLeavesWhoReadWhatAndHowMuch() throws Exception {
    var admin = studio.admin();
    var agent = studio.agent(admin, studio.domain(admin));
    var changed = api.patch(agent.path(), admin, Map.of("rpm_limit", 3));

    var search = api.get("/api/audit?kind=admin_action&agent=" + agent.id(), admin);
    var explain = api.get("/api/decisions/" + changed.decisionId(), admin);
    var export = api.get("/api/audit/export?format=csv&agent=" + agent.id(), admin);
    var person = studio.person("developer");
    var foreign = api.get("/api/audit?agent=" + agent.id(), person.token());

    assertRead(search, "trail_read", "search", "kind=admin_action");
    assertRead(search, "trail_read", "search", "agent=" + agent.id());
    assertRead(search, "trail_read", "search", "\"rows\":2");
    assertRead(explain, "trail_read", "explain", "decision=" + changed.decisionId());
    assertRead(export, "export", "export", "\"rows\":2");
    assertThat(foreign.status()).isEqualTo(404);
    assertThat(studio.entries(foreign))
        .singleElement()
        .satisfies(entry -> assertThat(entry.fact().kind()).isEqualTo("refusal"));
  }

  private void assertRead(Api.Answer answer, String kind, String what, String detail) {
    var adminId = studio.one("select id from users where email = '" + Studio.ADMIN + "'");
    assertThat(answer.status()).isEqualTo(200);
    assertThat(studio.entries(answer))
        .singleElement()
        .satisfies(entry -> {
          assertThat(entry.fact().kind()).isEqualTo(kind);
          assertThat(entry.fact().verdict().reason()).isEqualTo(what);
          assertThat(entry.fact().details()).contains(detail, "\"actor\":\"" + adminId + "\"");
        });
  }

  @Test
  void aTailCostsTwoEntriesAMinuteAndDoesNotBegetItself() {
    var admin = studio.admin();
    var agent = studio.agent(admin, studio.domain(admin));
    long last = studio.trail.head().seq();
    long begin = last;

    for (int poll = 0; poll < 40; poll++) {
      if (poll % 10 == 5) {
        api.patch(agent.path(), admin, Map.of("rpm_limit", 1 + poll));
      }
      last = api.get("/api/audit?follow_after=" + last, admin).json().get("follow_after").asLong();
    }

    List<AuditEntry> since = studio.trail.page(AuditQuery.after(begin, 1000));
    assertThat(since).filteredOn(entry -> entry.fact().kind().equals("trail_read")).hasSize(1);
    assertThat(since).filteredOn(entry -> entry.fact().kind().equals("admin_action")).hasSize(4);
    assertThat(last).isGreaterThanOrEqualTo(since.getLast().seq());
  }

  @Test
  void whatCannotBeRecordedIsNotShown() {
    var admin = studio.admin();
    studio.execute("revoke insert on audit_log_chain from atom_audit");
    try {
      assertThat(api.get("/api/audit?reason=never", admin).refusal())
          .isEqualTo("503 audit_unavailable");
    } finally {
      studio.execute("grant insert on audit_log_chain to atom_audit");
    }
    var soon = System.nanoTime() + 20_000_000_000L;
    int status;
    do {
      status = api.get("/api/audit?reason=never", admin).status();
    } while (status == 503 && System.nanoTime() < soon);
    assertThat(status).isEqualTo(200);
  }
}
