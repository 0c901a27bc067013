// SPDX-License-Identifier: Apache-2.0
package dev.atom.cli.demo;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

/// Step 5: a token is revoked while one loop calls with it and one stream is open and silent.
final class RevocationStep implements Step {
  private static final String MODEL = "atom-small";
  private static final int LATER_CALLS = 20;
  private static final long WAIT_SECONDS = 10;

  /// How the loop ended.
  ///
  /// @param served calls that were answered
  /// @param refusal the first that was not
  /// @param nanos when it came back
  private record LoopEnd(int served, Answer refusal, long nanos) {}

  /// How the stream ended.
  ///
  /// @param rest what came after the first word
  /// @param nanos when it was over
  private record StreamEnd(String rest, long nanos) {}

  @Override
  public String title() {
    return "A token revoked while a loop calls with it and a stream is open and silent";
  }

  @Override
  public void play(DemoInstance instance, StepReport report)
      throws IOException, InterruptedException {
    DemoAgent agent = instance.agent("shop/runner", 100_000, MODEL, "wire-silent");
    report.sent(GateCalls.curl(agent, "<token>", GateCalls.body("wire-silent", true)));
    HttpResponse<InputStream> stream = instance.gate().stream(agent, "wire-silent");
    try (InputStream body = stream.body();
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      report.came(stream.statusCode() + "  " + firstLine(body) + "   …and silence");
      report.sent("in a loop: " + GateCalls.curl(agent, "<token>", GateCalls.body(MODEL, false)));
      var silent = CompletableFuture.supplyAsync(() -> drain(body), threads);
      var served = new AtomicInteger();
      var loop =
          CompletableFuture.supplyAsync(() -> callUntilRefused(instance, agent, served), threads);
      Waiting.until(Duration.ofSeconds(WAIT_SECONDS), () -> served.get() >= 5);
      long acknowledged = revoke(instance, report);
      judgeLoop(instance, agent, result(loop), acknowledged, report);
      String decision = stream.headers().firstValue("x-atom-decision-id").orElse("");
      judgeStream(instance, decision, result(silent), acknowledged, report);
    }
  }

  /// By the file that holds the token, which belongs on no command line.
  private static long revoke(DemoInstance instance, StepReport report) {
    String file = instance.data().agentToken("shop", "runner").toString();
    report.sent(Commands.typed("token", "revoke", "agents/shop-runner.token"));
    String said = instance.commands().must("token", "revoke", file).out().strip();
    long acknowledged = Waiting.now();
    report.came(said);
    return acknowledged;
  }

  private static void judgeLoop(
      DemoInstance instance, DemoAgent agent, LoopEnd loop, long acknowledged, StepReport report)
      throws InterruptedException {
    long millis = Waiting.millis(acknowledged, loop.nanos());
    report.came(
        "the loop: "
            + loop.served()
            + " calls answered, first refusal "
            + millis
            + " ms after the acknowledgement");
    report.came(loop.refusal(), "x-should-retry", "x-atom-decision-id");
    List<JsonNode> entries = instance.trail().of(loop.refusal().decision());
    report.entries(entries);
    report.check(
        "the first refusal comes within a second",
        loop.served() > 0
            && loop.refusal().status() == 401
            && loop.refusal().code().equals("token_revoked")
            && millis < 1000,
        millis + " ms after " + loop.served() + " calls, " + loop.refusal().code());
    int refused = 0;
    Answer last = loop.refusal();
    for (int i = 0; i < LATER_CALLS; i++) {
      last = instance.gate().chat(agent, agent.token(), MODEL);
      refused += last.status() == 401 ? 1 : 0;
    }
    report.entries(instance.trail().of(last.decision()));
    report.check(
        "no later call passes",
        refused == LATER_CALLS,
        refused + " of " + LATER_CALLS + " refused");
  }

  private static void judgeStream(
      DemoInstance instance,
      String decision,
      StreamEnd stream,
      long acknowledged,
      StepReport report)
      throws InterruptedException {
    long millis = Waiting.millis(acknowledged, stream.nanos());
    report.came("the stream: closed " + millis + " ms after the acknowledgement, its last event:");
    report.came(stream.rest().strip());
    List<JsonNode> entries = instance.trail().of(decision);
    report.entries(entries);
    report.check(
        "the open and silent stream is closed within a second and says why",
        millis < 1000
            && stream.rest().contains("token_revoked")
            && !stream.rest().contains("[DONE]"),
        millis + " ms");
    report.check(
        "its outcome is on record as revoked",
        entries.stream()
            .anyMatch(entry ->
                entry
                    .path("details")
                    .toString()
                    .replace("\\", "")
                    .contains("\"ending\":\"revoked\"")),
        decision);
  }

  private static LoopEnd callUntilRefused(
      DemoInstance instance, DemoAgent agent, AtomicInteger served) {
    try {
      while (true) {
        Answer answer = instance.gate().chat(agent, agent.token(), MODEL);
        if (answer.status() != 200) {
          return new LoopEnd(served.get(), answer, Waiting.now());
        }
        served.incrementAndGet();
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException("interrupted", e);
    }
  }

  private static String firstLine(InputStream body) throws IOException {
    var line = new StringBuilder();
    for (int next = body.read(); next != '\n' && next >= 0; next = body.read()) {
      line.append((char) next);
    }
    return line.toString();
  }

  /// Reads to the end, which may be a cut.
  private static StreamEnd drain(InputStream body) {
    var rest = new StringBuilder();
    byte[] buffer = new byte[4096];
    try {
      for (int count = body.read(buffer); count >= 0; count = body.read(buffer)) {
        rest.append(new String(buffer, 0, count, StandardCharsets.UTF_8));
      }
    } catch (IOException _) {
      // A cut is how a client learns that the answer is not complete.
    }
    return new StreamEnd(rest.toString(), Waiting.now());
  }

  private static <T> T result(CompletableFuture<T> future)
      throws IOException, InterruptedException {
    try {
      return future.get(WAIT_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      throw new IOException(String.valueOf(e.getCause()), e);
    } catch (TimeoutException e) {
      throw new IOException("still not over after " + WAIT_SECONDS + " seconds", e);
    }
  }
}
