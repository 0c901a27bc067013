// SPDX-License-Identifier: Apache-2.0
package dev.atom.cli.demo;

import com.fasterxml.jackson.databind.JsonNode;
import dev.atom.cli.PrivateFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// Step 6: a policy edited while GATE serves, then broken, then taken away.
final class PolicyStep implements Step {
  /// The rule's place, as the trail names it.
  static final String RULE = "custom/freeze.rego:3";

  private static final String MODEL = "atom-small";
  private static final Duration LONGEST = Duration.ofSeconds(8);
  private static final String MESSAGE = "models are frozen today";
  private static final String DENYING =
      """
      package atom.authz

      deny contains "%s" if input.route.name == "llm"
      """
          .formatted(MESSAGE);
  private static final String BROKEN = "package atom.authz\n\ndeny contains if {\n";

  @Override
  public String title() {
    return "A policy edited to deny, then broken, while GATE serves";
  }

  @Override
  public void play(DemoInstance instance, StepReport report)
      throws IOException, InterruptedException {
    DemoAgent agent = instance.agent("shop/asker", 100_000, MODEL);
    Path file = instance.data().policies().resolve("custom/freeze.rego");
    Answer before = instance.gate().chat(agent, agent.token(), MODEL);
    report.check("before, the call passes", before.status() == 200, "status " + before.status());
    edit(instance, agent, file, report);
    spoil(instance, agent, file, report);
    mend(instance, agent, file, report);
  }

  private static void edit(DemoInstance instance, DemoAgent agent, Path file, StepReport report)
      throws InterruptedException {
    report.sent("policies/custom/freeze.rego written:");
    report.text(DENYING.strip());
    PrivateFiles.write(file, DENYING);
    long millis = Waiting.until(LONGEST, () -> refused(instance, agent));
    report.sent(GateCalls.curl(agent, "<token>", GateCalls.body(MODEL, false)));
    Answer answer = instance.gate().chat(agent, agent.token(), MODEL);
    report.came(answer, "x-should-retry", "x-atom-decision-id");
    List<JsonNode> entries = instance.trail().of(answer.decision());
    report.entries(entries);
    report.check(
        "the edit is in force within 5 seconds, and the message is the rule's",
        millis < 5000
            && answer.status() == 403
            && answer.code().equals("policy_violation")
            && answer.message().equals(MESSAGE),
        "after " + millis + " ms: " + answer.status() + " " + answer.message());
    report.check(
        "the entry names the rule with file and line",
        entries.stream().anyMatch(entry -> entry.path("details").toString().contains(RULE)),
        RULE);
  }

  private static void spoil(DemoInstance instance, DemoAgent agent, Path file, StepReport report)
      throws InterruptedException {
    report.sent("the same file broken: its third line is now 'deny contains if {'");
    PrivateFiles.write(file, BROKEN);
    long millis =
        Waiting.until(LONGEST, () -> instance.trail().newest("policy_rejected").isPresent());
    Optional<JsonNode> event = instance.trail().newest("policy_rejected");
    String details = event.map(entry -> entry.path("details").asText()).orElse("");
    report.entries(event.stream().toList());
    report.came(details);
    report.check(
        "an event says what is wrong, with file and line",
        millis < 5000 && details.contains(RULE),
        "after " + millis + " ms");
    Answer answer = instance.gate().chat(agent, agent.token(), MODEL);
    report.check(
        "the old set stays in force",
        answer.code().equals("policy_violation") && answer.message().equals(MESSAGE),
        answer.status() + " " + answer.message());
  }

  private static void mend(DemoInstance instance, DemoAgent agent, Path file, StepReport report)
      throws IOException, InterruptedException {
    report.sent("the file removed");
    Files.delete(file);
    long millis = Waiting.until(LONGEST, () -> !refused(instance, agent));
    report.check("calls pass again within 5 seconds", millis < 5000, "after " + millis + " ms");
  }

  private static boolean refused(DemoInstance instance, DemoAgent agent)
      throws InterruptedException {
    return instance.gate().chat(agent, agent.token(), MODEL).status() == 403;
  }
}
