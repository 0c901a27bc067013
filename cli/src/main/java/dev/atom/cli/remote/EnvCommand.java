// SPDX-License-Identifier: Apache-2.0
package dev.atom.cli.remote;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.atom.base.AtomException;
import dev.atom.base.ErrorCode;
import dev.atom.cli.Console;
import dev.atom.cli.ExitCodes;
import dev.atom.cli.Json;
import dev.atom.cli.instance.DataFolder;
import dev.atom.cli.instance.InstanceState;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// Points a model SDK at GATE as one agent.
@Command(
    name = "env",
    description = "Print the environment that points the usual SDKs at GATE as this agent.",
    footer = {
      "",
      "The key itself is not printed: the shell reads it from its file.",
      "",
      "Examples:",
      "  eval \"$(./atom env demo/hello)\"",
      "  ./atom env demo/hello --json"
    })
public final class EnvCommand implements Callable<Integer> {
  private final Console console;
  @Mixin private RemoteOptions options = new RemoteOptions();

  @Parameters(paramLabel = "AGENT", description = "domain/agent, by name or id.")
  private String agent = "";

  public EnvCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    DataFolder data = options.folder(console);
    StudioClient studio = options.studio(console);
    JsonNode answer = studio.get(AgentName.resolve(agent, studio).path());
    JsonNode described = answer.has("agent") ? answer.path("agent") : answer;
    Path key = TokenFile.of(data, studio, described);
    if (!Files.exists(key)) {
      throw new AtomException(
          ErrorCode.NOT_FOUND,
          "no token of " + agent + " is kept here: ./atom token issue " + agent);
    }
    String base =
        InstanceState.read(data).orElseThrow().url(DataFolder.GATE)
            + "/domain/"
            + described.path("domain_id").asText()
            + "/agent/"
            + described.path("id").asText()
            + "/v1";
    ObjectNode result =
        Json.object()
            .put("base_url", base)
            .put("key_file", key.toString())
            .put("ca", data.caCertificate().toString());
    options.print(console, result, EnvCommand::exports);
    return ExitCodes.DONE;
  }

  private static String exports(JsonNode result) {
    String ca = quoted(result.path("ca").asText());
    String base = quoted(result.path("base_url").asText());
    String key = "\"$(cat " + quoted(result.path("key_file").asText()) + ")\"";
    return String.join(
        "\n",
        "export OPENAI_BASE_URL=" + base,
        "export OPENAI_API_KEY=" + key,
        "export SSL_CERT_FILE=" + ca,
        "export REQUESTS_CA_BUNDLE=" + ca,
        "export CURL_CA_BUNDLE=" + ca,
        "export NODE_EXTRA_CA_CERTS=" + ca);
  }

  private static String quoted(String text) {
    return "'" + text.replace("'", "'\\''") + "'";
  }
}
