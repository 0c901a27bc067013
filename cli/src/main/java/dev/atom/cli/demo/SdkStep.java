// SPDX-License-Identifier: Apache-2.0
package dev.atom.cli.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.openai.client.OpenAIClient;
import com.openai.models.chat.completions.ChatCompletionChunk;
import java.util.ArrayList;
import java.util.List;

/// Step 2: the OpenAI SDK chats through GATE, plain and streamed, with the deterministic provider
/// and with a server that speaks the wire.
final class SdkStep implements Step {
  private static final String SUM = "What is 6 * 7?";

  @Override
  public String title() {
    return "The OpenAI SDK through GATE, plain and chunk by chunk, from two providers";
  }

  @Override
  public void play(DemoInstance instance, StepReport report) throws InterruptedException {
    DemoAgent agent = instance.agent("shop/talker", 600, "*");
    OpenAIClient client = instance.sdk().client(agent, agent.token());
    var call = new Call(instance, report, agent, client);
    report.note("provider offline: the same question always gets the same answer");
    String sum = call.plain("atom-small", SUM);
    report.check("the offline provider answers", sum.contains("42"), sum);
    String counted = call.plain("atom-slow", "count to 9");
    call.streamed("atom-slow", "count to 9", counted);
    report.note("provider openai-compatible: a server on " + instance.wire().url());
    String wire = call.plain("wire-small", "Hello");
    report.check(
        "the server that speaks the wire answers",
        wire.equals(String.join("", WireServer.WORDS)),
        wire);
    call.streamed("wire-small", "Hello", wire);
    report.check(
        "the caller's token never arrived at that server",
        !instance.wire().received().isEmpty()
            && instance.wire().received().stream().noneMatch(all -> all.contains(agent.token())),
        instance.wire().received().size() + " calls there");
  }

  /// The calls of one agent.
  private record Call(
      DemoInstance instance, StepReport report, DemoAgent agent, OpenAIClient client) {
    String plain(String model, String text) throws InterruptedException {
      report.sent(SdkCalls.shown(agent, "<token>", "create", model, text));
      var content = new StringBuilder();
      var result = SdkCalls.plain(client, model, text, content::append);
      report.came(result.answer(), "x-atom-decision-id", "x-ratelimit-remaining-requests");
      report.came("\"" + content + "\"");
      onRecord(result.answer().decision());
      return content.toString();
    }

    void streamed(String model, String text, String expected) throws InterruptedException {
      report.sent(SdkCalls.shown(agent, "<token>", "createStreaming", model, text));
      long start = Waiting.now();
      var said = new StringBuilder();
      List<Long> arrivals = new ArrayList<>();
      String decision;
      try (var response =
          client
              .chat()
              .completions()
              .withRawResponse()
              .createStreaming(SdkCalls.chat(model, text))) {
        decision = SdkCalls.flat(response.headers()).getOrDefault("x-atom-decision-id", "");
        try (var stream = response.parse()) {
          stream.stream().forEach(chunk -> arrived(chunk, start, said, arrivals));
        }
      }
      long spread = arrivals.isEmpty() ? 0 : arrivals.getLast() - arrivals.getFirst();
      report.check(
          "the chunks of " + model + " arrive one by one and make the same answer",
          said.toString().equals(expected) && arrivals.size() > 2 && spread >= 200,
          arrivals.size() + " chunks over " + spread + " ms");
      onRecord(decision);
    }

    private void arrived(
        ChatCompletionChunk chunk, long start, StringBuilder said, List<Long> arrivals) {
      chunk.choices().stream()
          .flatMap(choice -> choice.delta().content().stream())
          .filter(word -> !word.isEmpty())
          .forEach(word -> {
            long millis = Waiting.millisSince(start);
            arrivals.add(millis);
            said.append(word);
            report.came("after %5d ms  chunk \"%s\"".formatted(millis, word));
          });
    }

    private void onRecord(String decision) throws InterruptedException {
      List<JsonNode> entries = instance.trail().of(decision);
      report.entries(entries);
      List<String> kinds = entries.stream().map(entry -> entry.path("kind").asText()).toList();
      report.check(
          "decision and outcome are on record",
          kinds.contains("decision") && kinds.contains("outcome"),
          decision + " " + kinds);
    }
  }
}
