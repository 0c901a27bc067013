// SPDX-License-Identifier: Apache-2.0
package dev.atom.cli.posture;

import dev.atom.cli.Console;
import dev.atom.cli.ExitCodes;
import dev.atom.posture.contract.Contract;
import dev.atom.posture.contract.Profile;
import dev.atom.posture.finding.Finding;
import dev.atom.posture.finding.Severity;
import dev.atom.posture.report.JsonWriter;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// Says what is wrong with a ledger.
@Command(
    name = "lint",
    description = {
      "Say what is wrong with a ledger: records that are none, expired, too long, too broad.",
      "Exit 1 when something is. What covers nothing is told by 'posture check'."
    },
    footer = {"", "Examples:", "  ./atom posture exemptions lint exemptions.yaml"})
final class ExemptionsLint implements Callable<Integer> {
  private final Console console;
  @Mixin private LedgerOptions options = new LedgerOptions();

  ExemptionsLint(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    Set<String> profiles =
        Contract.shipped().profiles().stream().map(Profile::name).collect(Collectors.toSet());
    List<Finding> findings = options.ledger().lint(profiles, options.time(console.clock()));
    if (options.isJson()) {
      JsonWriter out = JsonWriter.indented().array();
      for (Finding finding : findings) {
        out.object()
            .put("rule", finding.rule())
            .put("severity", finding.severity().word())
            .put("exemption", finding.subject().name())
            .put("found", finding.found())
            .put("demanded", finding.demanded())
            .put("mend", finding.mend())
            .endObject();
      }
      console.print(out.endArray().toString());
    } else {
      findings.forEach(this::tell);
    }
    return findings.stream().allMatch(f -> f.severity() == Severity.INFO)
        ? ExitCodes.DONE
        : ExitCodes.NEGATIVE;
  }

  private void tell(Finding finding) {
    console.print(
        finding.severity().word().toUpperCase(Locale.ROOT)
            + "  "
            + finding.rule()
            + "  "
            + finding.place().shown()
            + "  "
            + finding.subject().name()
            + " "
            + finding.found()
            + "; "
            + finding.mend());
  }
}
