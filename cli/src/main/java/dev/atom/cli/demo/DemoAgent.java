// SPDX-License-Identifier: Apache-2.0
package dev.atom.cli.demo;

import com.fasterxml.jackson.databind.JsonNode;

/// An agent as its developer holds it.
///
/// @param token its first client token
record DemoAgent(String domain, String id, String token) {
  /// Reads studio's answer to its creation.
  static DemoAgent of(JsonNode made) {
    JsonNode agent = made.path("agent");
    return new DemoAgent(
        agent.path("domain_id").asText(), agent.path("id").asText(), made.path("token").asText());
  }

  /// Where its calls go at GATE.
  String path() {
    return "/domain/" + domain + "/agent/" + id + "/v1";
  }

  /// The same, short enough to be read.
  String shownPath() {
    return "/domain/" + domain.substring(0, 8) + "…/agent/" + id.substring(0, 8) + "…/v1";
  }

  @Override
  public String toString() {
    return "DemoAgent[" + domain + "/" + id + "]";
  }
}
