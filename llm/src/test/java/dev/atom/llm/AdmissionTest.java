// SPDX-License-Identifier: Apache-2.0
package dev.atom.llm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atom.audit.AuditEvent;
import dev.atom.audit.EventKind;
import dev.atom.audit.Ruling;
import dev.atom.testing.TestCa;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class AdmissionTest {
  private static final String TOKEN =
      "eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJhZ2VudCJ9.c2lnbmF0dXJlLXNpZ25hdHVyZQ";

  private LlmRig rig;
  private Path folder;

  @BeforeAll
  void start(@TempDir Path temporary) {
    folder = temporary;
    rig = new LlmRig(folder, List.of(LlmRig.offline()));
  }

  @AfterAll
  void stop() {
    rig.close();
  }

  @Test
  void refusesClientsWithoutACertificateOfOurs() {
    TestCa other = TestCa.create(folder, "other");
    for (var context : List.of(rig.ca.anonymous(), other.context(other.issue("gate")))) {
      try (var client = LlmRig.client(context)) {
        assertThatThrownBy(
                () -> client.send(rig.request("/healthz").build(), BodyHandlers.ofString()))
            .isInstanceOf(IOException.class);
      }
    }
  }

  @Test
  void refusesOtherProcessesAndRecordsIt() throws Exception {
    try (var studio = rig.client("studio")) {
      var answer = studio.send(rig.request("/v1/models").build(), BodyHandlers.ofString());

      assertThat(answer.statusCode()).isEqualTo(403);
      assertThat(answer.body()).contains("\"code\":\"client_not_allowed\"", "'studio'");
    }
    AuditEvent event = rig.trail.events(EventKind.REFUSAL).getLast();
    assertThat(event.verdict().reason()).isEqualTo("client_not_allowed");
    assertThat(event.verdict().ruling()).isEqualTo(Ruling.DENY);
    assertThat(event.details()).isEqualTo("{\"client\":\"studio\"}");
  }

  @Test
  void answersHealthToEveryProcessOfOurs() throws Exception {
    try (var supervisor = rig.client("cli")) {
      var live = supervisor.send(rig.request("/healthz").build(), BodyHandlers.ofString());
      var ready = supervisor.send(rig.request("/readyz").build(), BodyHandlers.ofString());

      assertThat(live.statusCode()).isEqualTo(200);
      assertThat(ready.statusCode()).isEqualTo(200);
    }
  }

  @Test
  void refusesAKeySealedForAnotherAgent() throws Exception {
    assertRefused("Bearer " + LlmRig.seal(LlmRig.OTHER_AGENT), "virtual_key_not_of_agent");
  }

  @Test
  void refusesWhatIsNoVirtualKey() throws Exception {
    String sealed = LlmRig.seal(LlmRig.AGENT);
    char last = sealed.charAt(60);
    String altered = sealed.substring(0, 60) + (last == 'A' ? 'B' : 'A') + sealed.substring(61);

    assertRefused("Bearer " + altered, "virtual_key_not_of_agent");
    assertRefused("Bearer abc", "virtual_key_malformed");
    assertRefused("Bearer " + "a".repeat(5_000), "virtual_key_malformed");
    assertRefused("Bearer \u00fc", "virtual_key_malformed");
    assertRefused("Basic " + sealed, "virtual_key_missing");
  }

  @Test
  void refusesTheCallersOwnTokenInAnyHeader() throws Exception {
    assertRefused("Bearer " + TOKEN, "caller_token_forwarded");
    assertRefused("Bearer a.b.c", "caller_token_forwarded");
    var answer =
        rig.gate.send(
            rig.request("/v1/models").header("x-caller", "jwt=" + TOKEN + ";").build(),
            BodyHandlers.ofString());
    assertThat(answer.statusCode()).isEqualTo(401);
    assertThat(rig.trail.events(EventKind.AUTH_FAILURE).getLast().verdict().reason())
        .isEqualTo("caller_token_forwarded");
    assertThat(answer.body()).doesNotContain("eyJ");
  }

  private void assertRefused(String authorization, String reason) throws Exception {
    var request = rig.request("/v1/models").setHeader("authorization", authorization).build();

    var answer = rig.gate.send(request, BodyHandlers.ofString());

    assertThat(answer.statusCode()).isEqualTo(401);
    assertThat(answer.body())
        .contains("\"type\":\"AuthenticationError\"", "\"code\":\"invalid_token\"")
        .contains("\"decision_id\":\"dec-1\"");
    assertThat(answer.headers().firstValue("x-should-retry")).contains("false");
    AuditEvent event = rig.trail.events(EventKind.AUTH_FAILURE).getLast();
    assertThat(event.verdict().reason()).isEqualTo(reason);
    assertThat(event.subject().agentId()).isEqualTo(LlmRig.AGENT);
    assertThat(event.decisionId()).isEqualTo("dec-1");
  }

  @Test
  void staysUsableAfterRefusalsWithBodiesNobodyRead() throws Exception {
    for (int i = 0; i < 10; i++) {
      var refused =
          rig.gate.send(
              rig.request("/v1/chat/completions")
                  .setHeader("authorization", "Bearer x")
                  .POST(BodyPublishers.ofString("x".repeat(500_000)))
                  .build(),
              BodyHandlers.ofString());
      assertThat(refused.statusCode()).isEqualTo(401);
      assertThat(rig.get("/v1/models").statusCode()).isEqualTo(200);
    }
  }

  @Test
  void boundsBodiesAndReadsJsonOnly() throws Exception {
    var declared = rig.post("/v1/chat/completions", "x".repeat(1024 * 1024 + 1));
    var chunked =
        rig.gate.send(
            rig.request("/v1/chat/completions")
                .POST(
                    BodyPublishers.fromPublisher(
                        BodyPublishers.ofString("x".repeat(1024 * 1024 + 1))))
                .build(),
            BodyHandlers.ofString());

    assertThat(List.of(declared.statusCode(), chunked.statusCode())).containsOnly(413);
    assertThat(declared.body()).contains("body_too_large");
    for (String body : List.of("", "[]", "{", "7", "{\"model\":7}", "{}")) {
      var answer = rig.post("/v1/chat/completions", body);
      assertThat(answer.statusCode()).isEqualTo(400);
      assertThat(answer.body()).contains("\"code\":\"invalid_request\"");
    }
    assertThat(rig.get("/v1/models").statusCode()).isEqualTo(200);
  }

  @Test
  void knowsItsRoutesAndModelsOnly() throws Exception {
    assertThat(rig.get("/v1/models").body())
        .contains("\"id\":\"offline\"", "\"owned_by\":\"offline\"");
    assertThat(rig.get("/v1/models/offline").body()).contains("\"object\":\"model\"");
    assertThat(rig.get("/v1/models/gpt").statusCode()).isEqualTo(404);
    var unknown = rig.post("/v1/chat/completions", LlmRig.chat("gpt", "hi", false));
    assertThat(unknown.statusCode()).isEqualTo(404);
    assertThat(unknown.body()).contains("model_not_found", "'gpt'");
    assertThat(rig.get("/v1/chat/completions").body()).contains("route_not_found");
    assertThat(rig.post("/v1/files", "{}").statusCode()).isEqualTo(404);
  }

  @Test
  void refusesWorkWhileUsageCannotBeRecorded() throws Exception {
    rig.trail.available(false);
    try {
      var answer = rig.post("/v1/chat/completions", LlmRig.chat("offline", "hi", false));
      var ready = rig.get("/readyz");

      assertThat(answer.statusCode()).isEqualTo(503);
      assertThat(answer.body()).contains("audit_unavailable");
      assertThat(ready.statusCode()).isEqualTo(503);
      assertThat(ready.body()).contains("not_ready", "audit");
    } finally {
      rig.trail.available(true);
    }
  }

  @Test
  void writesAnAccessLineWithoutSecrets() throws Exception {
    rig.get("/v1/models?key=" + TOKEN);

    Awaitility.await()
        .untilAsserted(() ->
            assertThat(rig.accessLog.toString(StandardCharsets.UTF_8))
                .contains("\"path\":\"/v1/models\"", "\"request_id\":\"req-1\""));
    assertThat(rig.accessLog.toString(StandardCharsets.UTF_8))
        .doesNotContain("eyJ", "key=", LlmRig.seal(LlmRig.AGENT));
  }
}
