// SPDX-License-Identifier: Apache-2.0
package dev.atom.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atom.testing.Feature;
import dev.atom.testing.RawSocketClient;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/// A stop waits for what is under way, whatever that waits for.
class DrainIT {
  private static final String BODY =
      "{\"model\":\"offline\",\"messages\":[{\"role\":\"user\",\"content\":\"hello\"}]}";

  @Test
  @Feature("B20")
  void aRequestWhoseBodyIsStillArrivingIsServed() throws Exception {
    try (var platform = Platform.offline()) {
      var app = platform.startGate("listener.drain=20s");
      var gate = new GateClient(platform.ca.anonymous(), app.port());
      var agent = platform.studio.agent(platform.studio.domain("drain"), "late", Map.of());
      Awaits.served(gate, agent);
      try (var client =
          RawSocketClient.tls(platform.ca.anonymous(), app.port(), "http/1.1", "127.0.0.1")) {
        boolean _ =
            client.send(
                "POST "
                    + agent.base()
                    + "/v1/chat/completions HTTP/1.1\r\nhost: localhost\r\nauthorization: Bearer "
                    + agent.token()
                    + "\r\ncontent-length: "
                    + BODY.length()
                    + "\r\n\r\n"
                    + BODY.substring(0, 10));
        client.hear(Duration.ofMillis(500));

        var stopped = CompletableFuture.runAsync(app::close);
        client.hear(Duration.ofMillis(500));
        assertThat(stopped).isNotDone();
        boolean _ = client.send(BODY.substring(10));

        assertThat(client.hear(Duration.ofSeconds(5)).status()).isEqualTo(200);
        stopped.get(20, TimeUnit.SECONDS);
      }
    }
  }
}
