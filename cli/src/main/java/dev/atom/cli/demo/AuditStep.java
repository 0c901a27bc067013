// SPDX-License-Identifier: Apache-2.0
package dev.atom.cli.demo;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;

/// Step 7: the audit chain verified, then one byte changed in a copy of the database.
final class AuditStep implements Step {
  @Override
  public String title() {
    return "The audit chain verified; then one byte changed behind its back, in a copy";
  }

  @Override
  public void play(DemoInstance instance, StepReport report)
      throws IOException, InterruptedException {
    report.sent(Commands.typed("audit", "verify"));
    Commands.Ended intact = instance.commands().run("audit", "verify", "--json");
    JsonNode whole = intact.json();
    report.came(
        "%s: entries %s to %s, head %s"
            .formatted(
                whole.path("verdict").asText(),
                whole.path("first").asText(),
                whole.path("last").asText(),
                whole.path("head_hash").asText()));
    report.check(
        "the chain is intact",
        intact.status() == 0 && whole.path("verdict").asText().equals("intact"),
        whole.path("entries").asText() + " entries");
    long victim =
        instance.trail().newest("refusal").map(entry -> entry.path("id").asLong()).orElse(0L);
    String url = new DatabaseCopy(instance).withOneByteChanged(victim, report);
    judge(instance, url, victim, report);
    instance.awaitReady();
    Commands.Ended after = instance.commands().run("audit", "verify", "--json");
    report.check(
        "the original is still intact", after.status() == 0, after.json().path("verdict").asText());
  }

  private static void judge(DemoInstance instance, String url, long victim, StepReport report) {
    report.sent(Commands.typed("audit", "verify", "--database", "<the copy>"));
    Commands.Ended ended = instance.commands().run("audit", "verify", "--database", url, "--json");
    JsonNode found = ended.json();
    report.came(
        "%s at entry %s: %s"
            .formatted(
                found.path("verdict").asText(),
                found.path("entry").asText(),
                found.path("why").asText()));
    report.came("expected " + found.path("expected").asText());
    report.came("found    " + found.path("found").asText());
    report.check(
        "the changed entry is named, with the reason, and the status is 1",
        ended.status() == 1
            && found.path("verdict").asText().equals("tampered")
            && found.path("entry").asLong() == victim
            && !found.path("why").asText().isEmpty(),
        found.path("verdict").asText("no verdict")
            + ", entry "
            + found.path("entry").asText()
            + ", "
            + found.path("why").asText()
            + ended.err().strip());
  }
}
