// SPDX-License-Identifier: Apache-2.0
package dev.atom.cli.remote;

import com.fasterxml.jackson.databind.JsonNode;
import dev.atom.cli.PrivateFiles;
import dev.atom.cli.instance.DataFolder;
import java.nio.file.Path;

/// Where tokens that the commands obtain are kept for their local user: one 0600 file an agent, by
/// name, which is what `./atom env` points at.
final class TokenFile {
  private TokenFile() {}

  /// The file for the agent that studio describes so.
  static Path of(DataFolder data, StudioClient studio, JsonNode agent) {
    return data.agentToken(safe(domainName(studio, agent)), safe(agent.path("name").asText()));
  }

  private static String domainName(StudioClient studio, JsonNode agent) {
    String id = agent.path("domain_id").asText();
    for (JsonNode domain : StudioClient.items(studio.get("/api/domains"))) {
      if (domain.path("id").asText().equals(id)) {
        return domain.path("name").asText();
      }
    }
    return id;
  }

  static Path keep(Path file, String token) {
    PrivateFiles.folder(file.resolveSibling(".").normalize());
    return PrivateFiles.write(file, token + "\n");
  }

  /// Names come from people: nothing in them may leave the folder.
  private static String safe(String name) {
    return name.replaceAll("[^A-Za-z0-9._-]", "_");
  }
}
