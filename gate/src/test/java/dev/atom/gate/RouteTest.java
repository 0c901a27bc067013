// SPDX-License-Identifier: Apache-2.0
package dev.atom.gate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atom.gate.Route.Target;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RouteTest {
  private static final String BASE =
      "/domain/0b0e4a5e-94f1-4b6d-9f3a-6c2f6f9e1a01/agent/5f2d7c1e-2f83-4c57-8b1e-0a4d2b9c7e02";

  @ParameterizedTest
  @CsvSource({
    "/v1/chat/completions, LLM",
    "/v1, LLM",
    "/v1x, AGENT",
    "/hitl/request, HITL",
    "/memory/search, MEMORY",
    "/tools/search, AGENT",
    "/, AGENT",
    "/files/a%20b, AGENT"
  })
  void theMostSpecificTargetWins(String rest, Target target) {
    assertThat(Route.parse(BASE + rest))
        .hasValueSatisfying(route -> {
          assertThat(route.target()).isEqualTo(target);
          assertThat(route.rest()).isEqualTo(rest);
        });
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/v1/../hitl/queue",
        "/v1/./models",
        "/./v1",
        "//v1/models",
        "/v1//models",
        "/v1/%2e%2e/hitl",
        "/v1%2Fmodels",
        "/v1/%5c..",
        "/v1/%00",
        "/v1/%252e",
        "/%61dmin",
        "/tools/pa%79",
        "/files/a%2Db",
        "/v1;a=b/models",
        "/v1\\models",
        "/v1/%zz",
        "/v1/%4",
        "/v1/..",
        "/v1/mod\u00e9ls"
      })
  void whatCouldBeReadInTwoWaysLeadsNowhere(String rest) {
    assertThat(Route.parse(BASE + rest)).isEmpty();
  }

  @Test
  void idsMustBeWellFormed() {
    assertThat(Route.parse(BASE)).isPresent();
    assertThat(Route.parse(BASE + "0")).isEmpty();
    assertThat(Route.parse(BASE.replace("0b0e", "0B0E"))).isEmpty();
    assertThat(Route.parse("/domain/x/agent/y/v1/models")).isEmpty();
    assertThat(Route.parse("")).isEmpty();
  }
}
