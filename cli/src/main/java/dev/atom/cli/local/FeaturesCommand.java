// SPDX-License-Identifier: Apache-2.0
package dev.atom.cli.local;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.atom.base.AtomException;
import dev.atom.base.ErrorCode;
import dev.atom.cli.Console;
import dev.atom.cli.ExitCodes;
import dev.atom.cli.Json;
import dev.atom.cli.Table;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// Prints the feature table with what the last test run showed of it.
@Command(
    name = "features",
    description = "Show every feature and whether the last test run proved it. Exit 1 on failing.",
    footer = {
      "",
      "done: every test that names the row passed; failing: one did not; absent: none ran.",
      "",
      "Examples:",
      "  ./atom features",
      "  ./atom features --state absent",
      "  ./atom features --json"
    })
public final class FeaturesCommand implements Callable<Integer> {
  private final Console console;

  @Option(names = "--json", description = "Print the answer as JSON.")
  private boolean json;

  @Option(names = "--state", paramLabel = "STATE", description = "Only done, failing or absent.")
  private String only = "";

  public FeaturesCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    List<FeatureStates.RowState> all = read();
    List<FeatureStates.RowState> shown =
        all.stream().filter(it -> only.isEmpty() || it.state().word().equals(only)).toList();
    if (json) {
      console.printJson(document(shown, all));
    } else {
      var table = new Table("ROW", "STATE", "TESTS", "FEATURE");
      for (var it : shown) {
        String tests = it.tests() + (it.failed().isEmpty() ? "" : " of " + total(it));
        table.add(it.row().id(), it.state().word(), tests, it.row().name());
      }
      console.print(table.toString());
      console.print(
          count(all, FeatureStates.State.DONE)
              + " done, "
              + count(all, FeatureStates.State.FAILING)
              + " failing, "
              + count(all, FeatureStates.State.ABSENT)
              + " absent");
    }
    return count(all, FeatureStates.State.FAILING) == 0 ? ExitCodes.DONE : ExitCodes.NEGATIVE;
  }

  private List<FeatureStates.RowState> read() {
    try {
      return FeatureStates.read(console.home());
    } catch (IOException e) {
      throw new AtomException(
          ErrorCode.NOT_FOUND,
          "the feature table or the test reports below "
              + console.home()
              + " cannot be read: "
              + e.getMessage(),
          e);
    }
  }

  private static int total(FeatureStates.RowState it) {
    return it.tests() + it.failed().size();
  }

  private static long count(List<FeatureStates.RowState> all, FeatureStates.State state) {
    return all.stream().filter(it -> it.state() == state).count();
  }

  private static ObjectNode document(
      List<FeatureStates.RowState> shown, List<FeatureStates.RowState> all) {
    ObjectNode document = Json.object();
    for (var state : FeatureStates.State.values()) {
      document.put(state.word(), count(all, state));
    }
    ArrayNode rows = document.putArray("rows");
    for (var it : shown) {
      ObjectNode row =
          rows.addObject()
              .put("row", it.row().id())
              .put("feature", it.row().name())
              .put("state", it.state().word())
              .put("passed", it.tests());
      ArrayNode failed = row.putArray("failed");
      it.failed().forEach(failed::add);
    }
    return document;
  }
}
