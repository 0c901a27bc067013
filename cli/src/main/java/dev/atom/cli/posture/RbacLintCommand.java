// SPDX-License-Identifier: Apache-2.0
package dev.atom.cli.posture;

import dev.atom.cli.Console;
import dev.atom.cli.ExitCodes;
import dev.atom.posture.finding.Finding;
import dev.atom.posture.rbac.RbacLint;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Powers and mistakes in roles and bindings.
@Command(
    name = "lint",
    description = {
      "Powers with the path to where they lead, and rules that do not mean what they say.",
      "Exit 1 when there are findings."
    },
    footer = {"", "Examples:", "  ./atom posture rbac lint --json deploy/"})
public final class RbacLintCommand implements Callable<Integer> {
  private final Console console;

  @Parameters(arity = "1..*", paramLabel = "PATH", description = "Manifests.")
  private List<String> paths = List.of();

  @Option(names = "--json", description = "Print a JSON line for each finding.")
  private boolean json;

  public RbacLintCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    var source = new RbacSource(paths, console);
    List<Finding> findings = RbacLint.check(source.objects());
    FindingLines.print(findings, json, console);
    return source.code(findings.isEmpty() ? ExitCodes.DONE : ExitCodes.NEGATIVE);
  }
}
