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
  @Command(
      name = "issue",
      description = "Issue one more token; shown once and kept in a file only you can read.",
      footer = {"", "Examples:", "  ./atom token issue demo/hello"})
  static final class Issue implements Callable<Integer> {
    private final Console console;
    @Mixin private NewToken token = new NewToken();

    Issue(Console console) {
      this.console = console;
    }

    @Override
    public Integer call() {
      return token.obtain(console, "/tokens");
    }
  }

  @Command(
      name = "regenerate",
      description = "Issue a new token and void all earlier ones of its kind.",
      footer = {"", "Examples:", "  ./atom token regenerate demo/hello --kind client"})
  static final class Regenerate implements Callable<Integer> {
    private final Console console;
    @Mixin private NewToken token = new NewToken();

    Regenerate(Console console) {
      this.console = console;
    }

    @Override
    public Integer call() {
      return token.obtain(console, "/tokens/regenerate");
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
}
