// SPDX-License-Identifier: Apache-2.0
package dev.atom.cli.up;

import dev.atom.cli.Console;
import dev.atom.cli.DataOption;
import dev.atom.cli.ExitCodes;
import dev.atom.cli.instance.DataFolder;
import dev.atom.cli.instance.Supervisor;
import dev.atom.cli.remote.Bootstrap;
import dev.atom.cli.remote.StudioClient;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Starts an instance on this machine and keeps it running.
@Command(
    name = "up",
    description =
        "Start everything on this machine: database, studio, llm, GATE, archiver, witness.",
    footer = {
      "",
      "The first start makes certificates, keys, an administrator, the domain demo and the agent",
      "hello; later starts find them again. Ctrl-C stops everything in order. Data is kept.",
      "",
      "Examples:",
      "  ./atom up",
      "  ./atom up --detach",
      "  ./atom up --data /tmp/second --port 9443"
    })
public final class UpCommand implements Callable<Integer> {
  private final Console console;
  @Mixin private DataOption data = new DataOption();

  @Option(
      names = "--port",
      paramLabel = "N",
      description = "GATE's port on 127.0.0.1 (default: the one used last time, at first 8443).")
  private int port;

  @Option(names = "--detach", description = "Return when ready; stop it with ./atom down.")
  private boolean detach;

  @Option(names = "--json", description = "Print the status as JSON when ready.")
  private boolean json;

  @Option(names = "--yes", description = "Let the launcher install what is missing, unasked.")
  @SuppressWarnings("UnusedVariable") // the launcher acts on it; here it is documented
  private boolean yes;

  @Option(names = "--untrained", hidden = true, description = "Make no ahead-of-time caches.")
  private boolean untrained;

  public UpCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws InterruptedException {
    var folder = new DataFolder(data.folder(console.environment()));
    if (port < 0 || port > 65535) {
      console.tell("port " + port + " is not between 1 and 65535");
      return ExitCodes.USAGE;
    }
    Supervisor.check(folder, port);
    if (!detach) {
      return serve(folder);
    }
    int code = new Detached(console, folder).start(port, json);
    if (code == ExitCodes.DONE) {
      prepareFastStarts();
    }
    return code;
  }

  /// After everything is ready, so that nobody waits for it.
  private void prepareFastStarts() {
    if (!untrained) {
      Training.begin(console);
    }
  }

  private int serve(DataFolder folder) throws InterruptedException {
    var supervisor = new Supervisor(folder, console.home(), console.clock(), console::tell);
    var stop = new StopOnSignal(supervisor);
    Runtime.getRuntime().addShutdownHook(new Thread(stop, "stop"));
    try (supervisor) {
      supervisor.start(port);
      Bootstrap.ensure(folder, StudioClient.of(folder, console.clock()));
      supervisor.declareReady();
      Welcome.print(console, folder, json);
      prepareFastStarts();
      supervisor.awaitClosed();
      return ExitCodes.DONE;
    } finally {
      stop.noLongerNeeded();
    }
  }
}
