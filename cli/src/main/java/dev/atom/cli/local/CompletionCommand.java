// SPDX-License-Identifier: Apache-2.0
package dev.atom.cli.local;

import dev.atom.cli.Console;
import dev.atom.cli.ExitCodes;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// Writes the shell's completion script.
@Command(
    name = "completion",
    description = "Print a completion script for bash and zsh.",
    footer = {
      "",
      "Examples:",
      "  source <(./atom completion)",
      "  ./atom completion > /etc/bash_completion.d/atom"
    })
public final class CompletionCommand implements Callable<Integer> {
  private final Console console;

  @Spec private @Nullable CommandSpec spec;

  public CompletionCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    if (spec == null) {
      throw new IllegalStateException("picocli tells every command its place");
    }
    console.print(AutoComplete.bash("atom", spec.root().commandLine()));
    return ExitCodes.DONE;
  }
}
