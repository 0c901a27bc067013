// SPDX-License-Identifier: Apache-2.0
package dev.atom.cli.remote;

import com.fasterxml.jackson.databind.JsonNode;
import dev.atom.base.AtomException;
import dev.atom.base.ErrorCode;
import dev.atom.cli.Console;
import dev.atom.cli.ExitCodes;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// Tells why a call was let through or refused.
@Command(
    name = "explain",
    description = "Show how one decision came about: every stage, the rules, the revisions.",
    footer = {
      "",
      "The id stands in the body of a refusal and in the answer header x-atom-decision-id.",
      "",
      "Examples:",
      "  ./atom explain 01JD8Z...",
      "  ./atom explain 01JD8Z... --json"
    })
public final class ExplainCommand implements Callable<Integer> {
  private final Console console;
  @Mixin private RemoteOptions options = new RemoteOptions();

  @Parameters(paramLabel = "ID", description = "The decision id.")
  private String id = "";

  public ExplainCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    JsonNode answer = options.studio(console).get("/api/decisions/" + StudioClient.encoded(id));
    if (StudioClient.items(answer).isEmpty()) {
      throw new AtomException(
          ErrorCode.NOT_FOUND,
          "no decision has the id "
              + id
              + " (refusals of a flood are counted: their one entry is there after a minute)");
    }
    options.print(console, answer, Explanation::of);
    return ExitCodes.DONE;
  }
}
