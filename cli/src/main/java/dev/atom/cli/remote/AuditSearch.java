// SPDX-License-Identifier: Apache-2.0
package dev.atom.cli.remote;

import com.fasterxml.jackson.databind.JsonNode;
import dev.atom.base.AtomException;
import dev.atom.base.ErrorCode;
import dev.atom.cli.Console;
import dev.atom.cli.ExitCodes;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// What matches, newest first, page by page: each is printed before the next is asked for.
@Command(
    name = "search",
    description = "Find audit entries, newest first.",
    footer = {
      "",
      "Formats: table, a line an entry for people; json, a JSON object a line; csv, safe to open in",
      "a spreadsheet. --json prints one page as one document.",
      "",
      "Examples:",
      "  ./atom audit search --agent 0b6f... --reason policy_violation",
      "  ./atom audit search --kind admin_action --page-size 100 --before 5000 --json",
      "  ./atom audit search --ruling deny --since 24h --format csv --limit 0 > denied.csv"
    })
final class AuditSearch implements Callable<Integer> {
  private static final int EXPORT_PAGE = 1_000;

  private final Console console;
  @Mixin private RemoteOptions options = new RemoteOptions();
  @Mixin private AuditFilter filter = new AuditFilter();

  @Option(names = "--page-size", paramLabel = "N", description = "With --json: so many (50).")
  private int pageSize = 50;

  @Option(names = "--before", paramLabel = "ID", description = "Only entries before this one.")
  private @Nullable Long before;

  @Option(names = "--format", paramLabel = "FORMAT", description = "table, json or csv (table).")
  private Format format = Format.TABLE;

  @Option(
      names = "--limit",
      paramLabel = "N",
      description = "At most so many entries, 0 for all there are (50).")
  private long limit = 50;

  private enum Format {
    TABLE,
    JSON,
    CSV
  }

  AuditSearch(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    if (limit < 0) {
      throw new AtomException(ErrorCode.BAD_REQUEST, "--limit " + limit + " is less than none");
    }
    StudioClient studio = options.studio(console);
    if (options.json()) {
      console.printJson(studio.get(from(filter.path(pageSize), before)));
      return ExitCodes.DONE;
    }
    long printed =
        switch (format) {
          case TABLE -> table(studio);
          case JSON -> document(studio, "json");
          case CSV -> document(studio, "csv");
        };
    if (printed == 0 && format == Format.TABLE) {
      console.print("nothing found");
    }
    return ExitCodes.DONE;
  }

  private static String from(String path, @Nullable Long before) {
    return path + (before == null ? "" : "&before=" + before);
  }

  private long table(StudioClient studio) {
    long printed = 0;
    Optional<Long> next = Optional.ofNullable(before);
    do {
      JsonNode page = studio.get(from(filter.path(size(200, printed)), next.orElse(null)));
      List<JsonNode> entries = StudioClient.items(page);
      entries.forEach(entry -> console.print(AuditLine.of(entry)));
      console.out().flush();
      printed += entries.size();
      JsonNode older = page.path("next_before");
      next = older.isNumber() ? Optional.of(older.asLong()) : Optional.empty();
    } while (next.isPresent() && (limit == 0 || printed < limit));
    return printed;
  }

  private long document(StudioClient studio, String name) {
    String route = "/api/audit/export";
    long printed = 0;
    Optional<Long> next = Optional.ofNullable(before);
    do {
      int size = size(EXPORT_PAGE, printed);
      String path = from(filter.path(route, size), next.orElse(null)) + "&format=" + name;
      StudioClient.Document page = studio.document(path);
      console.out().print(page.text());
      console.out().flush();
      printed += size;
      next = page.nextBefore();
    } while (next.isPresent() && (limit == 0 || printed < limit));
    return printed;
  }

  private int size(int most, long printed) {
    return limit == 0 ? most : (int) Math.min(most, limit - printed);
  }
}
