// SPDX-License-Identifier: Apache-2.0
package dev.atom.identity;

import static dev.atom.identity.Fixture.NOW;
import static dev.atom.identity.Fixture.TOKENS;
import static dev.atom.identity.Fixture.agentClaims;
import static dev.atom.identity.Fixture.humanClaims;
import static dev.atom.identity.Fixture.refusal;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// What an attacker would send, and what it is called.
class ForgedTokenTest {
  private static final String HUMAN = Fixture.USER;

  static Stream<Arguments> forgeries() {
    String valid = TOKENS.sign(agentClaims());
    return Stream.of(
        row("none", TOKENS.unsigned(agentClaims()), AuthenticationFailure.MALFORMED),
        row(
            "none with a signature",
            TOKENS.unsigned(agentClaims()) + "AA",
            AuthenticationFailure.WRONG_ALGORITHM),
        row(
            "HS256 with the public key as secret",
            TOKENS.signedWithPublicKeyAsSecret(agentClaims()),
            AuthenticationFailure.WRONG_ALGORITHM),
        row(
            "RS512",
            TOKENS.signedWith("RS512", agentClaims()),
            AuthenticationFailure.WRONG_ALGORITHM),
        row(
            "RS384",
            TOKENS.signedWith("RS384", agentClaims()),
            AuthenticationFailure.WRONG_ALGORITHM),
        row(
            "PS256",
            TOKENS.signedWith("PS256", agentClaims()),
            AuthenticationFailure.WRONG_ALGORITHM),
        row("alg in other case", header("alg", "rs256"), AuthenticationFailure.WRONG_ALGORITHM),
        row("alg not text", header("alg", List.of("RS256")), AuthenticationFailure.WRONG_ALGORITHM),
        row(
            "stranger's signature",
            TOKENS.signedByStranger(agentClaims()),
            AuthenticationFailure.BAD_SIGNATURE),
        row(
            "altered payload",
            TOKENS.withPayload(valid, humanClaims()),
            AuthenticationFailure.BAD_SIGNATURE),
        row("unknown kid", header("kid", "0123456789abcdef"), AuthenticationFailure.UNKNOWN_KEY),
        row("kid not text", header("kid", 7), AuthenticationFailure.UNKNOWN_KEY),
        row("long kid", header("kid", "a".repeat(65)), AuthenticationFailure.UNKNOWN_KEY),
        row("no kid", header("kid", null), AuthenticationFailure.UNKNOWN_KEY),
        row("crit", header("crit", List.of("exp")), AuthenticationFailure.MALFORMED),
        row("jwk", header("jwk", Map.of("kty", "RSA")), AuthenticationFailure.MALFORMED),
        row("jku", header("jku", "https://evil.example/k"), AuthenticationFailure.MALFORMED),
        row("x5u", header("x5u", "https://evil.example/c"), AuthenticationFailure.MALFORMED),
        row("x5c", header("x5c", List.of("MII")), AuthenticationFailure.MALFORMED),
        row("zip", header("zip", "DEF"), AuthenticationFailure.MALFORMED),
        row("typ", header("typ", "at+jwt"), AuthenticationFailure.MALFORMED),
        row("truncated", valid.substring(0, valid.length() - 2), AuthenticationFailure.MALFORMED),
        row(
            "cut signature",
            valid.substring(0, valid.length() - 3),
            AuthenticationFailure.BAD_SIGNATURE),
        row("leading space", " " + valid, AuthenticationFailure.MALFORMED),
        row("trailing space", valid + " ", AuthenticationFailure.MALFORMED),
        row("line end", valid + "\n", AuthenticationFailure.MALFORMED),
        row("double dot", valid.replaceFirst("\\.", ".."), AuthenticationFailure.MALFORMED),
        row("fourth part", valid + ".AA", AuthenticationFailure.MALFORMED),
        row("padding", valid + "=", AuthenticationFailure.MALFORMED),
        row("second spelling", respelled(valid), AuthenticationFailure.MALFORMED),
        row("standard base64", "+/+/." + valid, AuthenticationFailure.MALFORMED),
        row("non-ASCII", valid.substring(1) + "\u00e9", AuthenticationFailure.MALFORMED),
        row("surrogate", "\ud800." + valid + ".\udc00", AuthenticationFailure.MALFORMED),
        row("no dots", "abcdef", AuthenticationFailure.MALFORMED),
        row("only dots", "..", AuthenticationFailure.MALFORMED),
        row("deep nesting", nested(), AuthenticationFailure.MALFORMED),
        row("huge", valid + "A".repeat(8192), AuthenticationFailure.MALFORMED),
        row("nbsp only", "\u00a0", AuthenticationFailure.MALFORMED));
  }

  static Stream<Arguments> claims() {
    return Stream.of(
        claim("iss", "evil", AuthenticationFailure.WRONG_ISSUER),
        claim("iss", null, AuthenticationFailure.WRONG_ISSUER),
        claim("aud", "atom-studio", AuthenticationFailure.WRONG_AUDIENCE),
        claim("aud", List.of("a", "b"), AuthenticationFailure.WRONG_AUDIENCE),
        claim("aud", null, AuthenticationFailure.WRONG_AUDIENCE),
        claim("exp", null, AuthenticationFailure.WRONG_CLAIMS),
        claim("exp", "1", AuthenticationFailure.WRONG_CLAIMS),
        claim("exp", 1.5e9, AuthenticationFailure.WRONG_CLAIMS),
        claim("exp", Long.MAX_VALUE, AuthenticationFailure.WRONG_CLAIMS),
        claim("exp", -1L, AuthenticationFailure.WRONG_CLAIMS),
        claim("exp", NOW.getEpochSecond() - 30, AuthenticationFailure.EXPIRED),
        claim("iat", null, AuthenticationFailure.WRONG_CLAIMS),
        claim("iat", NOW.getEpochSecond() + 31, AuthenticationFailure.NOT_YET_VALID),
        claim("nbf", NOW.getEpochSecond() + 31, AuthenticationFailure.NOT_YET_VALID),
        claim("nbf", "soon", AuthenticationFailure.WRONG_CLAIMS),
        claim("jti", null, AuthenticationFailure.WRONG_CLAIMS),
        claim("jti", "1", AuthenticationFailure.WRONG_CLAIMS),
        claim("type", "human", AuthenticationFailure.WRONG_CLAIMS),
        claim("type", "system", AuthenticationFailure.WRONG_CLAIMS),
        claim("type", null, AuthenticationFailure.WRONG_CLAIMS),
        claim("kind", "human", AuthenticationFailure.WRONG_CLAIMS),
        claim("kind", null, AuthenticationFailure.WRONG_CLAIMS),
        claim("sub", "agent-" + Fixture.DOMAIN, AuthenticationFailure.WRONG_CLAIMS),
        claim("sub", Fixture.AGENT, AuthenticationFailure.WRONG_CLAIMS),
        claim("agent_id", Fixture.DOMAIN, AuthenticationFailure.WRONG_CLAIMS),
        claim(
            "agent_id",
            Fixture.AGENT.toUpperCase(java.util.Locale.ROOT),
            AuthenticationFailure.WRONG_CLAIMS),
        claim("domain_id", null, AuthenticationFailure.WRONG_CLAIMS),
        claim("domain_id", "*", AuthenticationFailure.WRONG_CLAIMS));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("forgeries")
  void aForgedTokenIsRefusedByName(String name, String token, AuthenticationFailure expected) {
    assertThat(refusal(token)).as(name).isEqualTo(expected);
  }

  @ParameterizedTest(name = "{0} = {1}")
  @MethodSource("claims")
  void anAgentTokenWithOneWrongClaimIsRefused(
      String name, @Nullable Object value, AuthenticationFailure expected) {
    assertThat(refusal(TOKENS.sign(changed(agentClaims(), name, value))))
        .as(name)
        .isEqualTo(expected);
  }

  @Test
  void aHumanTokenNeedsAKnownRole() {
    for (@Nullable Object role : Arrays.asList("root", "", null, 1)) {
      assertThat(refusal(TOKENS.sign(changed(humanClaims(), "role", role))))
          .isEqualTo(AuthenticationFailure.WRONG_CLAIMS);
    }
    assertThat(refusal(TOKENS.human("agent-" + HUMAN, "admin", NOW)))
        .isEqualTo(AuthenticationFailure.WRONG_CLAIMS);
  }

  @Test
  void anotherSchemeIsNotRead() {
    String token = TOKENS.sign(agentClaims());
    for (String header : List.of("Basic " + token, token, "Bearer", "Bearer\t" + token)) {
      assertThat(refusal(Fixture.authenticator(), header, NOW))
          .isEqualTo(AuthenticationFailure.MALFORMED);
    }
  }

  @Test
  void everyFailureIsShownByARow() {
    Set<AuthenticationFailure> shown = EnumSet.noneOf(AuthenticationFailure.class);
    Stream.concat(forgeries(), claims())
        .forEach(row -> shown.add((AuthenticationFailure) row.get()[2]));
    shown.add(AuthenticationFailure.MISSING); // AuthenticatorTest
    shown.add(AuthenticationFailure.TOO_MANY_FAILURES); // SignatureBudgetTest

    assertThat(shown).containsExactlyInAnyOrder(AuthenticationFailure.values());
  }

  private static Arguments row(String name, String token, AuthenticationFailure expected) {
    return Arguments.of(name, token, expected);
  }

  private static Arguments claim(
      String name, @Nullable Object value, AuthenticationFailure expected) {
    return Arguments.of(name, value, expected);
  }

  private static String header(String name, @Nullable Object value) {
    return TOKENS.sign(changed(TOKENS.header(), name, value), agentClaims());
  }

  private static Map<String, Object> changed(
      Map<String, Object> map, String name, @Nullable Object value) {
    if (value == null) {
      map.remove(name);
    } else {
      map.put(name, value);
    }
    return map;
  }

  /// The same signature bytes with other spare bits in the last character.
  private static String respelled(String token) {
    String alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    int last = alphabet.indexOf(token.charAt(token.length() - 1));
    return token.substring(0, token.length() - 1) + alphabet.charAt(last ^ 1);
  }

  private static String nested() {
    String json = "{\"alg\":\"RS256\",\"a\":" + "[".repeat(2000) + "]".repeat(2000) + "}";
    return java.util.Base64.getUrlEncoder()
            .withoutPadding()
            .encodeToString(json.getBytes(java.nio.charset.StandardCharsets.UTF_8))
        + ".e30.AA";
  }
}
