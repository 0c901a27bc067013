// SPDX-License-Identifier: Apache-2.0
package dev.atom.cli.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.atom.cli.Json;
import java.util.ArrayList;
import java.util.List;

/// What one step showed: printed as it happens, and kept as checks. For one thread.
final class StepReport {
  private static final int SHOWN_MAX = 400;
  private static final int HASH_SHOWN = 16;

  private final int number;
  private final String title;
  private final Printer printer;
  private final List<Check> checks = new ArrayList<>();
  private final long start = Waiting.now();
  private long millis;

  StepReport(int number, String title, Printer printer) {
    this.number = number;
    this.title = title;
    this.printer = printer;
  }

  /// What was sent.
  void sent(String line) {
    printer.sent(line);
  }

  /// What came back; what is very long is cut.
  void came(String line) {
    printer.came(line.length() > SHOWN_MAX ? line.substring(0, SHOWN_MAX) + "…" : line);
  }

  /// A status line with the headers that matter, then the body.
  void came(Answer answer, String... headers) {
    var line = new StringBuilder().append(answer.status());
    for (String name : headers) {
      if (!answer.header(name).isEmpty()) {
        line.append("  ").append(name).append(": ").append(answer.header(name));
      }
    }
    came(line.toString());
    if (!answer.body().isEmpty()) {
      came(answer.body());
    }
  }

  /// Text that is shown whole, line by line.
  void text(String text) {
    text.lines().forEach(line -> printer.note("    " + line));
  }

  /// A remark for people.
  void note(String line) {
    printer.note(line);
  }

  /// Audit entries.
  void entries(List<JsonNode> entries) {
    for (JsonNode entry : entries) {
      String hash = entry.path("chain_hash").asText();
      List<String> words = new ArrayList<>();
      words.add("#" + entry.path("id").asText());
      words.add(entry.path("kind").asText());
      words.add(entry.path("reason").asText());
      words.add("chain_hash " + hash.substring(0, Math.min(HASH_SHOWN, hash.length())) + "…");
      words.removeIf(String::isBlank);
      printer.entry(String.join("  ", words));
    }
  }

  /// Judges one claim.
  void check(String claim, boolean held, String found) {
    checks.add(new Check(claim, held, found));
    printer.verdict(claim, held, found);
  }

  void ended() {
    millis = Waiting.millisSince(start);
    printer.took(millis);
  }

  /// Whether it claimed something and all of it held.
  boolean held() {
    return !checks.isEmpty() && checks.stream().allMatch(Check::held);
  }

  ObjectNode document() {
    var step =
        Json.object()
            .put("step", number)
            .put("title", title)
            .put("held", held())
            .put("millis", millis);
    var array = step.putArray("checks");
    for (Check check : checks) {
      array
          .addObject()
          .put("claim", check.claim())
          .put("held", check.held())
          .put("found", check.found());
    }
    return step;
  }
}
