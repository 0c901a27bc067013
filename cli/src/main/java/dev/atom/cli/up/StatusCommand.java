// SPDX-License-Identifier: Apache-2.0
package dev.atom.cli.up;

import dev.atom.cli.Console;
import dev.atom.cli.DataOption;
import dev.atom.cli.ExitCodes;
import dev.atom.cli.Table;
import dev.atom.cli.instance.DataFolder;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Tells how an instance is.
@Command(
    name = "status",
    description = "Show addresses, files and processes of the instance. Exit 1 when not ready.",
    footer = {"", "Examples:", "  ./atom status", "  ./atom status --json | jq -r .database"})
public final class StatusCommand implements Callable<Integer> {
  private final Console console;
  @Mixin private DataOption data = new DataOption();

  @Option(names = "--json", description = "Print the answer as JSON.")
  private boolean json;

  public StatusCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    var status = Status.of(new DataFolder(data.folder(console.environment())));
    if (json) {
      console.printJson(status.toJson());
    } else {
      print(status);
    }
    return status.ready() ? ExitCodes.DONE : ExitCodes.NEGATIVE;
  }

  private void print(Status status) {
    if (status.supervisor().isEmpty()) {
      console.print("no instance runs on " + status.data().root() + ": start one with ./atom up");
      return;
    }
    var table = new Table("WHAT", "WHERE", "PROCESS", "STATE");
    for (String process : DataFolder.PROCESSES) {
      table.add(
          process,
          status.state().url(process),
          pid(status, process),
          status.problems().getOrDefault(process, "ready"));
    }
    table.add("database", status.state().database(), pid(status, "postgres"), "");
    table.add("supervisor", "", pid(status, "supervisor"), "");
    table.add("ca", status.data().caCertificate().toString(), "", "");
    table.add("data", status.data().root().toString(), "", "");
    table.add("admin", status.data().adminPassword().toString(), "", "");
    console.print(table.toString());
  }

  private static String pid(Status status, String process) {
    Long pid = status.state().pids().get(process);
    return pid == null ? "-" : pid.toString();
  }
}
