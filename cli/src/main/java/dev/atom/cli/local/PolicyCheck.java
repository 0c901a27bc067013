// SPDX-License-Identifier: Apache-2.0
package dev.atom.cli.local;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.atom.base.AtomException;
import dev.atom.cli.Console;
import dev.atom.cli.ExitCodes;
import dev.atom.cli.Json;
import dev.atom.policy.PolicyEngine;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Says whether GATE would take a folder of policies.
@Command(
    name = "check",
    description = "Say whether GATE would load this folder. Exit 1 when not.",
    footer = {"", "Examples:", "  ./atom policy check ~/.atom/policies --json"})
final class PolicyCheck implements Callable<Integer> {
  private final Console console;

  @Parameters(paramLabel = "DIR", description = "The folder with base and custom.")
  private Path folder = Path.of("");

  @Option(names = "--json", description = "Print the answer as JSON.")
  private boolean json;

  PolicyCheck(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    try {
      String revision = PolicyEngine.open(folder).revision();
      show(
          Json.object().put("good", true).put("revision", revision),
          folder + " is good, revision " + revision);
      return ExitCodes.DONE;
    } catch (AtomException e) {
      List<String> problems = String.valueOf(e.getMessage()).lines().map(String::strip).toList();
      ObjectNode document = Json.object().put("good", false);
      ArrayNode list = document.putArray("problems");
      problems.forEach(list::add);
      show(document, String.valueOf(e.getMessage()));
      return ExitCodes.NEGATIVE;
    }
  }

  private void show(ObjectNode document, String text) {
    if (json) {
      console.printJson(document);
    } else {
      console.print(text);
    }
  }
}
