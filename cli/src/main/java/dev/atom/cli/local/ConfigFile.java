// SPDX-License-Identifier: Apache-2.0
package dev.atom.cli.local;

import dev.atom.cli.Console;
import dev.atom.cli.DataOption;
import dev.atom.cli.instance.DataFolder;
import dev.atom.config.ConfigResult;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Which configuration a subcommand speaks of, and how it answers.
final class ConfigFile {
  @Mixin private DataOption data = new DataOption();

  @Parameters(
      index = "0",
      paramLabel = "PROCESS",
      description = "gate, studio, llm, archiver or witness.")
  private String process = "";

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "FILE",
      description = "The file (default: that of the instance).")
  private @Nullable Path file;

  @Option(names = "--json", description = "Print the answer as JSON.")
  private boolean json;

  Path chosen(Console console) {
    return file != null ? file : new DataFolder(data.folder(console.environment())).config(process);
  }

  ConfigResult<? extends Record> load(Console console) {
    return Processes.named(process).load(chosen(console), console.environment());
  }

  boolean json() {
    return json;
  }
}
