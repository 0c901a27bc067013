// SPDX-License-Identifier: Apache-2.0
package dev.atom.cli.remote;

import dev.atom.cli.Console;
import dev.atom.cli.ExitCodes;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// Tells as whom the commands act.
@Command(
    name = "whoami",
    description = "Show who you are logged in as.",
    footer = {"", "Examples:", "  ./atom whoami", "  ./atom whoami --json"})
public final class WhoamiCommand implements Callable<Integer> {
  private final Console console;
  @Mixin private RemoteOptions options = new RemoteOptions();

  public WhoamiCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    options.print(
        console,
        options.studio(console).get("/api/auth/me"),
        me -> me.path("email").asText() + ", " + me.path("role").asText());
    return ExitCodes.DONE;
  }
}
