// SPDX-License-Identifier: Apache-2.0
package dev.atom.studio;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atom.testing.Feature;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// A second studio on the same database, with every switch the other way.
class VariantsTest {
  private final Studio studio = Studio.shared();

  @Test
  @Feature("A11")
  void whereRegistrationIsOpenAnybodyBecomesADeveloper() {
    try (var app = variant(1_000)) {
      var api = start(app);
      var body =
          Map.of("email", "own@example.org", "full_name", "Own", "password", Studio.PASSWORD);

      api.post("/api/auth/register", "", body).expect(201);

      var token =
          api.post(
                  "/api/auth/login",
                  "",
                  Map.of("email", "own@example.org", "password", Studio.PASSWORD))
              .expect(200)
              .text("access_token");
      assertThat(api.get("/api/auth/me", token).text("role")).isEqualTo("developer");
      assertThat(api.post("/api/auth/register", "", body).refusal()).isEqualTo("409 conflict");
      var weak = Map.of("email", "o@example.org", "full_name", "O", "password", "short");
      assertThat(api.post("/api/auth/register", "", weak).refusal())
          .isEqualTo("400 invalid_request");
    }
  }

  @Test
  void whoRegistersAgainAndAgainIsSentAway() {
    try (var app = variant(1_000)) {
      var api = start(app);
      var weak = Map.of("email", "w@example.org", "full_name", "W", "password", "short");
      for (int i = 0; i < 10; i++) {
        assertThat(api.post("/api/auth/register", "", weak).refusal())
            .isEqualTo("400 invalid_request");
      }

      var limited = api.post("/api/auth/register", "", weak);

      assertThat(limited.refusal()).isEqualTo("429 rate_limited");
      assertThat(Integer.parseInt(limited.header("retry-after"))).isBetween(1, 900);
      assertThat(studio.entries(limited)).hasSize(1);
    }
  }

  @Test
  void wherePasswordChangesAreAdvisedAnInvitedUserMayWorkAtOnce() {
    try (var app = variant(1_000)) {
      var api = start(app);
      var invited =
          api.post(
                  "/api/users/invite",
                  studio.admin(),
                  Map.of("email", "at-once@example.org", "full_name", "A", "role", "developer"))
              .expect(201);
      var login =
          api.post(
              "/api/auth/login",
              "",
              Map.of(
                  "email", "at-once@example.org", "password", invited.text("temporary_password")));

      assertThat(login.json().get("must_change_password").asBoolean()).isTrue();
      assertThat(api.get("/api/domains", login.text("access_token")).status()).isEqualTo(200);
    }
  }

  @Test
  void aFloodOfAnonymousRefusalsIsCountedInsteadOfListed() {
    long before = studio.rows("select 1 from audit_log_chain where kind = 'auth_failure'").size();
    try (var app = variant(3)) {
      var api = start(app);
      for (int i = 0; i < 20; i++) {
        assertThat(api.get("/api/users", "").status()).isEqualTo(401);
      }
    }

    assertThat(studio.rows("select 1 from audit_log_chain where kind = 'auth_failure'"))
        .hasSize((int) before + 3);
    assertThat(
            studio.one(
                "select details::jsonb ->> 'count' from audit_log_chain where kind = 'aggregate'"))
        .isEqualTo("17");
    assertThat(studio.rows("select kind from audit_log_chain order by id desc limit 2"))
        .contains("aggregate");
    assertThat(studio.rows("select kind from audit_log_chain")).contains("shutdown");
  }

  private StudioApp variant(int listedRefusals) {
    var usual = studio.config;
    return new StudioApp(
        new StudioConfig(
            usual.listener(),
            usual.database(),
            usual.tokens(),
            usual.encryptionKey(),
            new StudioConfig.Audit(
                usual.audit().databaseUrl(),
                usual.audit().hmacSecret(),
                Duration.ofSeconds(2),
                listedRefusals),
            Optional.empty(),
            new StudioConfig.Accounts(true, false),
            usual.defaultModels()),
        studio.clock,
        new SecureRandom());
  }

  private Api start(StudioApp app) {
    app.start("0".repeat(64), Duration.ofSeconds(10));
    return new Api(studio.ca.anonymous(), app.port());
  }
}
