// SPDX-License-Identifier: Apache-2.0
package dev.atom.cli.demo;

import com.fasterxml.jackson.databind.JsonNode;
import dev.atom.cli.remote.StudioClient;
import dev.atom.gate.Stage;
import java.util.Arrays;
import java.util.List;

/// Step 8: one of the policy's refusals explained, from its id alone.
final class ExplainStep implements Step {
  @Override
  public String title() {
    return "One refusal explained: every stage, the rule with file and line, the revisions";
  }

  @Override
  public void play(DemoInstance instance, StepReport report) {
    // Above a rate, refusals are counted in an entry without a decision of its own.
    String search = "audit search --kind refusal --reason policy_violation --page-size 1";
    report.sent(Commands.typed(search.split(" ")));
    List<JsonNode> found =
        StudioClient.items(instance.commands().must((search + " --json").split(" ")).json());
    report.entries(found);
    String decision = found.isEmpty() ? "" : found.getFirst().path("decision_id").asText();
    report.check("the refusal is found", !decision.isEmpty(), decision);
    report.sent(Commands.typed("explain", decision));
    String explanation = instance.commands().must("explain", decision).out();
    report.text(explanation);
    judge(explanation, report);
  }

  private static void judge(String explanation, StepReport report) {
    List<String> missing =
        Arrays.stream(Stage.values())
            .map(Stage::label)
            .filter(stage -> !explanation.contains("\n  " + stage + " "))
            .toList();
    report.check(
        "every stage is told", missing.isEmpty(), missing.isEmpty() ? "" : "missing " + missing);
    report.check(
        "the stage that refused, and those it did not reach",
        explanation.contains("REFUSED") && explanation.contains("not reached"),
        "");
    report.check(
        "the rule with file and line", explanation.contains(PolicyStep.RULE), PolicyStep.RULE);
    boolean revisions = true;
    for (String revision : List.of("control", "policy", "keys")) {
      revisions &= explanation.matches("(?s).*revisions\\n.*\\n?  " + revision + " +[0-9a-f]+.*");
    }
    report.check("the revisions of control plane, policy and keys", revisions, "");
  }
}
