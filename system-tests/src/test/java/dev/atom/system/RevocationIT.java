// SPDX-License-Identifier: Apache-2.0
package dev.atom.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.atom.testing.Feature;
import dev.atom.testing.ScriptedUpstream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Revocation: in force within a second on every GATE, for loops and for open streams.
class RevocationIT {
  private static final ScriptedUpstream UPSTREAM = ScriptedUpstream.http();
  private static final Map<String, Object> SETTINGS =
      Map.of("rpm_limit", 100_000, "allowed_models", List.of("offline", "scripted"));

  private static Platform platform;
  private static GateClient one;
  private static GateClient two;
  private static String domain;

  @BeforeAll
  static void start() {
    platform =
        new Platform(
            """
            providers:
              - {name: offline, kind: offline, models: [offline]}
              - {name: wire, kind: openai-compatible, base-url: "%s", models: [scripted]}
            """
                .formatted(UPSTREAM.uri()));
    one = new GateClient(platform.ca.anonymous(), platform.startGate().port());
    two = new GateClient(platform.ca.anonymous(), platform.startGate().port());
    domain = platform.studio.domain("revocation");
  }

  @AfterAll
  static void stop() {
    platform.close();
    UPSTREAM.close();
  }

  private static TestAgent agent(String name) {
    TestAgent agent = platform.studio.agent(domain, name, SETTINGS);
    await().until(() -> one.chat(agent).status() == 200 && two.chat(agent).status() == 200);
    return agent;
  }

  @Test
  @Feature("A8")
  void aRevokedTokenIsRefusedWithinASecondOnBothGatesEveryTime() {
    TestAgent agent = agent("looping");
    long slowestMillis = 0;
    for (int i = 0; i < 100; i++) {
      String token = platform.studio.issue(agent, "client");
      // A machine that stalls makes a GATE refuse everybody for a moment: not what is measured.
      await().until(() -> one.chat(agent.base(), token).status() == 200);
      await().until(() -> two.chat(agent.base(), token).status() == 200);

      platform.studio.revoke(token);
      long revoked = System.nanoTime();
      long last = revoked;
      while (one.chat(agent.base(), token).status() == 200
          || two.chat(agent.base(), token).status() == 200) {
        last = System.nanoTime();
      }
      slowestMillis = Math.max(slowestMillis, TimeUnit.NANOSECONDS.toMillis(last - revoked));
    }
    System.out.println("revocation: slowest of 100 was " + slowestMillis + " ms");

    assertThat(slowestMillis).isLessThan(1_000);
    await().until(() -> one.chat(agent).status() == 200);
  }

  @Test
  @Feature("A7")
  void regeneratingOneKindLeavesTheOther() {
    TestAgent agent = agent("two-kinds");
    String pod = platform.studio.issue(agent, "pod");
    String fresh = platform.studio.regenerate(agent, "client");

    awaitRefused(agent, agent.token());
    assertThat(one.chat(agent.base(), pod).status()).isEqualTo(200);
    assertThat(one.chat(agent.base(), fresh).status()).isEqualTo(200);
    String redeployed = platform.studio.regenerate(agent, "pod");
    awaitRefused(agent, pod);
    assertThat(one.chat(agent.base(), redeployed).status()).isEqualTo(200);
    assertThat(one.chat(agent.base(), fresh).status()).isEqualTo(200);
  }

  @Test
  @Feature("A10")
  void suspendingAndDeletingVoidEveryToken() {
    TestAgent suspended = agent("suspended");
    TestAgent deleted = agent("deleted");
    String pod = platform.studio.issue(suspended, "pod");

    platform.studio.suspend(suspended);
    platform.studio.delete(deleted);

    awaitRefused(suspended, suspended.token());
    awaitRefused(suspended, pod);
    awaitRefused(deleted, deleted.token());
  }

  private static void awaitRefused(TestAgent agent, String token) {
    await()
        .atMost(Duration.ofSeconds(5))
        .pollInterval(Duration.ofMillis(20))
        .untilAsserted(() -> {
          assertThat(one.chat(agent.base(), token).code()).isEqualTo("token_revoked");
          assertThat(two.chat(agent.base(), token).code()).isEqualTo("token_revoked");
        });
  }

  @Test
  @Timeout(20)
  void anOpenAndSilentStreamIsClosed() throws IOException, InterruptedException {
    TestAgent agent = agent("streaming");
    UPSTREAM.next(new ScriptedUpstream.Fault.HoldAfter(1));
    var response =
        one.open(
            agent.base() + "/v1/chat/completions",
            agent.token(),
            "{\"model\":\"scripted\",\"stream\":true,\"messages\":[]}");
    String decision = response.headers().firstValue("x-atom-decision-id").orElseThrow();
    try (var stream = response.body()) {
      assertThat(response.statusCode()).isEqualTo(200);
      assertThat(stream.readNBytes(20)).hasSize(20);

      long revoked = System.nanoTime();
      platform.studio.revoke(agent.token());
      String rest = new String(stream.readAllBytes(), StandardCharsets.UTF_8);
      long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - revoked);

      assertThat(millis).isLessThan(3_000);
      assertThat(rest).contains("token_revoked").doesNotContain("[DONE]");
    }
    await()
        .untilAsserted(() ->
            assertThat(platform.trail.decision(decision))
                .anySatisfy(stored ->
                    assertThat(stored.entry().fact().details())
                        .contains("\"ending\":\"revoked\"")));
  }

  @Test
  @Feature({"A9", "B20"})
  void aControlPlaneThatFallsSilentMeansRefusal() {
    TestAgent agent = agent("stale");
    try (var control = SilentProxy.before(platform.database.gateUrl())) {
      var app = platform.startGate("world.database-url=" + control.url());
      var gate = new GateClient(platform.ca.anonymous(), app.port());
      await().until(() -> gate.chat(agent).status() == 200);

      control.silence();

      await()
          .atMost(Duration.ofSeconds(10))
          .until(() -> gate.chat(agent).code().equals("revocation_unknown"));
      assertThat(gate.chat(agent).status()).isEqualTo(503);
      assertThat(gate.get("/readyz").status()).isEqualTo(503);
      assertThat(gate.get("/readyz").response().body()).contains("world");
      assertThat(gate.get("/healthz").status()).isEqualTo(200);

      control.speak();
      await().until(() -> gate.chat(agent).status() == 200);
    }
  }
}
