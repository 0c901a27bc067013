// SPDX-License-Identifier: Apache-2.0
package dev.atom.llm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atom.audit.AuditEvent;
import dev.atom.audit.EventKind;
import dev.atom.testing.ScriptedUpstream;
import dev.atom.testing.ScriptedUpstream.Fault;
import dev.atom.testing.TestCa;
import io.vertx.core.json.JsonObject;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class OpenAiCompatibleProviderTest extends ProviderContract {
  private static final String CANARY = "sk-canary-4f1b9c0d7e6a5b3c2d1e0f9a8b7c6d5e";

  private final ByteArrayOutputStream logged = new ByteArrayOutputStream();
  private final PrintStream standardOutput = System.out;
  private ScriptedUpstream upstream;
  private LlmRig rig;
  private String seen = "";

  @BeforeAll
  void start(@TempDir Path folder) throws IOException {
    System.setOut(new PrintStream(logged, true, StandardCharsets.UTF_8));
    TestCa providers = TestCa.create(Files.createDirectory(folder.resolve("p")), "providers");
    upstream = ScriptedUpstream.https(providers.context(providers.issue("provider")), false);
    rig =
        new LlmRig(
            folder,
            List.of(
                LlmRig.compatible(
                    upstream.uri().resolve("/v1"),
                    Optional.of(providers.certificate()),
                    CANARY,
                    Duration.ofMillis(700)),
                LlmRig.offline()));
  }

  /// The provider's key went to the provider, and is nowhere else after all that the tests did.
  @AfterAll
  void stopAndLookForTheKey() {
    rig.close();
    upstream.close();
    System.setOut(standardOutput);
    assertThat(upstream.calls()).isNotEmpty();
    assertThat(upstream.calls())
        .allSatisfy(call -> assertThat(call.header("authorization")).isEqualTo("Bearer " + CANARY));
    String everything =
        seen
            + logged.toString(StandardCharsets.UTF_8)
            + rig.accessLog.toString(StandardCharsets.UTF_8)
            + rig.trail.events();
    assertThat(everything).doesNotContain(CANARY, "canary", LlmRig.KEY);
  }

  @Override
  LlmRig rig() {
    return rig;
  }

  @Override
  String chatModel() {
    return "scripted";
  }

  @Override
  String embeddingModel() {
    return "scripted";
  }

  @Test
  void passesUnknownFieldsBothWays() throws Exception {
    var request = new JsonObject(LlmRig.chat("scripted", "hi", false));
    request.put("vendor_option", new JsonObject().put("deep", List.of(1, 2.5, "x")));

    var answer = rig.post("/v1/chat/completions", request.encode());

    var sent = new JsonObject(upstream.calls().getLast().body());
    assertThat(sent).isEqualTo(request);
    assertThat(answer.body()).contains("\"unknown_field\":{\"kept\":true}");
    assertThat(upstream.calls().getLast().header("x-request-id")).isEqualTo("req-1");
    assertThat(upstream.calls().getLast().headers())
        .doesNotContainKeys("x-atom-agent-id", "x-atom-decision-id");
  }

  @Test
  void sendsOneReadingOfADocumentWithTwo() throws Exception {
    rig.post(
        "/v1/chat/completions",
        "{\"model\":\"forbidden\",\"model\":\"scripted\",\"messages\":[{\"role\":\"user\"}]}");

    assertThat(upstream.calls().getLast().body()).doesNotContain("forbidden");
  }

  @Test
  void keepsConnectionsToTheProvider() throws Exception {
    int before = upstream.connections();
    for (int i = 0; i < 30; i++) {
      assertThat(rig.post("/v1/chat/completions", LlmRig.chat("scripted", "hi", i % 2 == 0)).body())
          .isNotEmpty();
    }

    assertThat(upstream.connections() - before).isLessThan(6);
  }

  @Test
  void handsEventsOnAsTheyArrive() throws Exception {
    upstream.next(new Fault.HoldAfter(1));
    HttpResponse<InputStream> answer = open(LlmRig.chat("scripted", "hi", true));

    try (var reader = reader(answer)) {
      assertThat(reader.readLine()).contains("\"content\":\"The\"");
      upstream.release(10);
      assertThat(reader.lines().toList()).contains("data: [DONE]");
    }
  }

  @Test
  void cancelsTheProviderWhenTheClientLeaves() throws Exception {
    int before = upstream.broken();
    int usages = rig.trail.events(EventKind.MODEL_USAGE).size();
    upstream.next(new Fault.HoldAfter(1));
    HttpResponse<InputStream> answer = open(LlmRig.chat("scripted", "hi", true));
    try (var reader = reader(answer)) {
      reader.readLine();
    }

    Awaitility.await()
        .untilAsserted(
            () -> assertThat(rig.trail.events(EventKind.MODEL_USAGE)).hasSize(usages + 1));
    // The server notices when it writes again.
    Awaitility.await()
        .until(() -> {
          upstream.release(1);
          return upstream.broken() > before;
        });
    AuditEvent usage = rig.trail.events(EventKind.MODEL_USAGE).getLast();
    assertThat(usage.verdict().statusCode()).isEqualTo(499);
    assertThat(usage.details()).contains("\"success\":false");
  }

  @Test
  void cancelsAPlainCallToo() throws Exception {
    int usages = rig.trail.events(EventKind.MODEL_USAGE).size();
    int calls = upstream.calls().size();
    upstream.next(new Fault.HoldAfter(0));
    try (var impatient = rig.client("gate")) {
      var request =
          rig.request("/v1/chat/completions")
              .timeout(Duration.ofMillis(300))
              .POST(BodyPublishers.ofString(LlmRig.chat("scripted", "hi", false)))
              .build();
      assertThatThrownBy(() -> impatient.send(request, BodyHandlers.ofString()))
          .isInstanceOf(IOException.class);
    }

    Awaitility.await()
        .untilAsserted(
            () -> assertThat(rig.trail.events(EventKind.MODEL_USAGE)).hasSize(usages + 1));
    assertThat(rig.trail.events(EventKind.MODEL_USAGE).getLast().verdict().statusCode())
        .isEqualTo(499);
    assertThat(upstream.calls()).hasSize(calls + 1);
    upstream.release(1);
  }

  @Test
  void neverEndsABrokenStreamInGoodOrder() throws Exception {
    upstream.next(new Fault.DropAfter(2));

    String text = rig.raw("/v1/chat/completions", LlmRig.chat("scripted", "hi", true));

    assertThat(text)
        .startsWith("HTTP/1.1 200")
        .contains("\"content\":\" scripted\"", "data: {\"error\":", "upstream_unavailable")
        .doesNotContain("[DONE]")
        .doesNotEndWith("0\r\n\r\n");
    Awaitility.await()
        .untilAsserted(() ->
            assertThat(rig.trail.events(EventKind.MODEL_USAGE).getLast().details())
                .contains("\"success\":false"));
  }

  @Test
  void answersBadGatewayForEveryWayAProviderFails() throws Exception {
    for (Fault fault :
        List.of(
            new Fault.Status(500, "{\"error\":{\"message\":\"" + CANARY + "\"}}", Map.of()),
            new Fault.Status(503, "<html>", Map.of()),
            new Fault.Status(301, "", Map.of("location", "https://elsewhere/")),
            new Fault.Status(401, "{\"error\":{\"message\":\"bad key " + CANARY + "\"}}", Map.of()),
            new Fault.Garbage("<html>not json</html>"),
            new Fault.Garbage("[]"),
            new Fault.DropAfter(0),
            new Fault.Delay(Duration.ofSeconds(2)))) {
      for (boolean streamed : new boolean[] {false, true}) {
        upstream.next(fault);

        var answer = send(LlmRig.chat("scripted", "hi", streamed));

        boolean late = streamed && fault instanceof Fault.DropAfter;
        assertThat(answer)
            .as("%s streamed %s", fault, streamed)
            .contains("\"code\":\"upstream_unavailable\"")
            .startsWith(late ? "" : "502 ");
      }
    }
  }

  @Test
  void handsOnWhatConcernsTheRequestWithoutKeys() throws Exception {
    upstream.next(
        new Fault.Status(
            400,
            "{\"error\":{\"message\":\"max_tokens too large for " + CANARY + "\\n\"}}",
            Map.of()),
        new Fault.Status(429, "{}", Map.of("retry-after", "7")),
        new Fault.Status(404, "{}", Map.of()));

    assertThat(send(LlmRig.chat("scripted", "hi", false)))
        .startsWith("400 ")
        .contains("max_tokens too large for ***");
    var limited = rig.post("/v1/chat/completions", LlmRig.chat("scripted", "hi", false));
    assertThat(limited.statusCode()).isEqualTo(429);
    assertThat(limited.headers().firstValue("retry-after")).contains("7");
    assertThat(limited.headers().firstValue("x-should-retry")).isEmpty();
    assertThat(send(LlmRig.chat("scripted", "hi", false)))
        .startsWith("404 ")
        .contains("model_not_found");
  }

  @Test
  void answersBadGatewayWhenNobodyListens(@TempDir Path folder) throws Exception {
    var gone = ScriptedUpstream.http();
    var uri = gone.uri();
    gone.close();
    try (var lone =
        new LlmRig(
            folder,
            List.of(LlmRig.compatible(uri, Optional.empty(), CANARY, Duration.ofSeconds(1))))) {
      var answer = lone.post("/v1/chat/completions", LlmRig.chat("scripted", "hi", false));

      assertThat(answer.statusCode()).isEqualTo(502);
      assertThat(answer.body()).contains("cannot be reached");
    }
  }

  @Test
  void refusesAProviderWhoseCertificateNobodyVouchesFor(@TempDir Path folder) throws Exception {
    int before = upstream.calls().size();
    try (var lone =
        new LlmRig(
            folder,
            List.of(
                LlmRig.compatible(
                    upstream.uri(), Optional.empty(), CANARY, Duration.ofSeconds(1))))) {
      var answer = lone.post("/v1/chat/completions", LlmRig.chat("scripted", "hi", false));

      assertThat(answer.statusCode()).isEqualTo(502);
    }
    assertThat(upstream.calls()).hasSize(before);
  }

  @Test
  void finishesCallsUnderWayWhenItStops(@TempDir Path folder) throws Exception {
    try (var slow = ScriptedUpstream.http()) {
      var stopping =
          new LlmRig(
              folder,
              List.of(
                  LlmRig.compatible(slow.uri(), Optional.empty(), CANARY, Duration.ofSeconds(5))));
      slow.next(new Fault.HoldAfter(0));
      var answer =
          stopping.gate.sendAsync(
              stopping
                  .request("/v1/chat/completions")
                  .POST(BodyPublishers.ofString(LlmRig.chat("scripted", "hi", false)))
                  .build(),
              BodyHandlers.ofString());
      Awaitility.await().until(() -> !slow.calls().isEmpty());
      var closing = Thread.ofVirtual().start(stopping.app::close);
      Awaitility.await()
          .untilAsserted(() ->
              assertThatThrownBy(() ->
                      stopping
                          .client("gate")
                          .send(stopping.request("/healthz").build(), BodyHandlers.ofString()))
                  .isInstanceOf(IOException.class));

      slow.release(1);

      assertThat(answer.get().statusCode()).isEqualTo(200);
      closing.join();
      assertThat(stopping.trail.events(EventKind.SHUTDOWN)).hasSize(1);
      stopping.close();
    }
  }

  private HttpResponse<InputStream> open(String body) throws IOException, InterruptedException {
    return rig.gate.send(
        rig.request("/v1/chat/completions").POST(BodyPublishers.ofString(body)).build(),
        BodyHandlers.ofInputStream());
  }

  private static BufferedReader reader(HttpResponse<InputStream> answer) {
    return new BufferedReader(new InputStreamReader(answer.body(), StandardCharsets.UTF_8));
  }

  /// Status and text of an answer, also of one that breaks off.
  private String send(String body) throws IOException, InterruptedException {
    HttpResponse<InputStream> answer = open(body);
    var text = new StringBuilder(answer.statusCode() + " ");
    try (var reader = reader(answer)) {
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        text.append(line);
      }
    } catch (IOException _) {
      text.append(" (broken off)");
    }
    seen += text;
    return text.toString();
  }
}
