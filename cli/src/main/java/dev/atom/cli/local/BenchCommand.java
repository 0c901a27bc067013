// SPDX-License-Identifier: Apache-2.0
package dev.atom.cli.local;

import dev.atom.cli.Console;
import dev.atom.cli.ExitCodes;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// Stands here for help and completion: the launcher runs benchmarks in a JVM of their own, with
/// class path and settings of the benchmarks room.
@Command(
    name = "bench",
    description = "Measure GATE against plain proxies on this machine.",
    footer = {"", "Examples:", "  ./atom bench gate"})
public final class BenchCommand implements Callable<Integer> {
  private final Console console;

  @Parameters(arity = "0..*", paramLabel = "ARG", description = "Handed to the benchmark.")
  private List<String> arguments = List.of();

  public BenchCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    console.tell("start benchmarks with the launcher: ./atom bench " + String.join(" ", arguments));
    return ExitCodes.USAGE;
  }
}
