// SPDX-License-Identifier: Apache-2.0
package dev.atom.cli.remote;

import com.fasterxml.jackson.databind.JsonNode;
import dev.atom.cli.Console;
import dev.atom.cli.ExitCodes;
import dev.atom.cli.Json;
import java.nio.file.Path;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Whose token of which kind is asked for. Shown once; a client token is also kept in a file that
/// only its owner can read.
final class NewToken {
  private static final String CLIENT = "client";

  @Mixin private RemoteOptions options = new RemoteOptions();

  @Parameters(paramLabel = "AGENT", description = "domain/agent, by name or id.")
  private String agent = "";

  @Option(names = "--kind", paramLabel = "KIND", description = "client (default) or pod.")
  private String kind = CLIENT;

  /// @param path below the agent's
  int obtain(Console console, String path) {
    StudioClient studio = options.studio(console);
    String agentPath = AgentName.resolve(agent, studio).path();
    JsonNode made = studio.post(agentPath + path, Json.object().put("kind", kind));
    String token = made.path("token").asText();
    String where = "";
    if (kind.equals(CLIENT)) {
      JsonNode answer = studio.get(agentPath);
      JsonNode described = answer.has("agent") ? answer.path("agent") : answer;
      Path file = TokenFile.of(options.folder(console), studio, described);
      where = ", also in " + TokenFile.keep(file, token);
    }
    String also = where;
    options.print(
        console,
        made,
        it ->
            "%s token of %s, good until %s (shown once%s):\n%s"
                .formatted(kind, agent, it.path("expires_at").asText(), also, token));
    return ExitCodes.DONE;
  }
}
