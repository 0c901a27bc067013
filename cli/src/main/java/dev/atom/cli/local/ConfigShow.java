// SPDX-License-Identifier: Apache-2.0
package dev.atom.cli.local;

import dev.atom.cli.Console;
import dev.atom.cli.DataOption;
import dev.atom.cli.ExitCodes;
import dev.atom.cli.Json;
import dev.atom.cli.instance.DataFolder;
import dev.atom.config.EffectiveConfig;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Shows every key with its value and where that came from.
@Command(
    name = "show",
    description = "Show every key, its value and its origin; secrets as ***.",
    footer = {"", "Examples:", "  ./atom config show gate", "  ./atom config show llm --json"})
final class ConfigShow implements Callable<Integer> {
  private final Console console;
  @Mixin private DataOption data = new DataOption();

  @Parameters(index = "0", paramLabel = "PROCESS", description = "gate, studio, llm or archiver.")
  private String process = "";

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "FILE",
      description = "The file (default: that of the instance).")
  private @Nullable Path file;

  @Option(names = "--json", description = "Print the answer as JSON.")
  private boolean json;

  ConfigShow(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    Path chosen =
        file != null ? file : new DataFolder(data.folder(console.environment())).config(process);
    EffectiveConfig effective =
        Processes.named(process).load(chosen, console.environment()).orThrow().effective();
    if (json) {
      console.printJson(Json.parse(effective.toJson(), "the configuration"));
    } else {
      console.print(effective.toText().stripTrailing());
    }
    return ExitCodes.DONE;
  }
}
