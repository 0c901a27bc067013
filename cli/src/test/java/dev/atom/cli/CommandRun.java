// SPDX-License-Identifier: Apache-2.0
package dev.atom.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;

/// One command line, run in this JVM: what it printed and its exit code.
public record CommandRun(int status, String out, String err) {
  private static final Map<String, String> ENVIRONMENT = Map.of("ATOM_DATA", "/nonexistent/atom");

  /// Runs `arguments` with nothing on standard input.
  public static CommandRun of(String... arguments) {
    return with("", arguments);
  }

  /// Runs `arguments` with more variables in its environment.
  public static CommandRun in(Map<String, String> environment, String... arguments) {
    var all = new HashMap<>(ENVIRONMENT);
    all.putAll(environment);
    return run("", all, arguments);
  }

  /// Runs `arguments` with `input` on standard input.
  public static CommandRun with(String input, String... arguments) {
    return run(input, ENVIRONMENT, arguments);
  }

  private static CommandRun run(
      String input, Map<String, String> environment, String... arguments) {
    var out = new ByteArrayOutputStream();
    var err = new ByteArrayOutputStream();
    InputStream in = new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8));
    var console =
        new Console(
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8),
            in,
            environment,
            InstantSource.system(),
            home());
    int status = AtomCommand.run(console, arguments);
    return new CommandRun(
        status, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }

  /// The repository, from whichever room the tests run in.
  public static Path home() {
    Path here = Path.of("").toAbsolutePath();
    return here.resolve("policies").toFile().isDirectory() ? here : here.resolve("..").normalize();
  }

  /// What was printed, as JSON.
  public JsonNode json() {
    return Json.parse(out, "the command");
  }
}
