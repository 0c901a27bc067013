// SPDX-License-Identifier: Apache-2.0
package dev.atom.cli.local;

import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.atom.cli.Console;
import dev.atom.cli.DataOption;
import dev.atom.cli.ExitCodes;
import dev.atom.cli.Json;
import dev.atom.cli.Table;
import dev.atom.cli.instance.DataFolder;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Looks at everything an instance needs and says what is wrong and how to mend it.
@Command(
    name = "doctor",
    description = "Check machine and instance. Exit 1 when something is wrong.",
    footer = {"", "Examples:", "  ./atom doctor", "  ./atom doctor --json"})
public final class DoctorCommand implements Callable<Integer> {
  private final Console console;
  @Mixin private DataOption data = new DataOption();

  @Option(names = "--json", description = "Print the answer as JSON.")
  private boolean json;

  public DoctorCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    var folder = new DataFolder(data.folder(console.environment()));
    List<Checkup.Finding> findings = new Checkup(folder, console.clock().instant()).run();
    if (json) {
      ArrayNode list = Json.object().putArray("checks");
      findings.forEach(finding ->
          list.addObject()
              .put("check", finding.check())
              .put("state", finding.state().word())
              .put("detail", finding.detail()));
      console.printJson(list);
    } else {
      var table = new Table("CHECK", "STATE", "DETAIL");
      findings.forEach(
          finding -> table.add(finding.check(), finding.state().word(), finding.detail()));
      console.print(table.toString());
    }
    boolean bad = findings.stream().anyMatch(it -> it.state() == Checkup.State.WRONG);
    return bad ? ExitCodes.NEGATIVE : ExitCodes.DONE;
  }
}
