// SPDX-License-Identifier: Apache-2.0
package dev.atom.cli.remote;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.atom.base.AtomException;
import dev.atom.base.ErrorCode;
import dev.atom.cli.Console;
import dev.atom.cli.ExitCodes;
import dev.atom.cli.Table;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Agents: what calls through GATE.
@Command(
    name = "agent",
    description = "Create, show, change, suspend, resume and delete agents.",
    subcommands = {
      AgentCommand.Create.class,
      AgentCommand.ListAll.class,
      AgentCommand.Show.class,
      AgentCommand.Set.class,
      AgentCommand.Suspend.class,
      AgentCommand.Resume.class,
      AgentCommand.Delete.class
    },
    footer = {
      "",
      "An agent is written domain/agent, by name or id.",
      "",
      "Examples:",
      "  ./atom agent create demo/teller --rpm 60 --model atom-small",
      "  ./atom agent set demo/teller --rpm 30",
      "  ./atom agent suspend demo/teller"
    })
public final class AgentCommand {
  @Command(
      name = "create",
      description =
          "Create an agent; its token is shown once and kept in a file only you can read.",
      footer = {"", "Examples:", "  ./atom agent create demo/teller --rpm 60"})
  static final class Create implements Callable<Integer> {
    private final Console console;
    @Mixin private RemoteOptions options = new RemoteOptions();
    @Mixin private AgentSettingsOptions settings = new AgentSettingsOptions();

    @Parameters(paramLabel = "DOMAIN/NAME", description = "Where, and how it is called.")
    private String name = "";

    Create(Console console) {
      this.console = console;
    }

    @Override
    public Integer call() {
      int slash = name.indexOf('/');
      if (slash <= 0 || slash == name.length() - 1) {
        throw new AtomException(
            ErrorCode.BAD_REQUEST, "'" + name + "' names no domain: write domain/name");
      }
      StudioClient studio = options.studio(console);
      ObjectNode body = settings.given().put("name", name.substring(slash + 1));
      String domain = StudioClient.encoded(name.substring(0, slash));
      JsonNode made = studio.post("/api/domains/" + domain + "/agents", body);
      Path file =
          TokenFile.keep(
              TokenFile.of(options.folder(console), studio, made.path("agent")),
              made.path("token").asText());
      options.print(
          console,
          made,
          it ->
              "agent %s created, id %s\ntoken (shown once, also in %s):\n%s"
                  .formatted(
                      name, it.path("agent").path("id").asText(), file, it.path("token").asText()));
      return ExitCodes.DONE;
    }
  }

  @Command(
      name = "list",
      description = "List the agents you may see.",
      footer = {"", "Examples:", "  ./atom agent list --domain demo"})
  static final class ListAll implements Callable<Integer> {
    private final Console console;
    @Mixin private RemoteOptions options = new RemoteOptions();

    @Option(names = "--domain", paramLabel = "DOMAIN", description = "Only those of this domain.")
    private @Nullable String domain;

    ListAll(Console console) {
      this.console = console;
    }

    @Override
    public Integer call() {
      String path =
          domain == null
              ? "/api/agents"
              : "/api/domains/" + StudioClient.encoded(domain) + "/agents";
      options.print(console, options.studio(console).get(path), ListAll::table);
      return ExitCodes.DONE;
    }

    private static String table(JsonNode answer) {
      var table = new Table("NAME", "STATUS", "RPM", "MODELS", "ID", "DOMAIN");
      for (JsonNode agent : StudioClient.items(answer)) {
        table.add(
            agent.path("name").asText(),
            agent.path("status").asText(),
            agent.path("rpm_limit").asText(),
            AgentCommand.joined(agent.path("allowed_models")),
            agent.path("id").asText(),
            agent.path("domain_id").asText());
      }
      return table.toString();
    }
  }

  @Command(
      name = "show",
      description = "Show one agent.",
      footer = {"", "Examples:", "  ./atom agent show demo/hello"})
  static final class Show implements Callable<Integer> {
    private final Console console;
    @Mixin private RemoteOptions options = new RemoteOptions();

    @Parameters(paramLabel = "AGENT", description = "domain/agent, by name or id.")
    private String agent = "";

    Show(Console console) {
      this.console = console;
    }

    @Override
    public Integer call() {
      StudioClient studio = options.studio(console);
      options.print(
          console, studio.get(AgentName.resolve(agent, studio).path()), AgentCommand::sheet);
      return ExitCodes.DONE;
    }
  }

  @Command(
      name = "set",
      description = "Change settings of an agent; in force within a second, without a restart.",
      footer = {"", "Examples:", "  ./atom agent set demo/hello --rpm 30"})
  static final class Set implements Callable<Integer> {
    private final Console console;
    @Mixin private RemoteOptions options = new RemoteOptions();
    @Mixin private AgentSettingsOptions settings = new AgentSettingsOptions();

    @Parameters(paramLabel = "AGENT", description = "domain/agent, by name or id.")
    private String agent = "";

    Set(Console console) {
      this.console = console;
    }

    @Override
    public Integer call() {
      ObjectNode body = settings.given();
      if (body.isEmpty()) {
        throw new AtomException(
            ErrorCode.BAD_REQUEST, "nothing to change: give --rpm, --tpm, --model, --tool, ...");
      }
      StudioClient studio = options.studio(console);
      options.print(
          console,
          studio.patch(AgentName.resolve(agent, studio).path(), body),
          AgentCommand::sheet);
      return ExitCodes.DONE;
    }
  }

  @Command(
      name = "suspend",
      description = "Stop an agent: all its tokens are refused from now on.",
      footer = {"", "Examples:", "  ./atom agent suspend demo/hello"})
  static final class Suspend implements Callable<Integer> {
    private final Console console;
    @Mixin private RemoteOptions options = new RemoteOptions();

    @Parameters(paramLabel = "AGENT", description = "domain/agent, by name or id.")
    private String agent = "";

    Suspend(Console console) {
      this.console = console;
    }

    @Override
    public Integer call() {
      StudioClient studio = options.studio(console);
      var answer = studio.post(AgentName.resolve(agent, studio).path() + "/suspend", null);
      options.print(console, answer, _ -> "agent " + agent + " suspended, its tokens are void");
      return ExitCodes.DONE;
    }
  }

  @Command(
      name = "resume",
      description = "Let a suspended agent work again, with new tokens.",
      footer = {"", "Examples:", "  ./atom agent resume demo/hello"})
  static final class Resume implements Callable<Integer> {
    private final Console console;
    @Mixin private RemoteOptions options = new RemoteOptions();

    @Parameters(paramLabel = "AGENT", description = "domain/agent, by name or id.")
    private String agent = "";

    Resume(Console console) {
      this.console = console;
    }

    @Override
    public Integer call() {
      StudioClient studio = options.studio(console);
      var answer = studio.post(AgentName.resolve(agent, studio).path() + "/resume", null);
      options.print(
          console,
          answer,
          _ -> "agent " + agent + " resumed; old tokens stay void: ./atom token issue " + agent);
      return ExitCodes.DONE;
    }
  }

  @Command(
      name = "delete",
      description = "Delete an agent and void all its tokens; its audit entries stay.",
      footer = {"", "Examples:", "  ./atom agent delete demo/teller"})
  static final class Delete implements Callable<Integer> {
    private final Console console;
    @Mixin private RemoteOptions options = new RemoteOptions();

    @Parameters(paramLabel = "AGENT", description = "domain/agent, by name or id.")
    private String agent = "";

    Delete(Console console) {
      this.console = console;
    }

    @Override
    public Integer call() {
      StudioClient studio = options.studio(console);
      var answer = studio.delete(AgentName.resolve(agent, studio).path());
      options.print(console, answer, _ -> "agent " + agent + " deleted");
      return ExitCodes.DONE;
    }
  }

  private static String sheet(JsonNode answer) {
    JsonNode agent = answer.has("agent") ? answer.path("agent") : answer;
    var table = new Table("FIELD", "VALUE");
    agent
        .properties()
        .forEach(field ->
            table.add(
                field.getKey(),
                field.getValue().isArray() ? joined(field.getValue()) : field.getValue().asText()));
    return table.toString();
  }

  private static String joined(JsonNode array) {
    var text = new StringBuilder();
    for (JsonNode item : array) {
      text.append(text.isEmpty() ? "" : ",").append(item.asText());
    }
    return text.toString();
  }
}
