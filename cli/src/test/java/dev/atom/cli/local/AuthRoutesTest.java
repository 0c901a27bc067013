// SPDX-License-Identifier: Apache-2.0
package dev.atom.cli.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atom.cli.CommandRun;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class AuthRoutesTest {
  @Test
  void everyOpenRouteIsListedWithItsListenerAndItsReason() {
    var run = CommandRun.of("auth", "routes", "--json");

    assertThat(run.status()).isZero();
    List<String> all = new ArrayList<>();
    run.json()
        .forEach(route -> {
          assertThat(route.path("reason").asText()).isNotBlank();
          assertThat(route.path("reached_by").asText()).isNotBlank();
          all.add(route.path("listener").asText() + " " + route.path("path").asText());
        });
    assertThat(all)
        .containsExactlyInAnyOrder(
            "gate /healthz",
            "gate /readyz",
            "studio /healthz",
            "studio /readyz",
            "studio /api/auth/login",
            "studio /api/auth/refresh",
            "studio /api/auth/register",
            "studio /openapi.json",
            "llm /healthz",
            "llm /readyz");
  }

  @Test
  void peopleGetATable() {
    var run = CommandRun.of("auth", "routes");

    assertThat(run.out()).contains("LISTENER", "BECAUSE", "/api/auth/login", "certificate");
  }
}
