// SPDX-License-Identifier: Apache-2.0
package dev.atom.cli.demo;

import com.fasterxml.jackson.databind.JsonNode;
import dev.atom.cli.instance.DataFolder;
import java.time.Duration;
import java.util.List;

/// Step 4: the 61st call of a minute, and a limit changed while everything runs.
final class LimitStep implements Step {
  private static final String NAME = "shop/hasty";
  private static final String MODEL = "atom-small";
  private static final int LIMIT = 60;

  @Override
  public String title() {
    return "The 61st call in a minute, and a limit raised without a restart";
  }

  @Override
  public void play(DemoInstance instance, StepReport report) throws InterruptedException {
    DemoAgent agent =
        DemoAgent.of(instance.commands().must(DemoInstance.creation(NAME, LIMIT, MODEL)).json());
    report.note("agent " + NAME + " is new: its count begins at zero");
    report.sent("60 × " + GateCalls.curl(agent, "<token>", GateCalls.body(MODEL, false)));
    long start = Waiting.now();
    // Calls of an agent that GATE does not know yet are refused and cost nothing; the one that is
    // served first is the first of the minute.
    Waiting.until(
        Duration.ofSeconds(5),
        () -> instance.gate().chat(agent, agent.token(), MODEL).status() == 200);
    int served = 1;
    for (int i = 1; i < LIMIT; i++) {
      served += instance.gate().chat(agent, agent.token(), MODEL).status() == 200 ? 1 : 0;
    }
    report.came(served + " × 200 in " + Waiting.millisSince(start) + " ms");
    report.check("60 calls are served", served == LIMIT, served + " served");
    sixtyFirst(instance, agent, report);
    raise(instance, agent, report);
  }

  private static void sixtyFirst(DemoInstance instance, DemoAgent agent, StepReport report)
      throws InterruptedException {
    report.sent(SdkCalls.shown(agent, "<token>", "create", MODEL, "Hello") + "   (the 61st)");
    var client = instance.sdk().client(agent, agent.token());
    var result = SdkCalls.plain(client, MODEL, "Hello", _ -> {});
    Answer answer = result.answer();
    report.came(result.exception() + ", thrown by the SDK");
    report.came(
        answer,
        "retry-after",
        "ratelimit",
        "ratelimit-policy",
        "x-ratelimit-limit-requests",
        "x-ratelimit-remaining-requests");
    List<JsonNode> entries = instance.trail().of(answer.decision());
    report.entries(entries);
    report.check(
        "the 61st is refused: 429 rate_limit_exceeded, on record",
        result.exception().equals("RateLimitException")
            && answer.status() == 429
            && answer.type().equals("RateLimitError")
            && answer.code().equals("rate_limit_exceeded")
            && entries.size() == 1,
        answer.status() + " " + answer.code());
    int retryAfter = number(answer.header("retry-after"));
    report.check(
        "it says when to come back, and how the limit stands",
        retryAfter >= 1
            && retryAfter <= 60
            && answer.header("ratelimit").startsWith("\"rpm\";r=0;t=")
            && answer.header("ratelimit-policy").equals("\"rpm\";q=60;w=60")
            && answer.header("x-should-retry").isEmpty(),
        "Retry-After " + retryAfter + " s");
  }

  private static int number(String text) {
    return text.matches("[0-9]{1,9}") ? Integer.parseInt(text) : -1;
  }

  private static void raise(DemoInstance instance, DemoAgent agent, StepReport report)
      throws InterruptedException {
    long process = instance.state().pids().getOrDefault(DataFolder.GATE, 0L);
    String[] set = {"agent", "set", NAME, "--rpm", "120"};
    report.sent(Commands.typed(set));
    instance.commands().must(set);
    long millis =
        Waiting.until(
            Duration.ofSeconds(5),
            () -> instance.gate().chat(agent, agent.token(), MODEL).status() == 200);
    Answer after = instance.gate().chat(agent, agent.token(), MODEL);
    report.came(after, "ratelimit", "ratelimit-policy");
    report.check(
        "the new limit is in force within a second, in the same GATE process",
        millis < 1000
            && after.status() == 200
            && after.header("ratelimit-policy").equals("\"rpm\";q=120;w=60")
            && instance.state().pids().getOrDefault(DataFolder.GATE, -1L) == process,
        "after " + millis + " ms, process " + process);
  }
}
