// SPDX-License-Identifier: Apache-2.0
package dev.atom.cli.remote;

import com.fasterxml.jackson.databind.JsonNode;
import dev.atom.base.AtomException;
import dev.atom.cli.Json;
import dev.atom.gate.Stage;
import java.util.ArrayList;
import java.util.List;

/// The entries of one decision as a story for people: what was asked, every stage, the rules with
/// file and line, the revisions, what the policy saw, what came of it.
final class Explanation {
  private final StringBuilder text = new StringBuilder();
  private boolean permitted;
  private boolean ended;

  private Explanation() {}

  static String of(JsonNode answer) {
    var explanation = new Explanation();
    for (JsonNode item : StudioClient.items(answer)) {
      JsonNode entry = item.has("entry") ? item.path("entry") : item;
      JsonNode details = structured(entry.path("details"));
      switch (entry.path("kind").asText()) {
        case "decision", "refusal", "auth_failure", "scope_violation" ->
            explanation.decision(entry, details, item.path("payload"));
        case "aggregate" -> explanation.counted(entry, details);
        default -> explanation.event(entry, details);
      }
    }
    if (explanation.permitted && !explanation.ended) {
      explanation.line(
          "outcome", "unknown: none is on record; the call runs still, or was cut off");
    }
    return explanation.text.toString().stripTrailing();
  }

  private void decision(JsonNode entry, JsonNode details, JsonNode payload) {
    boolean refused = !entry.path("kind").asText().equals("decision");
    permitted |= !refused;
    String status = entry.path("status_code").asInt() > 0 ? entry.path("status_code").asText() : "";
    line("decision", entry.path("decision_id").asText());
    line("verdict", refused ? "refused: " + entry.path("reason").asText() : "let through", status);
    line("time", entry.path("recorded_at").asText(), "audit entry", entry.path("id").asText());
    line("request", entry.path("method").asText(), entry.path("path").asText());
    line("caller", details.path("subject").asText(), entry.path("token_type").asText(), "token");
    line("", "token SHA-256", entry.path("caller_token_hash").asText());
    if (details.has("stage") || !refused) {
      stages(details);
      text.append("revisions\n");
      line("  control", details.path("control").asText());
      line("  policy", details.path("policy").asText());
      line("  keys", details.path("keys").asText());
    } else {
      facts("  ", details);
    }
    JsonNode seen = structured(payload);
    if (seen.isObject() && !seen.isEmpty()) {
      text.append("what the policy saw\n");
      facts("  ", seen);
    }
  }

  /// A flood has no entries but one.
  private void counted(JsonNode entry, JsonNode details) {
    line("decision", entry.path("decision_id").asText());
    line("verdict", "refused: " + entry.path("reason").asText());
    line(
        "",
        "one of %s like refusals, counted from %s to %s"
            .formatted(
                details.path("count").asText(),
                details.path("from").asText(details.path("since").asText()),
                details.path("to").asText(entry.path("recorded_at").asText())));
    line("audit entry", entry.path("id").asText(), "of " + entry.path("recorded_at").asText());
    line("caller", details.path("subject").asText(), entry.path("remote").asText());
  }

  /// A call refused at one stage has passed all before it and reached none after.
  private void stages(JsonNode details) {
    text.append("stages\n");
    String end = details.path("stage").asText();
    String state = "passed";
    for (Stage stage : Stage.values()) {
      boolean here = stage.label().equals(end);
      List<String> words = new ArrayList<>();
      words.add(here ? "REFUSED" : state);
      if (here) {
        words.add(details.path("message").asText());
        if (!details.path("detail").asText().startsWith("[")) {
          words.add(details.path("detail").asText());
        }
        state = "not reached";
      } else if (state.equals("passed")) {
        words.add(reading(stage, details));
      }
      line("  " + stage.label(), words.toArray(String[]::new));
      if (stage == Stage.POLICY) {
        details.path("rules").forEach(rule -> line("", rule.asText()));
      }
    }
  }

  private static String reading(Stage stage, JsonNode details) {
    return switch (stage) {
      case ADMISSION ->
          details.has("limit")
              ? details.path("remaining").asText()
                  + " of "
                  + details.path("limit").asText()
                  + " left"
              : "";
      case DECODE -> details.has("model") ? "model " + details.path("model").asText() : "";
      case LISTEN, AUTHENTICATE, STANDING, BINDING, POLICY, AUDIT, UPSTREAM -> "";
    };
  }

  private void event(JsonNode entry, JsonNode details) {
    ended |= entry.path("kind").asText().equals("outcome");
    text.append(entry.path("kind").asText().replace('_', ' ')).append('\n');
    line("  time", entry.path("recorded_at").asText(), "audit entry", entry.path("id").asText());
    if (entry.path("status_code").asInt() > 0) {
      line("  status", entry.path("status_code").asText());
    }
    if (entry.path("latency_us").asLong() >= 0) {
      line("  latency", entry.path("latency_us").asText() + " us");
    }
    facts("  ", details);
  }

  private void line(String label, String... words) {
    List<String> said = new ArrayList<>();
    for (String word : words) {
      if (!word.isBlank()) {
        said.add(word);
      }
    }
    text.append(label)
        .append(" ".repeat(Math.max(1, 16 - label.length())))
        .append(String.join("  ", said))
        .append('\n');
  }

  private void facts(String indent, JsonNode node) {
    for (var fact : node.properties()) {
      JsonNode value = fact.getValue();
      if (value.isObject() && !value.isEmpty()) {
        text.append(indent).append(fact.getKey()).append('\n');
        facts(indent + "  ", value);
      } else {
        line(indent + fact.getKey(), value.isValueNode() ? value.asText() : value.toString());
      }
    }
  }

  /// Details come as an object, or as the text of one.
  private static JsonNode structured(JsonNode details) {
    if (!details.isTextual() || details.asText().isBlank()) {
      return details;
    }
    try {
      return Json.parse(details.asText(), "studio");
    } catch (AtomException _) {
      return details;
    }
  }
}
