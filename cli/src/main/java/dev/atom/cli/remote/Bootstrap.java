// SPDX-License-Identifier: Apache-2.0
package dev.atom.cli.remote;

import com.fasterxml.jackson.databind.JsonNode;
import dev.atom.cli.Json;
import dev.atom.cli.instance.DataFolder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// Gives a new instance something to try: the domain `demo` with the agent `hello`. Repeatable, so
/// a start that was cut off is finished by the next.
public final class Bootstrap {
  private static final String DOMAIN = "demo";
  private static final String AGENT = "hello";

  private Bootstrap() {}

  /// Makes what is missing.
  public static void ensure(DataFolder data, StudioClient studio) {
    Path file = data.agentToken(DOMAIN, AGENT);
    if (Files.exists(file)) {
      return;
    }
    if (lacks(studio.get("/api/domains"), DOMAIN)) {
      studio.post("/api/domains", Json.object().put("name", DOMAIN));
    }
    String agents = "/api/domains/" + DOMAIN + "/agents";
    String token =
        lacks(studio.get(agents), AGENT)
            ? create(studio, agents)
            : studio
                .post(
                    agents + "/" + AGENT + "/tokens/regenerate",
                    Json.object().put("kind", "client"))
                .path("token")
                .asText();
    TokenFile.keep(file, token);
  }

  private static String create(StudioClient studio, String agents) {
    var body =
        Json.object().put("name", AGENT).put("description", "made by ./atom up to try things");
    return studio.post(agents, body).path("token").asText();
  }

  private static boolean lacks(JsonNode answer, String name) {
    List<JsonNode> items = StudioClient.items(answer);
    return items.stream().noneMatch(item -> item.path("name").asText().equals(name));
  }
}
