// SPDX-License-Identifier: Apache-2.0
package dev.atom.cli.local;

import com.fasterxml.jackson.databind.JsonNode;
import dev.atom.base.AtomException;
import dev.atom.base.ErrorCode;
import dev.atom.cli.Console;
import dev.atom.cli.DataOption;
import dev.atom.cli.ExitCodes;
import dev.atom.cli.Json;
import dev.atom.cli.instance.DataFolder;
import dev.atom.cli.instance.InstanceState;
import dev.atom.cli.instance.InstanceTls;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Orders the archiver to export now what is over, and tells which manifests it made.
@Command(
    name = "export",
    description = {
      "Export every day that is over now, instead of waiting for the night.",
      "Exit 1 when a day that should be exported was not; it says why."
    },
    footer = {
      "",
      "Whole days only, UTC: today is exported after midnight.",
      "",
      "Examples:",
      "  ./atom audit export",
      "  ./atom audit export --day 2026-11-21 --json"
    })
public final class AuditExport implements Callable<Integer> {
  private static final Duration PATIENCE = Duration.ofMinutes(30);

  private final Console console;
  @Mixin private DataOption data = new DataOption();

  @Option(names = "--day", paramLabel = "DAY", description = "This day must be exported then.")
  private @Nullable String day;

  @Option(names = "--json", description = "Print the answer as JSON.")
  private boolean json;

  public AuditExport(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    @Nullable LocalDate wanted = day == null ? null : parsed(day);
    var folder = new DataFolder(data.folder(console.environment()));
    String base =
        InstanceState.read(folder)
            .map(state -> state.url(DataFolder.ARCHIVER))
            .orElseThrow(() ->
                new AtomException(
                    ErrorCode.DEPENDENCY_UNAVAILABLE,
                    "there is no instance in " + folder.root() + ": start one with ./atom up"));
    try (HttpClient client = InstanceTls.client(folder)) {
      return tell(ordered(client, base), wanted);
    }
  }

  private static LocalDate parsed(String text) {
    try {
      return LocalDate.parse(text);
    } catch (DateTimeParseException e) {
      throw new AtomException(
          ErrorCode.BAD_REQUEST, "--day " + text + " is no day such as 2026-11-21", e);
    }
  }

  private static JsonNode ordered(HttpClient client, String base) {
    var request =
        HttpRequest.newBuilder(URI.create(base + "/export"))
            .timeout(PATIENCE)
            .POST(HttpRequest.BodyPublishers.noBody())
            .build();
    try {
      var response = client.send(request, HttpResponse.BodyHandlers.ofString());
      if (response.statusCode() != 200) {
        throw new AtomException(
            ErrorCode.DEPENDENCY_UNAVAILABLE,
            "the archiver answers " + response.statusCode() + " " + response.body().strip());
      }
      return Json.parse(response.body(), "the archiver");
    } catch (IOException e) {
      throw new AtomException(
          ErrorCode.DEPENDENCY_UNAVAILABLE,
          "the archiver at " + base + " does not answer: " + e,
          e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AtomException(ErrorCode.INTERNAL, "interrupted", e);
    }
  }

  private int tell(JsonNode answer, @Nullable LocalDate wanted) {
    String newest = answer.path("newest_day").asText("");
    String why = answer.path("why").asText();
    boolean there =
        wanted == null
            ? why.isEmpty()
            : !newest.isEmpty() && !wanted.isAfter(LocalDate.parse(newest));
    if (json) {
      console.printJson(answer);
    } else {
      answer.path("exported").forEach(each -> console.print("exported " + each.asText()));
      console.print(summary(answer, newest, why));
    }
    return there ? ExitCodes.DONE : ExitCodes.NEGATIVE;
  }

  private static String summary(JsonNode answer, String newest, String why) {
    if (!why.isEmpty()) {
      return why;
    }
    if (newest.isEmpty()) {
      return "nothing to export: the first day of the trail is not over";
    }
    return (answer.path("exported").isEmpty() ? "nothing to export: " : "")
        + "the days up to "
        + newest
        + " are in the archive; the next is not over";
  }
}
