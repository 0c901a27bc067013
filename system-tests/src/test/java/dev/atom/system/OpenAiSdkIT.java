// SPDX-License-Identifier: Apache-2.0
package dev.atom.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.core.http.StreamResponse;
import com.openai.errors.OpenAIServiceException;
import com.openai.errors.PermissionDeniedException;
import com.openai.errors.RateLimitException;
import com.openai.errors.UnauthorizedException;
import com.openai.models.chat.completions.ChatCompletionChunk;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import com.openai.models.embeddings.EmbeddingCreateParams;
import com.openai.models.models.Model;
import dev.atom.testing.Feature;
import dev.atom.testing.ScriptedUpstream;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// The official OpenAI SDK through GATE, answered by the deterministic provider and by a server
/// that speaks the wire.
class OpenAiSdkIT {
  private static final ScriptedUpstream UPSTREAM = ScriptedUpstream.http();
  private static Platform platform;
  private static int port;
  private static TestAgent agent;

  @BeforeAll
  static void start() {
    platform =
        new Platform(
            """
            providers:
              - {name: offline, kind: offline, models: [offline, offline-embedding]}
              - {name: wire, kind: openai-compatible, base-url: "%s", models: [scripted]}
            """
                .formatted(UPSTREAM.uri()));
    port = platform.startGate().port();
    agent =
        platform.studio.agent(
            platform.studio.domain("sdk"),
            "hello",
            Map.of(
                "allowed_models",
                List.of("offline", "offline-embedding", "scripted"),
                "rpm_limit",
                600));
    Awaits.served(new GateClient(platform.ca.anonymous(), port), agent);
  }

  @AfterAll
  static void stop() {
    platform.close();
    UPSTREAM.close();
  }

  private static OpenAIClient client(TestAgent caller, String token) {
    return OpenAIOkHttpClient.builder()
        .baseUrl("https://localhost:" + port + caller.base() + "/v1")
        .apiKey(token)
        .sslSocketFactory(platform.ca.anonymous().getSocketFactory())
        .trustManager(platform.ca.trustManager())
        .timeout(Duration.ofSeconds(20))
        .build();
  }

  private static ChatCompletionCreateParams chat(String model, String text) {
    return ChatCompletionCreateParams.builder().model(model).addUserMessage(text).build();
  }

  @Test
  void completesAChatPlainAndStreamed() {
    var client = client(agent, agent.token());

    String plain =
        client
            .chat()
            .completions()
            .create(chat("offline", "What is 6 * 7?"))
            .choices()
            .getFirst()
            .message()
            .content()
            .orElseThrow();
    var streamed = new StringBuilder();
    int chunks = 0;
    try (StreamResponse<ChatCompletionChunk> stream =
        client.chat().completions().createStreaming(chat("offline", "What is 6 * 7?"))) {
      for (ChatCompletionChunk chunk : (Iterable<ChatCompletionChunk>) stream.stream()::iterator) {
        chunks++;
        chunk.choices().stream()
            .flatMap(choice -> choice.delta().content().stream())
            .forEach(streamed::append);
      }
    }

    assertThat(plain).contains("42");
    assertThat(streamed).hasToString(plain);
    assertThat(chunks).isGreaterThan(2);
  }

  @Test
  @Feature("B2")
  void theUpstreamSeesItsOwnCredentialAndNeverTheCallers() {
    var answer = client(agent, agent.token()).chat().completions().create(chat("scripted", "Hi"));

    assertThat(answer.choices().getFirst().message().content().orElseThrow())
        .isEqualTo(String.join("", ScriptedUpstream.WORDS));
    var calls = UPSTREAM.calls();
    assertThat(calls).isNotEmpty();
    assertThat(calls.toString()).doesNotContain(agent.token());
  }

  @Test
  void chunksOfAServerThatSpeaksTheWireArriveOneByOne() {
    UPSTREAM.next(new ScriptedUpstream.Fault.HoldAfter(1));

    try (StreamResponse<ChatCompletionChunk> stream =
        client(agent, agent.token()).chat().completions().createStreaming(chat("scripted", "Hi"))) {
      var chunks = stream.stream().iterator();
      // The first chunk is here while the upstream still holds the second.
      assertThat(chunks.next().choices().getFirst().delta().content()).contains("The");
      UPSTREAM.release(1_000);
      var rest = new StringBuilder();
      chunks.forEachRemaining(chunk ->
          chunk.choices().forEach(choice -> choice.delta().content().ifPresent(rest::append)));
      assertThat(rest).hasToString(" scripted answer.");
    }
  }

  @Test
  void embeddingsAndModelsWorkToo() {
    var client = client(agent, agent.token());

    var embedding =
        client
            .embeddings()
            .create(
                EmbeddingCreateParams.builder().model("offline-embedding").input("text").build());
    List<String> models = client.models().list().data().stream().map(Model::id).toList();

    assertThat(embedding.data().getFirst().embedding()).hasSizeGreaterThan(10);
    assertThat(models).contains("offline", "scripted");
  }

  @Test
  void refusalsReachTheSdkAsWhatTheyAre() {
    var foreign = platform.studio.agent(platform.studio.domain("sdk-foreign"), "other", Map.of());

    var unauthorized =
        catchThrowableOfType(
            UnauthorizedException.class,
            () -> client(agent, "no.such.token").chat().completions().create(chat("offline", "x")));
    var forbidden =
        catchThrowableOfType(
            PermissionDeniedException.class,
            () -> client(foreign, agent.token()).chat().completions().create(chat("offline", "x")));
    var model =
        catchThrowableOfType(
            PermissionDeniedException.class,
            () -> client(agent, agent.token()).chat().completions().create(chat("gpt-9", "x")));

    assertThat(unauthorized.code()).contains("invalid_token");
    assertThat(unauthorized.type()).contains("AuthenticationError");
    assertThat(forbidden.code()).contains("domain_mismatch");
    assertThat(model.code()).contains("model_not_allowed");
    for (OpenAIServiceException refusal : List.of(unauthorized, forbidden, model)) {
      assertThat(refusal.headers().values("x-should-retry")).containsExactly("false");
      assertThat(refusal.headers().values("x-atom-decision-id")).hasSize(1);
    }
  }

  @Test
  @Feature("J18")
  void theSdkObeysRetryAfterAndOtherwiseGivesUpAtOnce() {
    var limited =
        platform.studio.agent(
            platform.studio.domain("sdk-limited"), "limited", Map.of("rpm_limit", 2));
    await()
        .until(() -> new GateClient(platform.ca.anonymous(), port).chat(limited).status() == 200);
    var impatient =
        OpenAIOkHttpClient.builder()
            .baseUrl("https://localhost:" + port + limited.base() + "/v1")
            .apiKey(limited.token())
            .sslSocketFactory(platform.ca.anonymous().getSocketFactory())
            .trustManager(platform.ca.trustManager())
            .maxRetries(0)
            .build();
    impatient.chat().completions().create(chat("offline", "x"));

    var refused =
        catchThrowableOfType(
            RateLimitException.class,
            () -> impatient.chat().completions().create(chat("offline", "x")));

    assertThat(refused.code()).contains("rate_limit_exceeded");
    assertThat(refused.headers().values("retry-after"))
        .singleElement()
        .satisfies(value -> assertThat(Integer.parseInt(value)).isBetween(1, 60));
    assertThat(refused.headers().values("x-should-retry")).isEmpty();
    assertThat(refused.headers().values("ratelimit-policy")).containsExactly("\"rpm\";q=2;w=60");
    assertThat(refused.headers().values("ratelimit").getFirst()).startsWith("\"rpm\";r=0;t=");
    assertThat(refused.headers().values("x-ratelimit-remaining-requests")).containsExactly("0");
  }
}
