// SPDX-License-Identifier: Apache-2.0
package dev.atom.cli.remote;

import com.fasterxml.jackson.databind.JsonNode;
import dev.atom.cli.Console;
import dev.atom.cli.ExitCodes;
import dev.atom.cli.Table;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// What somebody did that they do not usually do.
@Command(
    name = "anomalies",
    description = "Show what was unusual: volume, hour, source, resource. Exit 1 when there was.",
    footer = {
      "",
      "Learned from the thirty days before; what is in the first days of an identity is its usual.",
      "",
      "Examples:",
      "  ./atom audit anomalies",
      "  ./atom audit anomalies --since 7d --json"
    })
final class AuditAnomalies implements Callable<Integer> {
  private final Console console;
  @Mixin private RemoteOptions options = new RemoteOptions();

  @Option(
      names = "--since",
      paramLabel = "TIME",
      description = "What showed since then: ISO 8601 UTC, or 15m, 24h, 7d ago (24h).")
  private String since = "24h";

  AuditAnomalies(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    JsonNode answer =
        options.studio(console).get("/api/audit/anomalies?since=" + StudioClient.encoded(since));
    options.print(console, answer, AuditAnomalies::lines);
    return answer.path("anomalies").isEmpty() ? ExitCodes.DONE : ExitCodes.NEGATIVE;
  }

  private static String lines(JsonNode answer) {
    String seen =
        answer.path("acts").asText()
            + " acts of "
            + answer.path("identities").asText()
            + " identities";
    if (answer.path("anomalies").isEmpty()) {
      return "nothing unusual in " + seen;
    }
    var table = new Table("TIME", "ENTRY", "WHAT", "WHO", "WHY");
    for (JsonNode found : answer.path("anomalies")) {
      table.add(
          found.path("at").asText(),
          found.path("entry").asText(),
          found.path("kind").asText(),
          found.path("identity").asText(),
          found.path("reason").asText());
    }
    return table + "\n" + answer.path("anomalies").size() + " unusual in " + seen;
  }
}
