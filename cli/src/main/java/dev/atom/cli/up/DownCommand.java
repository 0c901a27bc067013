// SPDX-License-Identifier: Apache-2.0
package dev.atom.cli.up;

import dev.atom.cli.Console;
import dev.atom.cli.DataOption;
import dev.atom.cli.ExitCodes;
import dev.atom.cli.instance.DataFolder;
import dev.atom.cli.instance.InstanceState;
import dev.atom.cli.instance.LeftBehind;
import dev.atom.postgres.EmbeddedPostgres;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// Stops an instance.
@Command(
    name = "down",
    description = "Stop the instance; requests in flight finish, data is kept.",
    footer = {"", "Examples:", "  ./atom down", "  ./atom down --data /tmp/second"})
public final class DownCommand implements Callable<Integer> {
  private static final int SECONDS_MAX = 90;
  private final Console console;
  @Mixin private DataOption data = new DataOption();

  public DownCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws InterruptedException, ExecutionException {
    var folder = new DataFolder(data.folder(console.environment()));
    var supervisor = InstanceState.supervisor(folder);
    var process =
        supervisor.isPresent()
            ? ProcessHandle.of(supervisor.getAsLong())
            : java.util.Optional.<ProcessHandle>empty();
    if (process.isEmpty()) {
      return stopLeftovers(folder);
    }
    process.get().destroy();
    try {
      process.get().onExit().get(SECONDS_MAX, TimeUnit.SECONDS);
    } catch (TimeoutException _) {
      console.tell("process " + process.get().pid() + " still runs after " + SECONDS_MAX + " s");
      return ExitCodes.UNAVAILABLE;
    }
    console.print("stopped");
    return ExitCodes.DONE;
  }

  /// A killed supervisor leaves a database, and for a moment its processes.
  private int stopLeftovers(DataFolder folder) {
    InstanceState.read(folder)
        .ifPresent(state -> LeftBehind.stop(folder, state).forEach(console::print));
    if (EmbeddedPostgres.stopOrphan(folder.root().resolve("postgres"))) {
      console.print("stopped a database that a killed run had left behind");
    }
    console.print("no instance runs on " + folder.root());
    return ExitCodes.DONE;
  }
}
