// SPDX-License-Identifier: Apache-2.0
package dev.atom.system.attack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.atom.audit.chain.AuditEntry;
import dev.atom.testing.Feature;
import dev.atom.testing.RawSocketClient;
import dev.atom.testing.RawSocketClient.Heard;
import dev.atom.testing.ScriptedUpstream;
import dev.atom.testing.TestTokens;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Forged, stolen and misplaced credentials, and identities that nobody proved.
class CredentialAttacksIT {
  private static final TestTokens TOKENS = TestTokens.shared();
  private static AttackField field;

  @BeforeAll
  static void start() {
    field = new AttackField();
  }

  @AfterAll
  static void stop() {
    field.close();
  }

  private static Map<String, Object> claims() {
    return TOKENS.agentClaims(field.agent.id(), field.agent.domain(), "client", Instant.now());
  }

  private static String with(String claim, Object value) {
    Map<String, Object> claims = claims();
    claims.put(claim, value);
    return TOKENS.sign(claims);
  }

  private static String header(String name, Object value) {
    Map<String, Object> header = TOKENS.header();
    header.put(name, value);
    return TOKENS.sign(header, claims());
  }

  static Stream<Arguments> forgeries() {
    Map<String, Object> other = claims();
    other.put("agent_id", "00000000-0000-4000-8000-000000000000");
    return Stream.of(
        Arguments.of("unsigned", TOKENS.unsigned(claims()), "MALFORMED"),
        Arguments.of("none, signed", header("alg", "none"), "WRONG_ALGORITHM"),
        Arguments.of(
            "HS256 with the public key",
            TOKENS.signedWithPublicKeyAsSecret(claims()),
            "WRONG_ALGORITHM"),
        Arguments.of("RS512", TOKENS.signedWith("RS512", claims()), "WRONG_ALGORITHM"),
        Arguments.of("PS256", TOKENS.signedWith("PS256", claims()), "WRONG_ALGORITHM"),
        Arguments.of("wrong issuer", with("iss", "atom-stud1o"), "WRONG_ISSUER"),
        Arguments.of("wrong audience", with("aud", "atom-studio"), "WRONG_AUDIENCE"),
        Arguments.of("no audience", with("aud", List.of()), "WRONG_AUDIENCE"),
        Arguments.of("wrong type", with("type", "human"), "WRONG_CLAIMS"),
        Arguments.of("wrong subject", with("sub", "agent-x"), "WRONG_CLAIMS"),
        Arguments.of("not yet", with("iat", Instant.now().plusSeconds(3600).getEpochSecond()), ""),
        Arguments.of("unknown key", header("kid", "0123456789abcdef"), "UNKNOWN_KEY"),
        Arguments.of("its own key", header("jwk", Map.of("kty", "RSA")), "MALFORMED"),
        Arguments.of("another's key", header("jku", "https://evil.example/keys"), "MALFORMED"),
        Arguments.of("a stranger's signature", TOKENS.signedByStranger(claims()), "BAD_SIGNATURE"),
        Arguments.of(
            "altered payload", TOKENS.withPayload(field.agent.token(), other), "BAD_SIGNATURE"),
        Arguments.of("another spelling", field.agent.token() + "=", "MALFORMED"),
        Arguments.of("two parts", "a.b", "MALFORMED"),
        Arguments.of("too long", "a".repeat(9_000), "MALFORMED"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("forgeries")
  @Feature({"A1", "A3"})
  void aForgedTokenIsRefusedAndRecorded(String name, String token, String cause) {
    assertRefused("authorization: Bearer " + token + "\r\n", "invalid_token", cause);
  }

  @Test
  void twoCredentialsAreNone() {
    String good = "Bearer " + field.agent.token();

    assertRefused(
        "authorization: " + good + "\r\nAuthorization: " + good + "\r\n", "invalid_token", "");
    assertRefused("authorization: Basic x\r\nauthorization: " + good + "\r\n", "invalid_token", "");
    assertRefused("authorization: " + good + ", " + good + "\r\n", "invalid_token", "");
  }

  @Test
  void otherSchemesAreRefused() {
    assertRefused("authorization: Basic dXNlcjpwYXNz\r\n", "invalid_token", "");
    assertRefused("authorization: " + field.agent.token() + "\r\n", "invalid_token", "");
    assertRefused("authorization: Token " + field.agent.token() + "\r\n", "invalid_token", "");
    assertRefused("authorization: Bearer\r\n", "invalid_token", "");
    assertRefused("authorization:\r\n", "missing_token", "");
  }

  @Test
  void otherPlacesAreNotLookedAt() {
    String token = field.agent.token();

    assertRefused("x-api-key: " + token + "\r\n", "missing_token", "");
    assertRefused("cookie: authorization=" + token + "\r\n", "missing_token", "");
    assertRefused("proxy-authorization: Bearer " + token + "\r\n", "missing_token", "");
    var entry = assertRefused("/v1/models?access_token=" + token, "", "missing_token", "");
    assertThat(entry.toString()).doesNotContain(token);
  }

  private static AuditEntry assertRefused(String lines, String code, String cause) {
    return assertRefused("/v1/models", lines, code, cause);
  }

  private static AuditEntry assertRefused(String rest, String lines, String code, String cause) {
    String source = field.newSource();
    long seq = field.seq();
    int calls = field.upstream.calls().size();

    Heard heard = ask(field.port, source, rest, lines);

    assertThat(heard.status()).as(heard.text()).isIn(expectedStatus(rest));
    if (heard.status() == 414) {
      return field.refusalOf(source, seq, "uri_too_long");
    }
    assertThat(heard.text())
        .contains(
            "\"type\":\"AuthenticationError\"", "\"param\":null", "\"code\":\"" + code + "\"");
    assertThat(heard.header("x-should-retry")).isEqualTo("false");
    assertThat(heard.header("www-authenticate")).startsWith("Bearer");
    var entry = field.refusalOf(source, seq, code);
    assertThat(entry.fact().decisionId()).isEqualTo(heard.header("x-atom-decision-id"));
    assertThat(entry.fact().details()).contains(cause);
    assertThat(field.upstream.calls()).as("upstream calls").hasSize(calls);
    return entry;
  }

  private static List<Integer> expectedStatus(String rest) {
    return rest.contains("access_token") ? List.of(401, 414) : List.of(401);
  }

  private static Heard ask(int port, String source, String rest, String lines) {
    try (var client =
        RawSocketClient.tls(field.platform.ca.anonymous(), port, "http/1.1", source)) {
      boolean _ =
          client.send(
              "GET "
                  + field.agent.base()
                  + rest
                  + " HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n"
                  + lines
                  + "\r\n");
      return client.hear(AttackField.PATIENCE);
    }
  }

  @Test
  void theSchemeHasNoCase() {
    String token = field.agent.token();

    for (String scheme : List.of("bearer", "BEARER", "bEaReR")) {
      assertThat(
              ask(
                      field.port,
                      field.newSource(),
                      "/v1/models",
                      "authorization: " + scheme + " " + token + "\r\n")
                  .status())
          .as(scheme)
          .isEqualTo(200);
    }
  }

  @Test
  @Feature("A3")
  void aTokenThatWasGoodExpires() {
    Instant[] now = {Instant.now()};
    InstantSource clock = () -> now[0];
    String token = "authorization: Bearer " + field.agent.token() + "\r\n";
    try (var app =
        field.platform.startGate(clock, Map.of(), "upstream.llm-url=" + field.upstream.uri())) {
      await()
          .atMost(AttackField.PATIENCE)
          .untilAsserted(() ->
              assertThat(ask(app.port(), field.newSource(), "/v1/models", token).status())
                  .isEqualTo(200));
      String source = field.newSource();
      long seq = field.seq();

      now[0] = now[0].plus(Duration.ofDays(91));
      Heard heard = ask(app.port(), source, "/v1/models", token);

      assertThat(heard.status()).isEqualTo(401);
      assertThat(heard.text()).contains("\"code\":\"token_expired\"");
      assertThat(heard.header("x-should-retry")).isEqualTo("false");
      field.refusalOf(source, seq, "token_expired");
    }
  }

  @Test
  @Feature({"B16", "C1"})
  void aFloodOfForgedTokensIsSlowedCountedAndHarmsNobodyElse() {
    String source = field.newSource();
    long seq = field.seq();
    String good = field.head("GET", "/v1/models") + "\r\n";
    String forged = TOKENS.signedByStranger(claims());
    int attempts = 200;
    var flood = new StringBuilder(good);
    for (int i = 0; i < attempts; i++) {
      // Another payload each time, so that nothing is found in a cache.
      String other = TOKENS.withPayload(forged, Map.of("i", i));
      flood.append(good.replace(field.agent.token(), other));
    }
    flood.append(field.goodRequest());

    Heard heard = field.attack(source, flood.toString());

    assertThat(heard.answers()).isEqualTo(attempts + 2);
    assertThat(count(heard, "HTTP/1.1 200 ")).as("valid callers").isEqualTo(2);
    assertThat(count(heard, "\"code\":\"too_many_failures\"")).isGreaterThan(attempts / 4);
    assertThat(count(heard, "\"code\":\"invalid_token\"")).isBetween(50, attempts);
    assertThat(heard.header("retry-after")).isEqualTo("1");
    await()
        .atMost(Duration.ofSeconds(15))
        .untilAsserted(() -> assertThat(recorded(source, seq)).isEqualTo(attempts));
    assertThat(field.entriesOf(source, seq))
        .filteredOn(entry -> entry.fact().kind().equals("auth_failure"))
        .hasSizeLessThan(60);
  }

  private static int count(Heard heard, String text) {
    return heard.text().split(java.util.regex.Pattern.quote(text), -1).length - 1;
  }

  /// Refusals of a source on record, one by one or counted.
  private static long recorded(String source, long seq) {
    return field.entriesOf(source, seq).stream()
        .mapToLong(entry ->
            switch (entry.fact().kind()) {
              case "auth_failure" -> 1;
              case "aggregate" ->
                  Long.parseLong(entry.fact().details().replaceAll(".*\"count\":([0-9]+).*", "$1"));
              default -> 0;
            })
        .sum();
  }

  private static final String SPOOFED =
      """
      X-ATOM-Agent-ID: evil\r
      x-atom-agent-id: evil\r
      X-Atom-Domain-Id: evil\r
      x-ATOM-decision-id: evil\r
      X_ATOM_Agent_ID: evil\r
      X-ATOM-Anything: evil\r
      X-User-ID: evil\r
      X-USER-ROLES: admin-evil\r
      x_user_email: evil\r
      X-User-Anything: evil\r
      X-Forwarded-For: 6.6.6.6, evil\r
      X-Forwarded-Proto: evil\r
      X-Forwarded-Client-Cert: evil\r
      Forwarded: for=evil\r
      Connection: X-ATOM-Agent-ID, x-atom-domain-id, X-Nominated, authorization\r
      X-Nominated: evil\r
      """;

  @Test
  @Feature("B3")
  void theUpstreamSeesVerifiedIdentitiesOnly() {
    var call = forwarded(field.agent.token(), SPOOFED);

    assertThat(values(call, "x-atom-agent-id")).containsExactly(field.agent.id());
    assertThat(values(call, "x-atom-domain-id")).containsExactly(field.agent.domain());
    assertThat(values(call, "x-atom-decision-id")).hasSize(1);
    assertThat(call.headers().keySet())
        .noneMatch(name ->
            name.toLowerCase(java.util.Locale.ROOT).replace('_', '-').startsWith("x-user-"));
    assertThat(call.toString()).doesNotContain("evil");
  }

  @Test
  @Feature("B3")
  void aPersonsIdentityComesFromTheToken() {
    String me = field.platform.studio.get("/api/auth/me").get("id").asText();

    var call = forwarded(field.platform.studio.token(), SPOOFED);

    assertThat(values(call, "x-user-id")).containsExactly(me);
    assertThat(values(call, "x-user-roles")).containsExactly("admin");
    assertThat(call.toString()).doesNotContain("evil");
  }

  @Test
  void theCallersTokenGoesNoFurtherWhateverHeaderItCameIn() {
    String token = field.agent.token();
    String everywhere =
        Stream.of("cookie", "proxy-authorization", "x-api-key", "api-key", "x-token", "Referer")
            .map(name -> name + ": x " + token + "\r\n")
            .reduce("", String::concat);

    var call = forwarded(token, everywhere);

    assertThat(call.toString()).doesNotContain(token);
    assertThat(field.upstream.calls()).noneMatch(c -> c.toString().contains(token));
  }

  /// The call that arrived at the upstream.
  private static ScriptedUpstream.Call forwarded(String token, String lines) {
    String source = field.newSource();
    long seq = field.seq();
    int calls = field.upstream.calls().size();

    Heard heard =
        ask(
            field.port,
            source,
            "/memory/search",
            "authorization: Bearer " + token + "\r\n" + lines);

    assertThat(heard.status()).as(heard.text()).isEqualTo(200);
    var entries = field.entriesOf(source, seq);
    assertThat(entries).anyMatch(entry -> entry.fact().kind().equals("decision"));
    assertThat(entries.toString()).doesNotContain(token);
    assertThat(field.upstream.calls()).hasSize(calls + 1);
    return field.upstream.calls().getLast();
  }

  private static List<String> values(ScriptedUpstream.Call call, String name) {
    return call.headers().getOrDefault(name, List.of());
  }
}
