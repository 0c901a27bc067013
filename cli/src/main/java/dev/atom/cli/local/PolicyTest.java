// SPDX-License-Identifier: Apache-2.0
package dev.atom.cli.local;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.atom.cli.Console;
import dev.atom.cli.ExitCodes;
import dev.atom.cli.Json;
import dev.atom.policy.PolicyTests;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Runs the unit tests of a folder of policies.
@Command(
    name = "test",
    description = "Run the test_ rules. Exit 1 when one fails, 2 when none can be run.",
    footer = {"", "Examples:", "  ./atom policy test policies", "  ./atom policy test . --json"})
final class PolicyTest implements Callable<Integer> {
  private final Console console;

  @Parameters(paramLabel = "DIR", description = "The folder with policies and tests.")
  private Path folder = Path.of("");

  @Option(names = "--json", description = "Print the answer as JSON.")
  private boolean json;

  PolicyTest(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    return switch (PolicyTests.run(folder, console.clock().instant())) {
      case PolicyTests.Run.Ran ran -> report(ran);
      case PolicyTests.Run.Unusable(List<String> problems) -> {
        ObjectNode document = Json.object().put("verdict", "unusable");
        ArrayNode list = document.putArray("problems");
        problems.forEach(list::add);
        show(document, String.join("\n", problems));
        yield ExitCodes.CANNOT_JUDGE;
      }
    };
  }

  private int report(PolicyTests.Run.Ran ran) {
    if (ran.results().isEmpty()) {
      show(Json.object().put("verdict", "no tests"), folder + " holds no test_ rule");
      return ExitCodes.CANNOT_JUDGE;
    }
    ObjectNode document = Json.object().put("verdict", ran.passed() ? "passed" : "failed");
    ArrayNode list = document.putArray("tests");
    var lines = new StringBuilder();
    for (PolicyTests.Result result : ran.results()) {
      String place = result.test().file() + ":" + result.test().line();
      list.addObject()
          .put("test", result.test().path())
          .put("place", place)
          .put("passed", result.passed())
          .put("detail", result.detail());
      lines.append(result.passed() ? "pass  " : "FAIL  ").append(result.test().path());
      lines.append("  ").append(place);
      lines.append(result.passed() ? "" : "  " + result.detail()).append('\n');
    }
    long failed = ran.results().stream().filter(result -> !result.passed()).count();
    lines.append(ran.results().size() - failed).append(" passed, ").append(failed);
    show(document, lines.append(" failed").toString());
    return ran.passed() ? ExitCodes.DONE : ExitCodes.NEGATIVE;
  }

  private void show(ObjectNode document, String text) {
    if (json) {
      console.printJson(document);
    } else {
      console.print(text);
    }
  }
}
