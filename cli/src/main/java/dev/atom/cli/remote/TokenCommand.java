// SPDX-License-Identifier: Apache-2.0
package dev.atom.cli.remote;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.atom.cli.Console;
import dev.atom.cli.ExitCodes;
import dev.atom.cli.Json;
import dev.atom.cli.PrivateFiles;
import dev.atom.cli.Table;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Tokens of agents.
@Command(
    name = "token",
    description = "Issue, replace, list and revoke the tokens of an agent.",
    subcommands = {
      TokenCommand.Issue.class,
      TokenCommand.Regenerate.class,
      TokenCommand.ListAll.class,
      TokenCommand.Revoke.class
    },
    footer = {
      "",
      "Examples:",
      "  ./atom token issue demo/hello",
      "  ./atom token regenerate demo/hello --kind pod",
      "  ./atom token revoke ~/.atom/agents/demo-hello.token"
    })
public final class TokenCommand {
  private static final String CLIENT = "client";

  @Command(
      name = "issue",
      description = "Issue one more token; shown once and kept in a file only you can read.",
      footer = {"", "Examples:", "  ./atom token issue demo/hello"})
  static final class Issue implements Callable<Integer> {
    private final Console console;
    @Mixin private RemoteOptions options = new RemoteOptions();

    @Parameters(paramLabel = "AGENT", description = "domain/agent, by name or id.")
    private String agent = "";

    @Option(names = "--kind", paramLabel = "KIND", description = "client (default) or pod.")
    private String kind = CLIENT;

    Issue(Console console) {
      this.console = console;
    }

    @Override
    public Integer call() {
      return obtain(console, options, agent, kind, "/tokens");
    }
  }

  @Command(
      name = "regenerate",
      description = "Issue a new token and void all earlier ones of its kind.",
      footer = {"", "Examples:", "  ./atom token regenerate demo/hello --kind client"})
  static final class Regenerate implements Callable<Integer> {
    private final Console console;
    @Mixin private RemoteOptions options = new RemoteOptions();

    @Parameters(paramLabel = "AGENT", description = "domain/agent, by name or id.")
    private String agent = "";

    @Option(names = "--kind", paramLabel = "KIND", description = "client (default) or pod.")
    private String kind = CLIENT;

    Regenerate(Console console) {
      this.console = console;
    }

    @Override
    public Integer call() {
      return obtain(console, options, agent, kind, "/tokens/regenerate");
    }
  }

  @Command(
      name = "list",
      description = "List the tokens of an agent; the tokens themselves are stored nowhere.",
      footer = {"", "Examples:", "  ./atom token list demo/hello"})
  static final class ListAll implements Callable<Integer> {
    private final Console console;
    @Mixin private RemoteOptions options = new RemoteOptions();

    @Parameters(paramLabel = "AGENT", description = "domain/agent, by name or id.")
    private String agent = "";

    ListAll(Console console) {
      this.console = console;
    }

    @Override
    public Integer call() {
      StudioClient studio = options.studio(console);
      options.print(
          console, studio.get(AgentName.resolve(agent, studio).path() + "/tokens"), ListAll::table);
      return ExitCodes.DONE;
    }

    private static String table(JsonNode answer) {
      var table = new Table("ID", "KIND", "ISSUED", "EXPIRES", "REVOKED");
      for (JsonNode token : StudioClient.items(answer)) {
        table.add(
            token.path("id").asText(),
            token.path("kind").asText(),
            token.path("issued_at").asText(),
            token.path("expires_at").asText(),
            token.path("revoked_at").asText("-"));
      }
      return table.toString();
    }
  }

  @Command(
      name = "revoke",
      description = "Void one token, within a second everywhere.",
      footer = {
        "",
        "Examples:",
        "  ./atom token revoke 7f0c6a1e-...            (its id, see token list)",
        "  ./atom token revoke <64 hex>                (its SHA-256, see the audit trail)",
        "  ./atom token revoke ~/.atom/agents/demo-hello.token   (a file that holds it)"
      })
  static final class Revoke implements Callable<Integer> {
    private final Console console;
    @Mixin private RemoteOptions options = new RemoteOptions();

    @Parameters(
        paramLabel = "ID|HASH|FILE",
        description = "Which token. The token itself belongs on no command line.")
    private String token = "";

    Revoke(Console console) {
      this.console = console;
    }

    @Override
    public Integer call() {
      ObjectNode body = Json.object();
      if (Files.isRegularFile(Path.of(token))) {
        body.put("token", PrivateFiles.read(Path.of(token)));
      } else if (token.matches("[0-9a-f]{64}")) {
        body.put("token_hash", token);
      } else {
        body.put("token_id", token);
      }
      var answer = options.studio(console).post("/api/tokens/revoke", body);
      options.print(console, answer, _ -> "token revoked");
      return ExitCodes.DONE;
    }
  }

  private static int obtain(
      Console console, RemoteOptions options, String agent, String kind, String path) {
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
