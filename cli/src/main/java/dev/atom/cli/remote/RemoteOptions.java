// SPDX-License-Identifier: Apache-2.0
package dev.atom.cli.remote;

import com.fasterxml.jackson.databind.JsonNode;
import dev.atom.cli.Console;
import dev.atom.cli.DataOption;
import dev.atom.cli.instance.DataFolder;
import java.util.function.Function;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// What every subcommand that asks studio has: the instance, and the form of the answer.
final class RemoteOptions {
  @Mixin private DataOption data = new DataOption();

  @Option(names = "--json", description = "Print the answer as JSON.")
  private boolean json;

  DataFolder folder(Console console) {
    return new DataFolder(data.folder(console.environment()));
  }

  StudioClient studio(Console console) {
    return StudioClient.of(folder(console), console.clock());
  }

  /// Prints `answer` as JSON when asked for, else what `forPeople` makes of it.
  void print(Console console, JsonNode answer, Function<JsonNode, String> forPeople) {
    if (json) {
      console.printJson(answer);
    } else {
      console.print(forPeople.apply(answer));
    }
  }

  boolean json() {
    return json;
  }
}
