// SPDX-License-Identifier: Apache-2.0
package dev.atom.cli.local;

import dev.atom.cli.Console;
import dev.atom.cli.ExitCodes;
import dev.atom.cli.Json;
import dev.atom.config.EffectiveConfig;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// Shows every key with its value and where that came from.
@Command(
    name = "show",
    description = "Show every key, its value and its origin; secrets as ***.",
    footer = {"", "Examples:", "  ./atom config show gate", "  ./atom config show llm --json"})
final class ConfigShow implements Callable<Integer> {
  private final Console console;
  @Mixin private ConfigFile file = new ConfigFile();

  ConfigShow(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    EffectiveConfig effective = file.load(console).orThrow().effective();
    if (file.json()) {
      console.printJson(Json.parse(effective.toJson(), "the configuration"));
    } else {
      console.print(effective.toText().stripTrailing());
    }
    return ExitCodes.DONE;
  }
}
