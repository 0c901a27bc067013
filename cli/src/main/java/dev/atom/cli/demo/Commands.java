// SPDX-License-Identifier: Apache-2.0
package dev.atom.cli.demo;

import com.fasterxml.jackson.databind.JsonNode;
import dev.atom.base.AtomException;
import dev.atom.base.ErrorCode;
import dev.atom.cli.AtomCommand;
import dev.atom.cli.Console;
import dev.atom.cli.Json;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Runs subcommands of `atom` on the demo's instance, as a person would type them.
final class Commands {
  private final Console console;
  private final Path data;

  Commands(Console console, Path data) {
    this.console = console;
    this.data = data;
  }

  /// What a command printed and the status it ended with.
  record Ended(int status, String out, String err) {
    JsonNode json() {
      return Json.parse(out, "the command");
    }
  }

  /// How a person types it; the option that names the folder is left out.
  static String typed(String... words) {
    var line = new StringBuilder("./atom");
    for (String word : words) {
      boolean plain = word.matches("[A-Za-z0-9/._,:@=<>…-]+");
      line.append(' ').append(plain ? word : "'" + word + "'");
    }
    return line.toString();
  }

  Ended run(String... words) {
    List<String> line = new ArrayList<>(List.of(words));
    line.addAll(List.of("--data", data.toString()));
    var out = new ByteArrayOutputStream();
    var err = new ByteArrayOutputStream();
    var own =
        new Console(
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8),
            console.in(),
            console.environment(),
            console.clock(),
            console.home());
    int status = AtomCommand.run(own, line.toArray(String[]::new));
    return new Ended(
        status, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }

  /// Runs a command without which the story cannot go on.
  ///
  /// @throws AtomException DEPENDENCY_UNAVAILABLE with the command's own words
  Ended must(String... words) {
    Ended ended = run(words);
    if (ended.status() != 0) {
      throw new AtomException(
          ErrorCode.DEPENDENCY_UNAVAILABLE,
          typed(words) + " ended with status " + ended.status() + ": " + ended.err().strip());
    }
    return ended;
  }
}
