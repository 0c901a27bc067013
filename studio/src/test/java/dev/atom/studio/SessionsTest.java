// SPDX-License-Identifier: Apache-2.0
package dev.atom.studio;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atom.testing.Feature;
import dev.atom.testing.TestTokens;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class SessionsTest {
  private final Studio studio = Studio.shared();
  private final Api api = studio.api;

  @Test
  void theBootstrappedAdministratorIsToldToChangeThePasswordAndItsFileGoes() {
    assertThat(studio.firstLogin.get("must_change_password").asBoolean()).isTrue();
    assertThat(studio.beforePasswordChange.status()).isEqualTo(200);
    assertThat(studio.passwordFileGone).isTrue();
    assertThat(studio.login(Studio.ADMIN, Studio.FIRST_PASSWORD).refusal())
        .isEqualTo("401 invalid_credentials");
  }

  @Test
  void anAccessTokenSaysWhoAndForWhomAndForHowLong() {
    var person = studio.person("developer");
    var claims = Tokens.claims(studio.login(person.email(), Studio.PASSWORD).text("access_token"));

    assertThat(claims.get("sub").asText()).isEqualTo(person.id());
    assertThat(claims.get("type").asText()).isEqualTo("human");
    assertThat(claims.get("role").asText()).isEqualTo("developer");
    assertThat(claims.get("iss").asText()).isEqualTo("atom-studio");
    assertThat(claims.get("aud"))
        .extracting(com.fasterxml.jackson.databind.JsonNode::asText)
        .contains("atom-studio", "atom-gate");
    assertThat(claims.get("exp").asLong() - claims.get("iat").asLong()).isEqualTo(900);
    assertThat(UUID.fromString(claims.get("jti").asText())).isNotNull();
  }

  @Test
  @Feature("A4")
  void anAccessTokenEndsAfterAQuarterOfAnHour() {
    var person = studio.person("developer");

    assertThat(api.get("/api/auth/me", person.token()).status()).isEqualTo(200);
    studio.clock.after(
        Duration.ofMinutes(16),
        () ->
            assertThat(api.get("/api/auth/me", person.token()).refusal())
                .isEqualTo("401 token_expired"));
  }

  @Test
  @Feature("A5")
  void aRefreshTokenIsGoodOnceAndItsReuseEndsTheSession() {
    var person = studio.person("developer");

    var renewed = refresh(person.refreshToken()).expect(200);
    assertThat(api.get("/api/auth/me", renewed.text("access_token")).status()).isEqualTo(200);
    assertThat(refresh(person.refreshToken()).refusal()).isEqualTo("401 invalid_refresh_token");

    assertThat(refresh(renewed.text("refresh_token")).refusal())
        .isEqualTo("401 invalid_refresh_token");
    assertThat(api.get("/api/auth/me", renewed.text("access_token")).refusal())
        .isEqualTo("401 token_revoked");
    assertThat(api.get("/api/auth/me", person.token()).refusal()).isEqualTo("401 token_revoked");
    assertThat(studio.login(person.email(), Studio.PASSWORD).status()).isEqualTo(200);
  }

  @Test
  @Feature("A5")
  void ofTwoUsesAtTheSameMomentOneIsRefused() throws Exception {
    var person = studio.person("developer");

    try (var calls = java.util.concurrent.Executors.newVirtualThreadPerTaskExecutor()) {
      var one = calls.submit(() -> refresh(person.refreshToken()).status());
      var other = calls.submit(() -> refresh(person.refreshToken()).status());
      assertThat(java.util.List.of(one.get(), other.get())).containsExactlyInAnyOrder(200, 401);
    }
  }

  @Test
  void aRefreshTokenEndsAfterSevenDays() {
    var person = studio.person("developer");

    studio.clock.after(
        Duration.ofDays(8),
        () ->
            assertThat(refresh(person.refreshToken()).refusal())
                .isEqualTo("401 invalid_refresh_token"));
    assertThat(refresh(person.refreshToken()).status()).isEqualTo(200);
  }

  @Test
  void onlyHashesOfRefreshTokensAreStored() {
    var person = studio.person("developer");

    assertThat(studio.rows("select hash from refresh_tokens"))
        .doesNotContain(person.refreshToken())
        .contains(dev.atom.base.Sha256.hex(person.refreshToken()));
  }

  @Test
  void logoutEndsTheSessionAtOnce() {
    var person = studio.person("developer");

    api.post("/api/auth/logout", person.token(), Map.of()).expect(200);

    assertThat(api.get("/api/auth/me", person.token()).refusal()).isEqualTo("401 token_revoked");
    assertThat(refresh(person.refreshToken()).refusal()).isEqualTo("401 invalid_refresh_token");
  }

  @Test
  void aPasswordChangeEndsTheOtherSessionsOnly() {
    var person = studio.person("developer");
    var other = studio.login(person.email(), Studio.PASSWORD).text("access_token");

    api.post(
            "/api/auth/password",
            person.token(),
            Map.of("current", Studio.PASSWORD, "new", "another fine password"))
        .expect(200);

    assertThat(api.get("/api/auth/me", person.token()).status()).isEqualTo(200);
    assertThat(api.get("/api/auth/me", other).refusal()).isEqualTo("401 token_revoked");
    assertThat(studio.login(person.email(), Studio.PASSWORD).status()).isEqualTo(401);
  }

  @Test
  void aPasswordChangeNeedsTheCurrentOneAndALongNewOne() {
    var person = studio.person("developer");

    assertThat(
            api.post(
                    "/api/auth/password",
                    person.token(),
                    Map.of("current", "not the password", "new", "another fine password"))
                .refusal())
        .isEqualTo("401 invalid_credentials");
    var tooShort =
        api.post(
            "/api/auth/password",
            person.token(),
            Map.of("current", Studio.PASSWORD, "new", "short"));
    assertThat(tooShort.refusal()).isEqualTo("400 invalid_request");
    assertThat(tooShort.text("detail")).contains("12 to 128").doesNotContain("short");
  }

  @Test
  void tokensThatStudioDidNotSignForItselfAreRefused() {
    var agent = studio.agent(studio.admin(), studio.domain(studio.admin()));
    var person = studio.person("developer");
    var tokens = TestTokens.shared();
    var now = Instant.now();
    var claims = tokens.humanClaims(person.id(), "admin", now);

    assertThat(api.get("/api/auth/me", "").refusal()).isEqualTo("401 missing_token");
    assertThat(api.get("/api/auth/me", agent.token()).refusal()).isEqualTo("401 invalid_token");
    assertThat(api.get("/api/auth/me", tokens.signedByStranger(claims)).refusal())
        .isEqualTo("401 invalid_token");
    assertThat(api.get("/api/auth/me", tokens.unsigned(claims)).refusal())
        .isEqualTo("401 invalid_token");
    claims.put("aud", "atom-gate");
    assertThat(api.get("/api/auth/me", tokens.sign(claims)).refusal())
        .isEqualTo("401 invalid_token");
  }

  private Api.Answer refresh(String token) {
    return api.post("/api/auth/refresh", "", Map.of("refresh_token", token));
  }
}
