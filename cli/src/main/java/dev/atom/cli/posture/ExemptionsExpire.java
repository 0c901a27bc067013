// SPDX-License-Identifier: Apache-2.0
package dev.atom.cli.posture;

import dev.atom.cli.Console;
import dev.atom.cli.ExitCodes;
import dev.atom.posture.exemption.Exemption;
import dev.atom.posture.exemption.ExemptionLedger;
import dev.atom.posture.manifest.Shown;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Shows what has expired or soon will.
@Command(
    name = "expire",
    description = "Show what has expired or soon will. Exit 1 when something has.",
    footer = {"", "Examples:", "  ./atom posture exemptions expire --within 30 exemptions.yaml"})
final class ExemptionsExpire implements Callable<Integer> {
  private final Console console;
  @Mixin private LedgerOptions options = new LedgerOptions();

  @Option(names = "--within", paramLabel = "DAYS", description = "How soon (14).")
  private int within = 14;

  ExemptionsExpire(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    ExemptionLedger ledger = options.ledger();
    Instant time = options.time(console.clock());
    Instant until = time.plus(Duration.ofDays(Math.max(0, within)));
    List<Exemption> ending =
        ledger.exemptions().stream()
            .filter(exemption -> !ledger.end(exemption).isAfter(until))
            .sorted(Comparator.comparing(ledger::end).thenComparing(Exemption::id))
            .toList();
    if (options.isJson()) {
      console.print(LedgerOptions.json(ending, ledger, time));
    } else {
      for (Exemption exemption : ending) {
        boolean over = ledger.standing(exemption, time) == ExemptionLedger.Standing.EXPIRED;
        console.print(
            Shown.plain(exemption.id())
                + (over ? " expired " : " expires ")
                + exemption.expiresShown()
                + ", "
                + Shown.plain(exemption.record().owner()));
      }
    }
    return ending.stream()
            .anyMatch(e -> ledger.standing(e, time) == ExemptionLedger.Standing.EXPIRED)
        ? ExitCodes.NEGATIVE
        : ExitCodes.DONE;
  }
}
