// SPDX-License-Identifier: Apache-2.0
package dev.atom.cli.remote;

import com.fasterxml.jackson.databind.JsonNode;
import dev.atom.cli.Console;
import dev.atom.cli.ExitCodes;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// One page of what matches, newest first.
@Command(
    name = "search",
    description = "Find audit entries, newest first.",
    footer = {
      "",
      "Examples:",
      "  ./atom audit search --agent 0b6f... --reason policy_violation",
      "  ./atom audit search --kind admin_action --page-size 100 --before 5000 --json"
    })
final class AuditSearch implements Callable<Integer> {
  private final Console console;
  @Mixin private RemoteOptions options = new RemoteOptions();
  @Mixin private AuditFilter filter = new AuditFilter();

  @Option(names = "--page-size", paramLabel = "N", description = "At most so many (50).")
  private int pageSize = 50;

  @Option(names = "--before", paramLabel = "ID", description = "Only entries before this one.")
  private @Nullable Long before;

  AuditSearch(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    String path = filter.path(pageSize) + (before == null ? "" : "&before=" + before);
    options.print(console, options.studio(console).get(path), AuditSearch::lines);
    return ExitCodes.DONE;
  }

  private static String lines(JsonNode answer) {
    String lines =
        StudioClient.items(answer).stream().map(AuditLine::of).collect(Collectors.joining("\n"));
    return lines.isEmpty() ? "nothing found" : lines;
  }
}
