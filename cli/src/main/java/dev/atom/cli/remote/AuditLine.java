// SPDX-License-Identifier: Apache-2.0
package dev.atom.cli.remote;

import com.fasterxml.jackson.databind.JsonNode;

/// An audit entry as one line for people.
final class AuditLine {
  private AuditLine() {}

  static String of(JsonNode entry) {
    var line = new StringBuilder();
    line.append(entry.path("recorded_at").asText()).append("  #").append(id(entry));
    line.append("  ").append(entry.path("kind").asText());
    String ruling = entry.path("ruling").asText();
    if (!ruling.isEmpty() && !ruling.equals("none")) {
      line.append("  ").append(ruling);
    }
    append(line, "", entry.path("reason").asText());
    append(line, "", request(entry));
    if (entry.path("status_code").asInt() > 0) {
      append(line, "", entry.path("status_code").asText());
    }
    append(line, "agent ", entry.path("agent_id").asText());
    append(line, "decision ", entry.path("decision_id").asText());
    return line.toString();
  }

  static long id(JsonNode entry) {
    return entry.has("id") ? entry.path("id").asLong() : entry.path("seq").asLong();
  }

  private static String request(JsonNode entry) {
    return (entry.path("method").asText() + " " + entry.path("path").asText()).strip();
  }

  private static void append(StringBuilder line, String label, String value) {
    if (!value.isEmpty()) {
      line.append("  ").append(label).append(value);
    }
  }
}
