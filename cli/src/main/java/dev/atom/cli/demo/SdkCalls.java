// SPDX-License-Identifier: Apache-2.0
package dev.atom.cli.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.core.http.Headers;
import com.openai.errors.OpenAIServiceException;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import dev.atom.cli.Json;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;

/// Calls GATE through the official OpenAI SDK, pointed at it by base URL and API key and nothing
/// else.
final class SdkCalls {
  private final Trust trust;
  private final String url;

  SdkCalls(Trust trust, String url) {
    this.trust = trust;
    this.url = url;
  }

  /// What the SDK made of a call.
  ///
  /// @param exception the simple name of what it threw; empty when it was answered
  record Result(String exception, Answer answer) {}

  /// A client of `agent`'s URL with any token.
  OpenAIClient client(DemoAgent agent, String token) {
    return OpenAIOkHttpClient.builder()
        .baseUrl(url + agent.path())
        .apiKey(token)
        .sslSocketFactory(trust.context().getSocketFactory())
        .trustManager(trust.manager())
        .timeout(Duration.ofSeconds(20))
        .maxRetries(0)
        .build();
  }

  /// The call of [#chat], as one would write it.
  static String shown(
      DemoAgent agent, String credential, String method, String model, String text) {
    return "OpenAI(baseUrl=$GATE%s, apiKey=%s).chat().completions().%s(\"%s\", \"%s\")"
        .formatted(agent.shownPath(), credential, method, model, text);
  }

  /// The parameters of a chat with one message.
  static ChatCompletionCreateParams chat(String model, String text) {
    return ChatCompletionCreateParams.builder().model(model).addUserMessage(text).build();
  }

  /// One plain chat; `content` gets what the model said.
  static Result plain(OpenAIClient client, String model, String text, Consumer<String> content) {
    try (var response = client.chat().completions().withRawResponse().create(chat(model, text))) {
      var answer = new Answer(response.statusCode(), flat(response.headers()), "");
      response
          .parse()
          .choices()
          .forEach(choice -> content.accept(choice.message().content().orElse("")));
      return new Result("", answer);
    } catch (OpenAIServiceException e) {
      return new Result(e.getClass().getSimpleName(), refusal(e));
    }
  }

  private static Answer refusal(OpenAIServiceException e) {
    JsonNode body = e.body().convert(JsonNode.class);
    String text = body == null ? "" : Json.line(body);
    return new Answer(e.statusCode(), flat(e.headers()), text);
  }

  /// By lower-case name.
  static Map<String, String> flat(Headers headers) {
    Map<String, String> flat = new HashMap<>();
    for (String name : headers.names()) {
      flat.put(name.toLowerCase(Locale.ROOT), String.join(", ", headers.values(name)));
    }
    return flat;
  }
}
