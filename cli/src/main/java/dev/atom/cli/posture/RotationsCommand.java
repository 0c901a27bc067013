// SPDX-License-Identifier: Apache-2.0
package dev.atom.cli.posture;

import dev.atom.base.AtomException;
import dev.atom.base.ErrorCode;
import dev.atom.cli.Console;
import dev.atom.cli.ExitCodes;
import dev.atom.posture.baseline.RotationRegister;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Secrets that must be rotated.
@Command(
    name = "rotations",
    description = "List the secrets that are due to be rotated. Exit 1 when there are any.",
    footer = {"", "Examples:", "  ./atom posture rotations rotations.yaml"})
public final class RotationsCommand implements Callable<Integer> {
  private final Console console;

  @Parameters(index = "0", paramLabel = "FILE", description = "The register.")
  private Path file = Path.of("");

  @Option(names = "--at", paramLabel = "TIME", description = "As at this instant (now).")
  private @Nullable Instant at;

  public RotationsCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    RotationRegister register;
    try {
      register = RotationRegister.parse(file.toString(), Files.readAllBytes(file));
    } catch (IOException e) {
      throw new AtomException(
          ErrorCode.BAD_REQUEST, "the register " + file + " cannot be read: " + e.getMessage(), e);
    }
    Instant now = at == null ? console.clock().instant() : at;
    List<String> due = register.due(LocalDate.ofInstant(now, ZoneOffset.UTC));
    due.forEach(console::print);
    if (due.isEmpty()) {
      console.print(register.entries().size() + " secrets, none is due");
    }
    if (!register.problems().isEmpty()) {
      return ExitCodes.CANNOT_JUDGE;
    }
    return due.isEmpty() ? ExitCodes.DONE : ExitCodes.NEGATIVE;
  }
}
