// SPDX-License-Identifier: Apache-2.0
package dev.atom.cli.remote;

import com.fasterxml.jackson.databind.JsonNode;
import dev.atom.base.AtomException;
import dev.atom.cli.Json;

/// The entries of one decision as a story for people: each entry, then what its details say, one
/// fact a line.
final class Explanation {
  private Explanation() {}

  static String of(JsonNode answer) {
    var text = new StringBuilder();
    for (JsonNode entry : StudioClient.items(answer)) {
      text.append(AuditLine.of(entry)).append('\n');
      facts(text, "  ", structured(entry.path("details")));
      JsonNode payload = structured(entry.path("payload"));
      if (payload.isObject() && !payload.isEmpty()) {
        text.append("  what the policy saw:\n");
        facts(text, "    ", payload);
      }
    }
    return text.toString().stripTrailing();
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

  private static void facts(StringBuilder text, String indent, JsonNode node) {
    for (var fact : node.properties()) {
      JsonNode value = fact.getValue();
      text.append(indent).append(fact.getKey()).append(':');
      if (value.isObject() && !value.isEmpty()) {
        text.append('\n');
        facts(text, indent + "  ", value);
      } else if (value.isArray() && !value.isEmpty()) {
        text.append('\n');
        items(text, indent + "  ", value);
      } else {
        text.append(' ').append(value.isValueNode() ? value.asText() : value).append('\n');
      }
    }
  }

  private static void items(StringBuilder text, String indent, JsonNode array) {
    for (JsonNode item : array) {
      if (item.isObject()) {
        text.append(indent).append('-');
        for (var fact : item.properties()) {
          text.append(' ').append(fact.getKey()).append('=');
          text.append(fact.getValue().isValueNode() ? fact.getValue().asText() : fact.getValue());
        }
        text.append('\n');
      } else {
        text.append(indent).append("- ").append(item.asText()).append('\n');
      }
    }
  }
}
