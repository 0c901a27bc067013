// SPDX-License-Identifier: Apache-2.0
package dev.atom.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.atom.testing.Feature;
import java.net.URI;
import java.net.http.HttpRequest;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CorsIT {
  private static final String PORTAL = "https://portal.example.org";

  @Test
  @Feature("B23")
  void onlyExactOriginsOfTheListGetHeaders() {
    try (var platform = Platform.offline()) {
      var app = platform.startGate("listener.cors-origins=" + PORTAL);
      var gate = new GateClient(platform.ca.anonymous(), app.port());
      TestAgent agent = platform.studio.agent(platform.studio.domain("d"), "a", Map.of());
      await().until(() -> gate.chat(agent).status() == 200);
      String path = agent.base() + "/v1/models";

      GateClient.Answer allowed =
          gate.get(path, "origin", PORTAL, "authorization", "Bearer " + agent.token());
      assertThat(allowed.status()).isEqualTo(200);
      assertThat(allowed.header("access-control-allow-origin")).isEqualTo(PORTAL);
      assertThat(allowed.header("vary")).isEqualTo("origin");
      assertThat(preflight(gate, path, PORTAL).status()).isEqualTo(204);
      assertThat(gate.get(path, "origin", PORTAL).header("access-control-allow-origin"))
          .as("a refusal is readable for the page too")
          .isEqualTo(PORTAL);

      for (String evil :
          List.of(
              "https://evil.example.com",
              "https://portal.example.org.evil.com",
              "https://evilportal.example.org",
              "http://portal.example.org",
              "https://portal.example.org:444",
              "https://PORTAL.example.org",
              "null")) {
        GateClient.Answer answer =
            gate.get(path, "origin", evil, "authorization", "Bearer " + agent.token());
        assertThat(answer.response().headers().map().keySet())
            .as(evil)
            .noneMatch(name -> name.startsWith("access-control-"));
        assertThat(preflight(gate, path, evil).status()).as(evil).isEqualTo(401);
      }
    }
  }

  private static GateClient.Answer preflight(GateClient gate, String path, String origin) {
    return gate.send(
        HttpRequest.newBuilder(URI.create(gate.base() + path))
            .header("origin", origin)
            .header("access-control-request-method", "POST")
            .method("OPTIONS", HttpRequest.BodyPublishers.noBody()));
  }
}
