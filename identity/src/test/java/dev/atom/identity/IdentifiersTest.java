// SPDX-License-Identifier: Apache-2.0
package dev.atom.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class IdentifiersTest {
  @Test
  void onlyOneSpellingIsAnIdentifier() {
    assertThat(AgentId.read(Fixture.AGENT)).contains(AgentId.parse(Fixture.AGENT));
    for (String text :
        List.of(
            "",
            Fixture.AGENT.toUpperCase(Locale.ROOT),
            Fixture.AGENT + " ",
            Fixture.AGENT.replace("-", ""),
            "{" + Fixture.AGENT.substring(2) + "}",
            "0a4d2c7e-3f1b-4c58-9d6a-2b7e8f901c3g",
            "0a4d2c7e03f1b-4c58-9d6a-2b7e8f901c34")) {
      assertThat(DomainId.read(text)).as(text).isEmpty();
      assertThatThrownBy(() -> UserId.parse(text)).hasMessageContaining("'" + text + "'");
    }
  }

  @Test
  void aTokenHashIsLowerCaseHex() {
    String hex = TokenHash.ofToken("abc").hex();

    assertThat(TokenHash.parse(hex).toString()).isEqualTo(hex);
    assertThatThrownBy(() -> TokenHash.parse(hex.toUpperCase(Locale.ROOT)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> TokenHash.parse(hex.substring(1)))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
