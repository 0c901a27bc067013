// SPDX-License-Identifier: Apache-2.0
package dev.atom.llm;

import dev.atom.base.Sha256;
import dev.atom.llm.OfflineAnswer.Said;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The provider without a network: the same question always gets the same answer, so everything
/// around models can be tried and tested where there are none.
///
/// Models whose name ends in `embedding` make vectors; one whose name ends in `slow` takes 100 ms
/// for each word of a stream.
final class OfflineProvider implements Provider {
  private static final long SLOW_MILLIS = 100;

  private final String name;
  private final Vertx vertx;
  private final InstantSource clock;

  OfflineProvider(String name, Vertx vertx, InstantSource clock) {
    this.name = name;
    this.vertx = vertx;
    this.clock = clock;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public Future<Reply> ask(Question question) {
    try {
      return Future.succeededFuture(
          switch (question.endpoint()) {
            case CHAT -> chat(question);
            case EMBEDDINGS -> embeddings(question);
          });
    } catch (IllegalArgumentException e) {
      return Future.succeededFuture(
          new Reply.Failed(LlmError.INVALID_REQUEST, String.valueOf(e.getMessage()), ""));
    }
  }

  private Reply chat(Question question) {
    if (question.model().endsWith("embedding")) {
      throw new IllegalArgumentException(question.model() + " makes embeddings, not answers");
    }
    OfflineAnswer answer = OfflineAnswer.to(question.body());
    String id = "chatcmpl-" + Sha256.hex(question.body().encode()).substring(0, 24);
    var usage = new Usage(answer.promptTokens(), answer.completionTokens(), answer.finish());
    if (question.streamed()) {
      return streamed(question, answer, id, usage);
    }
    JsonObject choice =
        new JsonObject()
            .put("index", 0)
            .put("message", message(answer.said()))
            .putNull("logprobs")
            .put("finish_reason", answer.finish());
    JsonObject document =
        head(id, "chat.completion", question.model())
            .put("choices", new JsonArray().add(choice))
            .put("usage", document(usage));
    return new Reply.Whole(document.toBuffer(), usage);
  }

  private Reply streamed(Question question, OfflineAnswer answer, String id, Usage usage) {
    List<Buffer> events = new ArrayList<>();
    events.add(chunk(question, id, new JsonObject().put("role", "assistant"), null));
    switch (answer.said()) {
      case Said.Text text ->
          text.words()
              .forEach(word ->
                  events.add(chunk(question, id, new JsonObject().put("content", word), null)));
      case Said.ToolCall call ->
          events.add(
              chunk(question, id, new JsonObject().put("tool_calls", toolCalls(call, true)), null));
    }
    events.add(chunk(question, id, new JsonObject(), answer.finish()));
    if (question.body().getValue("stream_options") instanceof JsonObject options
        && Boolean.TRUE.equals(options.getValue("include_usage"))) {
      events.add(
          event(
              head(id, "chat.completion.chunk", question.model())
                  .put("choices", new JsonArray())
                  .put("usage", document(usage))
                  .encode()));
    }
    events.add(event("[DONE]"));
    var tap = new UsageTap();
    long pace = question.model().endsWith("slow") ? SLOW_MILLIS : 0;
    var stream = new PacedStream(vertx, events, pace, () -> finish(tap, usage));
    question.cancellation().then(stream::cancel);
    return new Reply.Streamed(stream, tap);
  }

  private static void finish(UsageTap tap, Usage usage) {
    tap.update(usage);
    tap.finish();
  }

  private Buffer chunk(Question question, String id, JsonObject delta, @Nullable String finish) {
    JsonObject choice =
        new JsonObject().put("index", 0).put("delta", delta).put("finish_reason", finish);
    return event(
        head(id, "chat.completion.chunk", question.model())
            .put("choices", new JsonArray().add(choice))
            .encode());
  }

  private static Buffer event(String data) {
    return Buffer.buffer("data: ").appendString(data).appendString("\n\n");
  }

  private JsonObject head(String id, String object, String model) {
    return new JsonObject()
        .put("id", id)
        .put("object", object)
        .put("created", clock.instant().getEpochSecond())
        .put("model", model);
  }

  private static JsonObject message(Said said) {
    var message = new JsonObject().put("role", "assistant");
    return switch (said) {
      case Said.Text text -> message.put("content", text.whole()).putNull("refusal");
      case Said.ToolCall call ->
          message.putNull("content").put("tool_calls", toolCalls(call, false));
    };
  }

  private static JsonArray toolCalls(Said.ToolCall call, boolean indexed) {
    var one =
        new JsonObject()
            .put("id", "call_" + Sha256.hex(call.name() + call.arguments()).substring(0, 24))
            .put("type", "function")
            .put(
                "function",
                new JsonObject().put("name", call.name()).put("arguments", call.arguments()));
    return new JsonArray().add(indexed ? one.put("index", 0) : one);
  }

  private Reply embeddings(Question question) {
    if (!question.model().endsWith("embedding")) {
      throw new IllegalArgumentException(question.model() + " makes answers, not embeddings");
    }
    OfflineEmbedding made = OfflineEmbedding.of(question.body());
    var usage = new Usage(made.tokens(), 0, "");
    JsonObject document =
        new JsonObject()
            .put("object", "list")
            .put("model", question.model())
            .put("data", made.data())
            .put(
                "usage",
                new JsonObject()
                    .put("prompt_tokens", made.tokens())
                    .put("total_tokens", made.tokens()));
    return new Reply.Whole(document.toBuffer(), usage);
  }

  private static JsonObject document(Usage usage) {
    return new JsonObject()
        .put("prompt_tokens", usage.promptTokens())
        .put("completion_tokens", usage.completionTokens())
        .put("total_tokens", usage.promptTokens() + usage.completionTokens());
  }

  @Override
  public void close() {
    // It holds nothing.
  }
}
