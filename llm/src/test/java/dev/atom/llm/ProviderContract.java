// SPDX-License-Identifier: Apache-2.0
package dev.atom.llm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atom.audit.AuditEvent;
import dev.atom.audit.EventKind;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/// What a client sees of every provider, through the whole process.
abstract class ProviderContract {
  abstract LlmRig rig();

  abstract String chatModel();

  abstract String embeddingModel();

  /// What the model answers to `echo The scripted answer.`
  private static final String ANSWER = "The scripted answer.";

  @Test
  void answersWithUsage() throws Exception {
    var answer =
        rig().post("/v1/chat/completions", LlmRig.chat(chatModel(), "echo " + ANSWER, false));

    assertThat(answer.statusCode()).isEqualTo(200);
    var document = new JsonObject(answer.body());
    JsonObject choice = document.getJsonArray("choices").getJsonObject(0);
    assertThat(choice.getJsonObject("message").getString("content")).isEqualTo(ANSWER);
    assertThat(choice.getString("finish_reason")).isEqualTo("stop");
    assertThat(document.getString("object")).isEqualTo("chat.completion");
    JsonObject usage = document.getJsonObject("usage");
    assertThat(usage.getLong("prompt_tokens") + usage.getLong("completion_tokens"))
        .isEqualTo(usage.getLong("total_tokens"));
  }

  @Test
  void streamsTheSameAnswerInEvents() throws Exception {
    List<JsonObject> events = events(LlmRig.chat(chatModel(), "echo " + ANSWER, true));

    var content = new StringBuilder();
    for (JsonObject event : events) {
      assertThat(event.getString("object")).isEqualTo("chat.completion.chunk");
      JsonArray choices = event.getJsonArray("choices");
      assertThat(choices).hasSize(1);
      content.append(choices.getJsonObject(0).getJsonObject("delta").getString("content", ""));
    }
    assertThat(content).hasToString(ANSWER);
    assertThat(events.size()).isGreaterThan(3);
    assertThat(events.getLast().getJsonArray("choices").getJsonObject(0).getString("finish_reason"))
        .isEqualTo("stop");
  }

  @Test
  void sendsTheUsageAtTheEndOfAStreamWhenAskedTo() throws Exception {
    var request = new JsonObject(LlmRig.chat(chatModel(), "echo " + ANSWER, true));
    request.put("stream_options", new JsonObject().put("include_usage", true));

    JsonObject last = events(request.encode()).getLast();

    assertThat(last.getJsonArray("choices")).isEmpty();
    assertThat(last.getJsonObject("usage").getLong("total_tokens")).isPositive();
  }

  @Test
  void recordsTheUsageOfEveryCall() throws Exception {
    int before = rig().trail.events(EventKind.MODEL_USAGE).size();

    rig().post("/v1/chat/completions", LlmRig.chat(chatModel(), "echo " + ANSWER, false));
    events(LlmRig.chat(chatModel(), "echo " + ANSWER, true));

    Awaitility.await()
        .untilAsserted(
            () -> assertThat(rig().trail.events(EventKind.MODEL_USAGE)).hasSize(before + 2));
    List<AuditEvent> events = rig().trail.events(EventKind.MODEL_USAGE).subList(before, before + 2);
    for (AuditEvent event : events) {
      var details = new JsonObject(event.details());
      assertThat(details.getString("model")).isEqualTo(chatModel());
      assertThat(details.getLong("prompt_tokens")).isPositive();
      assertThat(details.getLong("completion_tokens")).isPositive();
      assertThat(details.getBoolean("success")).isTrue();
      assertThat(details.getBoolean("counted")).isTrue();
      assertThat(details.getString("finish")).isEqualTo("stop");
      assertThat(details.getLong("latency_ms")).isNotNegative();
      assertThat(event.decisionId()).isEqualTo("dec-1");
      assertThat(event.subject().agentId()).isEqualTo(LlmRig.AGENT);
      assertThat(event.subject().callerTokenHash()).hasSize(64);
      assertThat(event.details() + event.payload()).doesNotContain("scripted answer", "echo");
    }
    assertThat(new JsonObject(events.getLast().details()).getBoolean("streamed")).isTrue();
  }

  @Test
  void makesEmbeddings() throws Exception {
    var answer =
        rig()
            .post(
                "/v1/embeddings",
                "{\"model\":\"%s\",\"input\":\"two words\"}".formatted(embeddingModel()));

    assertThat(answer.statusCode()).isEqualTo(200);
    JsonArray vector =
        new JsonObject(answer.body())
            .getJsonArray("data")
            .getJsonObject(0)
            .getJsonArray("embedding");
    double length =
        vector.stream().mapToDouble(x -> ((Number) x).doubleValue()).map(x -> x * x).sum();
    assertThat(length).isBetween(0.999, 1.001);
  }

  final List<JsonObject> events(String body) throws Exception {
    var answer =
        rig()
            .gate
            .send(
                rig().request("/v1/chat/completions").POST(BodyPublishers.ofString(body)).build(),
                BodyHandlers.ofLines());
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue("content-type")).contains("text/event-stream");
    List<String> data = new ArrayList<>();
    answer.body().filter(line -> !line.isEmpty()).forEach(data::add);
    assertThat(data.removeLast()).isEqualTo("data: [DONE]");
    return data.stream().map(line -> new JsonObject(line.substring("data: ".length()))).toList();
  }
}
