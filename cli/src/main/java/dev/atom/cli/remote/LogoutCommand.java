// SPDX-License-Identifier: Apache-2.0
package dev.atom.cli.remote;

import dev.atom.cli.Console;
import dev.atom.cli.ExitCodes;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// Ends the session.
@Command(
    name = "logout",
    description = "End the session at studio and delete its file.",
    footer = {"", "Examples:", "  ./atom logout"})
public final class LogoutCommand implements Callable<Integer> {
  private final Console console;
  @Mixin private RemoteOptions options = new RemoteOptions();

  public LogoutCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    options.studio(console).logout();
    console.print("logged out");
    return ExitCodes.DONE;
  }
}
