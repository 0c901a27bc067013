// SPDX-License-Identifier: Apache-2.0
package dev.atom.cli.local;

import dev.atom.cli.Console;
import dev.atom.cli.ExitCodes;
import dev.atom.cli.Json;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// Tells which Atom this is.
@Command(
    name = "version",
    description = "Show the version of Atom and of the Java it runs on.",
    footer = {"", "Examples:", "  ./atom version --json"})
public final class VersionCommand implements Callable<Integer> {
  private static final String VERSION = "0.1.0";
  private final Console console;

  @Option(names = "--json", description = "Print the answer as JSON.")
  private boolean json;

  /// The version of the program.
  public static String version() {
    return VERSION;
  }

  public VersionCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    String java = System.getProperty("java.vm.version");
    if (json) {
      console.printJson(Json.object().put("atom", VERSION).put("java", java));
    } else {
      console.print("Atom " + VERSION + ", Java " + java);
    }
    return ExitCodes.DONE;
  }
}
