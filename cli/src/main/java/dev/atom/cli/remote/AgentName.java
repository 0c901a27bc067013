// SPDX-License-Identifier: Apache-2.0
package dev.atom.cli.remote;

import com.fasterxml.jackson.databind.JsonNode;
import dev.atom.base.AtomException;
import dev.atom.base.ErrorCode;
import java.util.List;

/// An agent as a person names it: `domain/agent` by name or id, or the agent alone when only one is
/// called so.
///
/// @param domain id or name of the domain
/// @param agent id or name of the agent
record AgentName(String domain, String agent) {
  /// Reads the written form, asking studio when the domain is left out.
  static AgentName resolve(String text, StudioClient studio) {
    int slash = text.indexOf('/');
    if (slash >= 0) {
      return new AgentName(text.substring(0, slash), text.substring(slash + 1));
    }
    List<JsonNode> all =
        StudioClient.items(studio.get("/api/agents")).stream()
            .filter(agent -> named(agent, text))
            .toList();
    if (all.size() != 1) {
      throw new AtomException(
          all.isEmpty() ? ErrorCode.NOT_FOUND : ErrorCode.BAD_REQUEST,
          all.isEmpty()
              ? "no agent is called '" + text + "': ./atom agent list shows them all"
              : all.size() + " agents are called '" + text + "': write domain/agent");
    }
    return new AgentName(
        all.getFirst().path("domain_id").asText(), all.getFirst().path("id").asText());
  }

  private static boolean named(JsonNode agent, String text) {
    return agent.path("name").asText().equals(text) || agent.path("id").asText().equals(text);
  }

  /// The path of the agent in studio's API.
  String path() {
    return "/api/domains/"
        + StudioClient.encoded(domain)
        + "/agents/"
        + StudioClient.encoded(agent);
  }
}
