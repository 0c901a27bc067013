// SPDX-License-Identifier: Apache-2.0
package dev.atom.cli.demo;

import com.fasterxml.jackson.databind.JsonNode;
import dev.atom.cli.Json;
import java.util.Map;

/// What came back for one call.
///
/// @param headers by lower-case name
/// @param body JSON text
record Answer(int status, Map<String, String> headers, String body) {
  Answer {
    headers = Map.copyOf(headers);
  }

  /// The SDK hands on the error document without its envelope.
  private JsonNode error() {
    JsonNode document = body.startsWith("{") ? Json.parse(body, "GATE") : Json.object();
    return document.has("error") ? document.path("error") : document;
  }

  String type() {
    return error().path("type").asText();
  }

  String code() {
    return error().path("code").asText();
  }

  String message() {
    return error().path("message").asText();
  }

  /// The decision id of the body; of the header where the body has none.
  String decision() {
    String inBody = error().path("decision_id").asText();
    return inBody.isEmpty() ? header("x-atom-decision-id") : inBody;
  }

  /// Empty text when there is none.
  String header(String name) {
    return headers.getOrDefault(name, "");
  }
}
