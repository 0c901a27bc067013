// SPDX-License-Identifier: Apache-2.0
package dev.atom.cli.local;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.atom.cli.Console;
import dev.atom.cli.DataOption;
import dev.atom.cli.ExitCodes;
import dev.atom.cli.Json;
import dev.atom.cli.instance.DataFolder;
import dev.atom.config.ConfigProblem;
import dev.atom.config.ConfigResult;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Judges a configuration file: every problem at once.
@Command(
    name = "check",
    description = "Judge a configuration with the environment of this shell. Exit 1 when refused.",
    footer = {"", "Examples:", "  ./atom config check gate /etc/atom/gate.yaml"})
final class ConfigCheck implements Callable<Integer> {
  private final Console console;
  @Mixin private DataOption data = new DataOption();

  @Parameters(index = "0", paramLabel = "PROCESS", description = "gate, studio, llm or archiver.")
  private String process = "";

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "FILE",
      description = "The file (default: that of the instance).")
  private @Nullable Path file;

  @Option(names = "--json", description = "Print the answer as JSON.")
  private boolean json;

  ConfigCheck(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    Path chosen =
        file != null ? file : new DataFolder(data.folder(console.environment())).config(process);
    var result = Processes.named(process).load(chosen, console.environment());
    List<ConfigProblem> problems =
        switch (result) {
          case ConfigResult.Loaded<?> _ -> List.of();
          case ConfigResult.Refused<?> refused -> refused.problems();
        };
    if (json) {
      console.printJson(document(problems));
    } else {
      problems.forEach(problem -> console.print(problem.toString()));
      console.print(
          problems.isEmpty() ? chosen + " is good" : chosen + ": " + problems.size() + " problems");
    }
    return problems.isEmpty() ? ExitCodes.DONE : ExitCodes.NEGATIVE;
  }

  private static ObjectNode document(List<ConfigProblem> problems) {
    ObjectNode document = Json.object().put("good", problems.isEmpty());
    ArrayNode list = document.putArray("problems");
    for (ConfigProblem problem : problems) {
      list.addObject()
          .put("path", problem.path())
          .put("value", problem.value())
          .put("origin", problem.origin())
          .put("what", problem.what())
          .put("way_out", problem.wayOut());
    }
    return document;
  }
}
