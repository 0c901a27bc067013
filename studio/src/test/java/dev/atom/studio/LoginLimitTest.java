// SPDX-License-Identifier: Apache-2.0
package dev.atom.studio;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atom.testing.Feature;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class LoginLimitTest {
  private final Studio studio = Studio.shared();

  @Test
  @Feature("A24")
  void twentyWrongLoginsAreAnsweredAndTheNextIsRefusedWithAnEvent() {
    var person = studio.person("developer");

    for (int i = 0; i < 20; i++) {
      var wrong = studio.login(person.email(), "wrong password " + i);
      assertThat(wrong.refusal()).isEqualTo("401 invalid_credentials");
    }
    var limited = studio.login(person.email(), Studio.PASSWORD);

    assertThat(limited.refusal()).isEqualTo("429 login_rate_limited");
    assertThat(Integer.parseInt(limited.header("retry-after"))).isBetween(1, 900);
    assertThat(studio.entries(limited))
        .singleElement()
        .satisfies(entry -> {
          assertThat(entry.fact().kind()).isEqualTo("auth_failure");
          assertThat(entry.fact().verdict().reason()).isEqualTo("login_rate_limited");
          assertThat(entry.fact().details()).contains("account").doesNotContain(Studio.PASSWORD);
        });
    studio.clock.after(
        Duration.ofMinutes(16),
        () ->
            assertThat(studio.login(person.email(), Studio.PASSWORD).refusal())
                .as("setting the machine's time frees nobody")
                .isEqualTo("429 login_rate_limited"));
  }

  @Test
  void anUnknownEMailIsAnsweredLikeAWrongPassword() {
    var person = studio.person("developer");

    var unknown = studio.login("nobody@example.org", Studio.PASSWORD);
    var wrong = studio.login(person.email(), "not the password at all");

    assertThat(unknown.refusal()).isEqualTo(wrong.refusal());
    assertThat(unknown.text("detail")).isEqualTo(wrong.text("detail"));
  }
}
