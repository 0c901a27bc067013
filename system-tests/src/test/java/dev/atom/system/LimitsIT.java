// SPDX-License-Identifier: Apache-2.0
package dev.atom.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.atom.gate.GateApp;
import dev.atom.testing.Feature;
import dev.atom.testing.RedisServer;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Limits from data: on one GATE, and on two that share a count.
class LimitsIT {
  @Test
  @Feature("B14")
  void theSixtyFirstCallIsRefusedAlsoAcrossReplicasAndAChangeNeedsNoRestart() {
    try (var platform = Platform.offline();
        var redis = RedisServer.start()) {
      Map<String, String> environment = Map.of("REDIS", redis.url());
      String shared = "limits.redis-url=env:REDIS";
      GateClient one =
          client(platform, platform.startGate(InstantSource.system(), environment, shared));
      GateClient two =
          client(platform, platform.startGate(InstantSource.system(), environment, shared));
      String domain = platform.studio.domain("limits");
      warm(platform, domain, one, two);
      TestAgent agent = platform.studio.agent(domain, "limited", Map.of());
      // The first call that is served counts; those before it, of an agent not yet known, do not.
      await().until(() -> one.chat(agent).status() == 200);
      await().until(() -> two.chat(agent).status() == 200);

      int served = 2;
      for (int i = 0; i < 35; i++) {
        served += one.chat(agent).status() == 200 ? 1 : 0;
        served += two.chat(agent).status() == 200 ? 1 : 0;
      }
      GateClient.Answer refused = one.chat(agent);

      assertThat(served).isEqualTo(60);
      assertThat(refused.status()).isEqualTo(429);
      assertThat(refused.code()).isEqualTo("rate_limit_exceeded");
      assertThat(Integer.parseInt(refused.header("retry-after"))).isBetween(1, 60);
      assertThat(refused.header("ratelimit-policy")).isEqualTo("\"rpm\";q=60;w=60");
      assertThat(platform.trail.decision(refused.decision())).hasSize(1);

      platform.studio.set(agent, Map.of("rpm_limit", 62));
      // Each GATE follows the world by itself; what one refuses meanwhile does not count.
      await().atMost(Duration.ofSeconds(10)).until(() -> two.chat(agent).status() == 200);
      await().atMost(Duration.ofSeconds(10)).until(() -> one.chat(agent).status() == 200);
      assertThat(one.chat(agent).status()).isEqualTo(429);
      assertThat(two.chat(agent).status()).isEqualTo(429);
    }
  }

  /// First calls load classes and may fall back to the local count; another agent pays for that.
  private static void warm(Platform platform, String domain, GateClient... gates) {
    TestAgent other = platform.studio.agent(domain, "warm-up", Map.of("rpm_limit", 600));
    for (GateClient gate : gates) {
      await()
          .atMost(Duration.ofSeconds(20))
          .until(() -> gate.chat(other).header("x-ratelimit-limit-requests").equals("600"));
      for (int i = 0; i < 30; i++) {
        gate.chat(other);
      }
    }
  }

  private static GateClient client(Platform platform, GateApp app) {
    return new GateClient(platform.ca.anonymous(), app.port());
  }
}
