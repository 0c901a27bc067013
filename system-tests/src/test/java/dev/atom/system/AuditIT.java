// SPDX-License-Identifier: Apache-2.0
package dev.atom.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.atom.audit.chain.KeyRing;
import dev.atom.audit.store.PostgresEntrySource;
import dev.atom.audit.store.StoredEntry;
import dev.atom.audit.verify.ChainVerifier;
import dev.atom.audit.verify.Verification;
import dev.atom.base.Secret;
import dev.atom.base.Sha256;
import dev.atom.testing.Feature;
import dev.atom.testing.ScriptedUpstream;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// What is on record, what happens when nothing can be put on record, and what tampering looks
/// like.
class AuditIT {
  @Test
  @Feature("C9")
  void aServedCallLeavesItsDecisionAndItsOutcome() {
    try (var platform = Platform.offline()) {
      var gate = new GateClient(platform.ca.anonymous(), platform.startGate().port());
      TestAgent agent = platform.studio.agent(platform.studio.domain("d"), "a", Map.of());
      await().until(() -> gate.chat(agent).status() == 200);

      GateClient.Answer answer = gate.chat(agent);

      await().until(() -> platform.trail.decision(answer.decision()).size() >= 2);
      List<StoredEntry> entries = platform.trail.decision(answer.decision());
      var decision = entries.getFirst().entry().fact();
      assertThat(decision.kind()).isEqualTo("decision");
      assertThat(decision.subject().callerTokenHash()).isEqualTo(Sha256.hex(agent.token()));
      assertThat(decision.subject().agentId()).isEqualTo(agent.id());
      assertThat(decision.details()).contains("\"model\":\"offline\"").contains("\"policy\":\"");
      assertThat(entries)
          .anySatisfy(entry -> {
            assertThat(entry.entry().fact().kind()).isEqualTo("outcome");
            assertThat(entry.entry().fact().verdict().statusCode()).isEqualTo(200);
          });
      assertThat(verify(platform)).isInstanceOf(Verification.Ok.class);

      long seq = entries.getFirst().entry().position().seq();
      platform.owner.inTransaction(connection -> {
        try (var statement = connection.createStatement()) {
          statement.execute("alter table audit_log_chain disable trigger user");
          return statement.executeUpdate(
              "update audit_log_chain set path = path || ' ' where id = " + seq);
        }
      });
      assertThat(verify(platform))
          .isInstanceOfSatisfying(
              Verification.Tampered.class,
              tampered -> assertThat(tampered.flaw().seq()).isEqualTo(seq));
    }
  }

  private static Verification verify(Platform platform) {
    return ChainVerifier.verify(
        new PostgresEntrySource(platform.owner),
        KeyRing.of(List.of(Secret.of(Platform.HMAC_SECRET))));
  }

  @Test
  void withoutARecordThereIsNoService() {
    try (var upstream = ScriptedUpstream.http();
        var platform =
            new Platform(
                """
                providers:
                  - {name: wire, kind: openai-compatible, base-url: "%s", models: ["*"]}
                """
                    .formatted(upstream.uri()));
        var storage = SilentProxy.before(platform.database.auditUrl())) {
      var app = platform.startGate("audit.database-url=" + storage.url(), "audit.timeout=500ms");
      var gate = new GateClient(platform.ca.anonymous(), app.port());
      TestAgent agent =
          platform.studio.agent(
              platform.studio.domain("d"),
              "a",
              Map.of("allowed_models", List.of("*"), "rpm_limit", 600));
      await().until(() -> gate.chat(agent).status() == 200);
      int served = upstream.calls().size();

      storage.silence();
      long began = System.nanoTime();
      GateClient.Answer refused = gate.chat(agent);
      Duration took = Duration.ofNanos(System.nanoTime() - began);

      assertThat(refused.status()).isEqualTo(503);
      assertThat(refused.code()).isEqualTo("audit_unavailable");
      assertThat(refused.header("x-should-retry")).isEqualTo("false");
      assertThat(took).isLessThan(Duration.ofSeconds(2));
      assertThat(gate.chat(agent.base(), "no.such.token").code()).isEqualTo("audit_unavailable");
      assertThat(upstream.calls()).hasSize(served);
      await()
          .untilAsserted(() -> assertThat(gate.get("/readyz").response().body()).contains("audit"));

      storage.speak();
      await().atMost(Duration.ofSeconds(20)).until(() -> gate.chat(agent).status() == 200);
    }
  }

  @Test
  @Feature("I6")
  void aStoppingGateFinishesWhatItBegan() throws Exception {
    try (var upstream = ScriptedUpstream.http();
        var platform =
            new Platform(
                """
                providers:
                  - {name: wire, kind: openai-compatible, base-url: "%s", models: ["*"]}
                """
                    .formatted(upstream.uri()))) {
      var app = platform.startGate("listener.drain=10s");
      var gate = new GateClient(platform.ca.anonymous(), app.port());
      TestAgent agent =
          platform.studio.agent(
              platform.studio.domain("d"), "a", Map.of("allowed_models", List.of("*")));
      await().until(() -> gate.chat(agent).status() == 200);
      upstream.next(new ScriptedUpstream.Fault.HoldAfter(1));
      var response =
          gate.open(
              agent.base() + "/v1/chat/completions",
              agent.token(),
              "{\"model\":\"m\",\"stream\":true,\"messages\":[]}");
      String decision = response.headers().firstValue("x-atom-decision-id").orElseThrow();
      try (var stream = response.body()) {
        assertThat(stream.readNBytes(10)).hasSize(10);

        Thread closing = Thread.ofVirtual().start(app::close);
        upstream.release(1_000);
        String rest = new String(stream.readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);

        assertThat(rest).contains("[DONE]");
        assertThat(closing.join(Duration.ofSeconds(15))).isTrue();
      }
      assertThat(platform.trail.decision(decision))
          .anySatisfy(entry ->
              assertThat(entry.entry().fact().details()).contains("\"ending\":\"complete\""));
    }
  }
}
