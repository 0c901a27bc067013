// SPDX-License-Identifier: Apache-2.0
package dev.atom.cli.remote;

import com.fasterxml.jackson.databind.JsonNode;
import dev.atom.cli.Console;
import dev.atom.cli.ExitCodes;
import dev.atom.cli.Json;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// The newest entries, oldest first, and then those that come.
@Command(
    name = "tail",
    description = "Show the newest audit entries; with -f go on with what comes.",
    footer = {
      "",
      "Examples:",
      "  ./atom audit tail -n 50",
      "  ./atom audit tail -f --kind refusal"
    })
final class AuditTail implements Callable<Integer> {
  private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(500);
  private static final int PAGE = 200;
  private final Console console;
  @Mixin private RemoteOptions options = new RemoteOptions();
  @Mixin private AuditFilter filter = new AuditFilter();

  @Option(names = "-n", paramLabel = "N", description = "How many of the newest (20).")
  private int count = 20;

  @Option(
      names = {"-f", "--follow"},
      description = "Go on until interrupted.")
  private boolean follow;

  AuditTail(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    StudioClient studio = options.studio(console);
    long last = print(StudioClient.items(studio.get(filter.path(count))), 0);
    while (follow && !Thread.currentThread().isInterrupted()) {
      LockSupport.parkNanos(PAUSE_NANOS);
      String path = filter.path(PAGE) + "&follow_after=" + last;
      last = print(StudioClient.items(studio.get(path)), last);
    }
    return ExitCodes.DONE;
  }

  private long print(List<JsonNode> entries, long before) {
    long last = before;
    for (JsonNode entry :
        entries.stream().sorted(Comparator.comparingLong(AuditLine::id)).toList()) {
      if (AuditLine.id(entry) > before) {
        console.print(options.json() ? Json.line(entry) : AuditLine.of(entry));
        last = AuditLine.id(entry);
      }
    }
    console.out().flush();
    return last;
  }
}
