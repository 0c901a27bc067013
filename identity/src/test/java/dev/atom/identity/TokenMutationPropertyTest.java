// SPDX-License-Identifier: Apache-2.0
package dev.atom.identity;

import static dev.atom.identity.Fixture.NOW;
import static dev.atom.identity.Fixture.TOKENS;
import static dev.atom.identity.Fixture.accepted;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

/// However a valid token is changed, it authenticates nobody and nothing is thrown.
class TokenMutationPropertyTest {
  private static final int MUTATIONS = 8_000;
  private static final String ODD = "AZaz09-_.=+/ \n\u0000\u00e9\ud83d{}\"";

  @Test
  void noMutationOfAValidTokenAuthenticates() {
    var authenticator = Fixture.authenticator();
    String agent = TOKENS.sign(Fixture.agentClaims());
    String human = TOKENS.sign(Fixture.humanClaims());
    accepted(authenticator, agent, NOW);
    long seed = 20261122;
    var random = new Random(seed);
    for (int i = 0; i < MUTATIONS; i++) {
      String original = random.nextBoolean() ? agent : human;
      String mutated = mutate(original, random);
      if (!mutated.equals(original)) {
        assertThat(authenticator.authenticate("Bearer " + mutated, NOW))
            .as("seed %d, mutation %d: %s", seed, i, mutated)
            .isInstanceOf(Authentication.Rejected.class);
      }
    }
  }

  @Test
  void noTextThrows() {
    var authenticator = Fixture.authenticator();
    long seed = 42;
    var random = new Random(seed);
    for (int i = 0; i < MUTATIONS; i++) {
      var text = new StringBuilder(random.nextBoolean() ? "Bearer " : "");
      int length = random.nextInt(60);
      for (int j = 0; j < length; j++) {
        text.append(
            random.nextInt(4) == 0
                ? (char) random.nextInt(0x10000)
                : ODD.charAt(random.nextInt(ODD.length())));
      }
      assertThat(authenticator.authenticate(text.toString(), NOW))
          .as("seed %d, text %d", seed, i)
          .isInstanceOf(Authentication.Rejected.class);
    }
  }

  private static String mutate(String token, Random random) {
    var text = new StringBuilder(token);
    int changes = 1 + random.nextInt(3);
    for (int i = 0; i < changes; i++) {
      int at = random.nextInt(text.length());
      char c = ODD.charAt(random.nextInt(ODD.length()));
      switch (random.nextInt(6)) {
        case 0 -> text.setCharAt(at, c);
        case 1 -> text.insert(at, c);
        case 2 -> text.deleteCharAt(at);
        case 3 -> text.setLength(Math.max(1, at));
        case 4 -> text.insert(at, text.substring(at, Math.min(text.length(), at + 40)));
        default -> text.setCharAt(at, (char) (text.charAt(at) ^ 1 << random.nextInt(3)));
      }
    }
    return text.toString();
  }
}
