// SPDX-License-Identifier: Apache-2.0
package dev.atom.cli.incident;

import dev.atom.base.AtomException;
import dev.atom.base.ErrorCode;
import dev.atom.cli.Console;
import dev.atom.cli.ExitCodes;
import dev.atom.cli.Json;
import dev.atom.posture.triage.Redaction;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Looks for secrets in artifacts before they leave.
@Command(
    name = "scan",
    description = {
      "Look for secrets in files before they leave. Exit 1 when something looks like one.",
      "Names file, line and shape, never the value."
    },
    footer = {"", "Examples:", "  ./atom bundle scan release/ report.html"})
public final class BundleScan implements Callable<Integer> {
  private final Console console;

  @Parameters(arity = "1..*", paramLabel = "PATH", description = "Files and folders.")
  private List<Path> paths = List.of();

  @Option(names = "--json", description = "Print a JSON line for each.")
  private boolean json;

  private int found;

  public BundleScan(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    for (Path path : paths) {
      if (!Files.exists(path)) {
        throw new AtomException(ErrorCode.BAD_REQUEST, "there is no " + path);
      }
      try (Stream<Path> all = Files.walk(path)) {
        for (Path file : all.filter(Files::isRegularFile).sorted().toList()) {
          scan(file);
        }
      } catch (IOException e) {
        throw new AtomException(
            ErrorCode.BAD_REQUEST, path + " cannot be read: " + e.getMessage(), e);
      }
    }
    return found == 0 ? ExitCodes.DONE : ExitCodes.NEGATIVE;
  }

  private void scan(Path file) throws IOException {
    String text = new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
    for (Redaction.Leak leak : Redaction.leaks(text)) {
      found++;
      console.print(
          json
              ? Json.line(
                  Json.object()
                      .put("file", file.toString())
                      .put("line", leak.line())
                      .put("shape", leak.shape()))
              : file + ":" + leak.line() + ": looks like a " + leak.shape());
    }
  }
}
