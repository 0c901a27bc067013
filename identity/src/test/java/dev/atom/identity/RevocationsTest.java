// SPDX-License-Identifier: Apache-2.0
package dev.atom.identity;

import static dev.atom.identity.Fixture.NOW;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RevocationsTest {
  private static final String SUBJECT = "agent-" + Fixture.AGENT;

  @Test
  void nothingAgainstATokenIsGood() {
    assertThat(Revocations.of(0, Set.of(), Map.of()).standing(token(TokenKind.POD, NOW)))
        .isInstanceOf(Standing.Good.class);
  }

  @Test
  void aHashInTheDenySetIsRevoked() {
    var token = token(TokenKind.POD, NOW);

    assertThat(Revocations.of(3, Set.of(token.hash().hex()), Map.of()).standing(token))
        .isInstanceOf(Standing.Revoked.class);
  }

  @Test
  void regeneratingVoidsOneKindOnly() {
    var revocations =
        Revocations.of(3, Set.of(), Map.of(new SubjectKind(SUBJECT, TokenKind.CLIENT), NOW));

    assertThat(revocations.standing(token(TokenKind.CLIENT, NOW.minusSeconds(1))))
        .isInstanceOf(Standing.Revoked.class);
    assertThat(revocations.standing(token(TokenKind.CLIENT, NOW)))
        .isInstanceOf(Standing.Good.class);
    assertThat(revocations.standing(token(TokenKind.POD, NOW.minusSeconds(1))))
        .isInstanceOf(Standing.Good.class);
  }

  @Test
  void nothingKnownIsUnknownForEveryToken() {
    assertThat(Revocations.unknown().standing(token(TokenKind.HUMAN, NOW)))
        .isInstanceOf(Standing.Unknown.class);
    assertThatThrownBy(() -> Revocations.of(-1, Set.of(), Map.of())).hasMessageContaining("-1");
  }

  private static VerifiedToken token(TokenKind kind, Instant issuedAt) {
    return new VerifiedToken(
        new Principal.Agent(AgentId.parse(Fixture.AGENT), DomainId.parse(Fixture.DOMAIN)),
        kind,
        TokenHash.ofToken("x"),
        Fixture.USER,
        "k",
        issuedAt,
        issuedAt.plusSeconds(60));
  }
}
