// SPDX-License-Identifier: Apache-2.0
package dev.atom.cli.posture;

import dev.atom.base.AtomException;
import dev.atom.base.ErrorCode;
import dev.atom.cli.Console;
import dev.atom.cli.ExitCodes;
import dev.atom.posture.finding.Finding;
import dev.atom.posture.rbac.CeilingCheck;
import dev.atom.posture.rbac.Ceilings;
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

/// What is held, against what was declared.
@Command(
    name = "diff",
    description = {
      "Compare what subjects hold with declared ceilings.",
      "Exit 1 when something is beyond them, or their review is overdue."
    },
    footer = {
      "",
      "Without --ceilings: those of the node agent, the operations assistant and the runtime.",
      "",
      "Examples:",
      "  ./atom posture rbac diff --ceilings ceilings.yaml deploy/"
    })
public final class RbacDiff implements Callable<Integer> {
  private final Console console;

  @Parameters(arity = "1..*", paramLabel = "PATH", description = "Manifests.")
  private List<String> paths = List.of();

  @Option(names = "--ceilings", paramLabel = "FILE", description = "What was declared.")
  private @Nullable Path file;

  @Option(names = "--at", paramLabel = "TIME", description = "As at this instant (now).")
  private @Nullable Instant at;

  @Option(names = "--json", description = "Print a JSON line for each finding.")
  private boolean json;

  public RbacDiff(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    Ceilings ceilings = file == null ? Ceilings.seeds() : read(file);
    var source = new RbacSource(paths, console);
    Instant now = at == null ? console.clock().instant() : at;
    List<Finding> findings =
        CeilingCheck.check(source.objects(), ceilings, LocalDate.ofInstant(now, ZoneOffset.UTC));
    FindingLines.print(findings, json, console);
    return source.code(findings.isEmpty() ? ExitCodes.DONE : ExitCodes.NEGATIVE);
  }

  static Ceilings read(Path file) {
    try {
      return switch (Ceilings.parse(file.toString(), Files.readAllBytes(file))) {
        case Ceilings.Parsed.Usable(var ceilings) -> ceilings;
        case Ceilings.Parsed.Broken(var problems) ->
            throw new AtomException(
                ErrorCode.BAD_REQUEST, "the ceilings are broken: " + String.join("; ", problems));
      };
    } catch (IOException e) {
      throw new AtomException(
          ErrorCode.BAD_REQUEST, "the ceilings " + file + " cannot be read: " + e.getMessage(), e);
    }
  }
}
