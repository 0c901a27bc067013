// SPDX-License-Identifier: Apache-2.0
package dev.atom.cli.local;

import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.atom.cli.Console;
import dev.atom.cli.DataOption;
import dev.atom.cli.ExitCodes;
import dev.atom.cli.Json;
import dev.atom.cli.Table;
import dev.atom.cli.instance.DataFolder;
import dev.atom.config.ConfigResult;
import dev.atom.gate.GateConfig;
import dev.atom.gate.listener.GateListener;
import dev.atom.http.OpenRoute;
import dev.atom.llm.LlmApp;
import dev.atom.studio.StudioApp;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Prints what answers without a credential, as each listener's own table says, and why.
@Command(
    name = "routes",
    description = "List what answers without a credential on each listener, and why.",
    footer = {"", "Examples:", "  ./atom auth routes", "  ./atom auth routes --json"})
final class AuthRoutes implements Callable<Integer> {
  private final Console console;
  @Mixin private DataOption data = new DataOption();

  @Option(names = "--json", description = "Print the answer as JSON.")
  private boolean json;

  AuthRoutes(Console console) {
    this.console = console;
  }

  /// @param reach who gets as far as the routes at all
  private record Listener(String name, String reach, List<OpenRoute> routes) {}

  @Override
  public Integer call() {
    List<Listener> listeners =
        List.of(
            new Listener("gate", "anybody", GateListener.openRoutes(corsOrigins())),
            new Listener("studio", "anybody", StudioApp.openRoutes()),
            new Listener(
                "llm", "clients with a certificate of our authority", LlmApp.openRoutes()));
    if (json) {
      console.printJson(document(listeners));
    } else {
      console.print(table(listeners));
    }
    return ExitCodes.DONE;
  }

  /// Of the instance, where there is one: pages of these origins may ask what they may ask.
  private List<String> corsOrigins() {
    Path file = new DataFolder(data.folder(console.environment())).config("gate");
    if (Files.isReadable(file)
        && Processes.GATE.load(file, console.environment()) instanceof ConfigResult.Loaded<?> known
        && known.config() instanceof GateConfig gate) {
      return gate.listener().corsOrigins();
    }
    return List.of();
  }

  private static String table(List<Listener> listeners) {
    var table = new Table("LISTENER", "REACHED BY", "METHOD", "PATH", "BECAUSE");
    for (Listener listener : listeners) {
      for (OpenRoute route : listener.routes()) {
        table.add(listener.name(), listener.reach(), route.method(), route.path(), route.reason());
      }
    }
    return table.toString();
  }

  private static ArrayNode document(List<Listener> listeners) {
    ArrayNode all = Json.object().putArray("routes");
    for (Listener listener : listeners) {
      for (OpenRoute route : listener.routes()) {
        all.addObject()
            .put("listener", listener.name())
            .put("reached_by", listener.reach())
            .put("method", route.method())
            .put("path", route.path())
            .put("reason", route.reason());
      }
    }
    return all;
  }
}
