// SPDX-License-Identifier: Apache-2.0
package dev.atom.identity;

import static dev.atom.identity.Fixture.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class VerifiedTokenCacheTest {
  @Test
  void staysWithinItsBoundAndKeepsWhatIsUsed() {
    var cache = new VerifiedTokenCache(100);
    var used = token("used");
    cache.add(used);
    for (int i = 0; i < 10_000; i++) {
      cache.add(token("t" + i));
      assertThat(cache.find(used.hash())).isEqualTo(used);
      assertThat(cache.size()).isLessThanOrEqualTo(102);
    }
    assertThat(cache.find(TokenHash.ofToken("t0"))).isNull();
  }

  @Test
  void whatIsRemovedIsGone() {
    var cache = new VerifiedTokenCache(2);
    var token = token("x");
    cache.add(token);
    cache.remove(token.hash());

    assertThat(cache.find(token.hash())).isNull();
  }

  private static VerifiedToken token(String text) {
    return new VerifiedToken(
        new Principal.Human(UserId.parse(Fixture.USER), Role.ADMIN),
        TokenKind.HUMAN,
        TokenHash.ofToken(text),
        Fixture.USER,
        "k",
        NOW,
        NOW.plusSeconds(60));
  }
}
