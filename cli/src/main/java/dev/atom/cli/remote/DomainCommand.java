// SPDX-License-Identifier: Apache-2.0
package dev.atom.cli.remote;

import com.fasterxml.jackson.databind.JsonNode;
import dev.atom.cli.Console;
import dev.atom.cli.ExitCodes;
import dev.atom.cli.Json;
import dev.atom.cli.Table;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// Domains: the walls between agents.
@Command(
    name = "domain",
    description = "Create and list domains, the walls between agents.",
    subcommands = {DomainCommand.Create.class, DomainCommand.ListAll.class},
    footer = {"", "Examples:", "  ./atom domain create payments", "  ./atom domain list --json"})
public final class DomainCommand {
  @Command(
      name = "create",
      description = "Create a domain.",
      footer = {"", "Examples:", "  ./atom domain create payments"})
  static final class Create implements Callable<Integer> {
    private final Console console;
    @Mixin private RemoteOptions options = new RemoteOptions();

    @Parameters(paramLabel = "NAME", description = "Its name, unique.")
    private String name = "";

    Create(Console console) {
      this.console = console;
    }

    @Override
    public Integer call() {
      var made = options.studio(console).post("/api/domains", Json.object().put("name", name));
      options.print(
          console, made, it -> "domain " + name + " created, id " + it.path("id").asText());
      return ExitCodes.DONE;
    }
  }

  @Command(
      name = "list",
      description = "List the domains you may see.",
      footer = {"", "Examples:", "  ./atom domain list"})
  static final class ListAll implements Callable<Integer> {
    private final Console console;
    @Mixin private RemoteOptions options = new RemoteOptions();

    ListAll(Console console) {
      this.console = console;
    }

    @Override
    public Integer call() {
      options.print(
          console, options.studio(console).get("/api/domains"), DomainCommand.ListAll::table);
      return ExitCodes.DONE;
    }

    private static String table(JsonNode answer) {
      var table = new Table("NAME", "ID", "ACTIVE", "CREATED");
      for (JsonNode domain : StudioClient.items(answer)) {
        table.add(
            domain.path("name").asText(),
            domain.path("id").asText(),
            domain.path("is_active").asText(),
            domain.path("created_at").asText());
      }
      return table.toString();
    }
  }
}
