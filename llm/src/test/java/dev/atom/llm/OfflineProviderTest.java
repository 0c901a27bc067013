// SPDX-License-Identifier: Apache-2.0
package dev.atom.llm;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.net.http.HttpClient;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class OfflineProviderTest extends ProviderContract {
  private LlmRig rig;

  @BeforeAll
  void start(@TempDir Path folder) {
    rig = new LlmRig(folder, List.of(LlmRig.offline()));
  }

  @AfterAll
  void stop() {
    rig.close();
  }

  @Override
  LlmRig rig() {
    return rig;
  }

  @Override
  String chatModel() {
    return "offline";
  }

  @Override
  String embeddingModel() {
    return "offline-embedding";
  }

  @Test
  void givesTheSameAnswerToTheSameQuestion() throws Exception {
    String question = LlmRig.chat("offline", "what is 12 * (3 + 4)?", false);

    var first = new JsonObject(rig.post("/v1/chat/completions", question).body());
    var second = new JsonObject(rig.post("/v1/chat/completions", question).body());
    first.remove("created");
    second.remove("created");

    assertThat(first).isEqualTo(second);
    assertThat(first.encode()).contains("\"content\":\"84\"");
  }

  @Test
  void streamsOverHttp2WordByWord() throws Exception {
    try (var client =
        HttpClient.newBuilder()
            .sslContext(rig.ca.context(rig.ca.issue("gate")))
            .version(HttpClient.Version.HTTP_2)
            .build()) {
      var answer =
          client.send(
              rig.request("/v1/chat/completions")
                  .POST(BodyPublishers.ofString(LlmRig.chat("offline-slow", "count to 3", true)))
                  .build(),
              BodyHandlers.ofLines());

      assertThat(answer.version()).isEqualTo(HttpClient.Version.HTTP_2);
      assertThat(answer.body().filter(line -> line.contains("\"content\""))).hasSize(3);
    }
  }

  @Test
  void refusesTheWrongKindOfModel() throws Exception {
    assertThat(
            rig.post("/v1/chat/completions", LlmRig.chat("offline-embedding", "x", false))
                .statusCode())
        .isEqualTo(400);
    assertThat(rig.post("/v1/embeddings", "{\"model\":\"offline\",\"input\":\"x\"}").statusCode())
        .isEqualTo(400);
  }

  @Test
  void callsAToolThatTheRequestOffers() throws Exception {
    var request =
        new JsonObject(LlmRig.chat("offline", "call weather {\\\"city\\\":\\\"Bern\\\"}", false));
    request.put(
        "tools",
        List.of(
            new JsonObject()
                .put("type", "function")
                .put("function", new JsonObject().put("name", "weather"))));

    var plain = new JsonObject(rig.post("/v1/chat/completions", request.encode()).body());
    List<JsonObject> events = events(request.put("stream", true).encode());

    assertThat(plain.encode())
        .contains("\"name\":\"weather\",\"arguments\":\"{\\\"city\\\":\\\"Bern\\\"}\"")
        .contains("\"finish_reason\":\"tool_calls\"");
    assertThat(events.get(1).encode()).contains("\"tool_calls\":[{", "\"index\":0");
  }
}
