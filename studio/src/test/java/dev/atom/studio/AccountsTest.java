// SPDX-License-Identifier: Apache-2.0
package dev.atom.studio;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atom.testing.Feature;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AccountsTest {
  private final Studio studio = Studio.shared();
  private final Api api = studio.api;

  @Test
  @Feature("A11")
  void aUserIsInvitedChangesThePasswordAndLogsIn() {
    var invited =
        api.post(
                "/api/users/invite",
                studio.admin(),
                Map.of("email", "New.One@example.org", "full_name", "N", "role", "developer"))
            .expect(201);
    var first = studio.login("new.one@example.org", invited.text("temporary_password"));
    var token = first.expect(200).text("access_token");

    assertThat(first.json().get("must_change_password").asBoolean()).isTrue();
    assertThat(api.get("/api/domains", token).refusal()).isEqualTo("403 password_change_required");
    assertThat(audience(token)).containsExactly("atom-studio");
    api.post(
            "/api/auth/password",
            token,
            Map.of("current", invited.text("temporary_password"), "new", Studio.PASSWORD))
        .expect(200);
    assertThat(api.get("/api/domains", token).status()).isEqualTo(200);
    var me = api.get("/api/auth/me", token).json();
    assertThat(me.get("email").asText()).isEqualTo("new.one@example.org");
    assertThat(me.get("role").asText()).isEqualTo("developer");
    assertThat(me.get("is_active").asBoolean()).isTrue();
    assertThat(me.get("must_change_password").asBoolean()).isFalse();
    var renewed =
        api.post("/api/auth/refresh", "", Map.of("refresh_token", first.text("refresh_token")));
    assertThat(audience(renewed.text("access_token"))).containsExactly("atom-studio", "atom-gate");
  }

  /// For whom a token is; GATE refuses one that does not name it.
  private static List<String> audience(String token) {
    var claim = Tokens.claims(token).get("aud");
    if (claim.isTextual()) {
      return List.of(claim.asText());
    }
    List<String> all = new ArrayList<>();
    claim.forEach(each -> all.add(each.asText()));
    return all;
  }

  @Test
  @Feature("A11")
  void registrationIsOffUnlessSwitchedOn() {
    var refused =
        api.post(
            "/api/auth/register",
            "",
            Map.of("email", "me@example.org", "full_name", "Me", "password", Studio.PASSWORD));

    assertThat(refused.refusal()).isEqualTo("403 registration_closed");
    assertThat(studio.rows("select 1 from users where email = 'me@example.org'")).isEmpty();
  }

  @Test
  @Feature("A11")
  void aDeactivatedUserIsRefusedAtOnce() {
    var person = studio.person("developer");
    assertThat(api.get("/api/auth/me", person.token()).status()).isEqualTo(200);

    api.post("/api/users/" + person.id() + "/deactivate", studio.admin(), Map.of()).expect(200);

    assertThat(api.get("/api/auth/me", person.token()).refusal()).isEqualTo("401 token_revoked");
    assertThat(studio.login(person.email(), Studio.PASSWORD).refusal())
        .isEqualTo("401 user_deactivated");
    assertThat(
            api.post("/api/auth/refresh", "", Map.of("refresh_token", person.refreshToken()))
                .status())
        .isEqualTo(401);
    assertThat(
            studio.rows(
                "select kind from principal_not_before where subject = '" + person.id() + "'"))
        .containsExactly("human");
  }

  @Test
  @Feature("A11")
  void aNewRoleVoidsTheTokensThatCarryTheOldOne() {
    var person = studio.person("admin");
    assertThat(api.get("/api/users", person.token()).status()).isEqualTo(200);

    api.post("/api/users/" + person.id() + "/role", studio.admin(), Map.of("role", "developer"))
        .expect(200);

    assertThat(api.get("/api/users", person.token()).refusal()).isEqualTo("401 token_revoked");
    var again = studio.login(person.email(), Studio.PASSWORD).text("access_token");
    assertThat(Tokens.claims(again).get("role").asText()).isEqualTo("developer");
    assertThat(api.get("/api/users", again).refusal()).isEqualTo("403 not_permitted");
  }

  @Test
  void theLastAdministratorStays() {
    var admins =
        studio.rows(
            "select id from users where role = 'admin' and is_active and email <> '"
                + Studio.ADMIN
                + "'");
    for (String id : admins) {
      api.post("/api/users/" + id + "/deactivate", studio.admin(), Map.of()).expect(200);
    }
    var last = studio.one("select id from users where email = '" + Studio.ADMIN + "'");

    assertThat(api.post("/api/users/" + last + "/deactivate", studio.admin(), Map.of()).refusal())
        .isEqualTo("409 conflict");
    assertThat(
            api.post("/api/users/" + last + "/role", studio.admin(), Map.of("role", "developer"))
                .text("detail"))
        .contains(Studio.ADMIN)
        .contains("last active administrator");
  }

  @Test
  void anEMailAddressIsTakenOnce() {
    var person = studio.person("developer");

    var refused =
        api.post(
            "/api/users/invite",
            studio.admin(),
            Map.of("email", person.email(), "full_name", "X", "role", "admin"));

    assertThat(refused.refusal()).isEqualTo("409 conflict");
    assertThat(refused.text("detail")).contains(person.email());
  }

  @Test
  void passwordsAreStoredAsArgon2id() {
    studio.person("developer");

    assertThat(studio.rows("select password_hash from users"))
        .allMatch(hash -> hash.startsWith("$argon2id$v=19$m=19456,t=2,p=1$"))
        .doesNotHaveDuplicates();
  }

  @Test
  void readersOfTheDatabaseSeeNoPasswordsNoSessionsAndNoVirtualKeys() {
    try (var reader =
        dev.atom.storage.Database.open(
            dev.atom.storage.PostgresUrl.parse(studio.database.readerUrl()), "reader", 1)) {
      assertThat(reads(reader, "select email from users")).isTrue();
      assertThat(reads(reader, "select name from agents")).isTrue();
      assertThat(reads(reader, "select password_hash from users")).isFalse();
      assertThat(reads(reader, "select hash from refresh_tokens")).isFalse();
      assertThat(reads(reader, "select virtual_key_sealed from agents")).isFalse();
    }
  }

  private static boolean reads(dev.atom.storage.Database database, String sql) {
    try {
      return database.read(connection -> {
        try (var statement = connection.createStatement()) {
          return statement.execute(sql);
        }
      });
    } catch (dev.atom.base.AtomException e) {
      assertThat(e).hasMessageContaining("permission denied");
      return false;
    }
  }
}
