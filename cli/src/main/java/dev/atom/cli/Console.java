// SPDX-License-Identifier: Apache-2.0
package dev.atom.cli;

import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;

/// What a subcommand has of the world around it: streams, environment, clock, its own program.
///
/// @param out results, and nothing but results: programs read it
/// @param err progress and complaints
/// @param in standard input
/// @param environment the environment variables
/// @param clock the time
/// @param home the folder of the program (`ATOM_HOME`): jars, caches, documents
public record Console(
    PrintStream out,
    PrintStream err,
    InputStream in,
    Map<String, String> environment,
    InstantSource clock,
    Path home) {
  public Console {
    environment = Map.copyOf(environment);
  }

  /// Prints a result line.
  public void print(String line) {
    out.println(line);
  }

  /// Prints `value` as one JSON document.
  public void printJson(Object value) {
    out.println(Json.pretty(value));
  }

  /// Tells a person something that is not the result.
  public void tell(String line) {
    err.println(line);
  }
}
