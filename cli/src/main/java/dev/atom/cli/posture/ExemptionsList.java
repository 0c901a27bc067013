// SPDX-License-Identifier: Apache-2.0
package dev.atom.cli.posture;

import dev.atom.cli.Console;
import dev.atom.cli.ExitCodes;
import dev.atom.cli.Table;
import dev.atom.posture.exemption.Exemption;
import dev.atom.posture.exemption.ExemptionLedger;
import dev.atom.posture.manifest.Shown;
import java.time.Instant;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// Shows every exemption and how it stands.
@Command(
    name = "list",
    description = "Show every exemption and how it stands: live, future or expired.",
    footer = {"", "Examples:", "  ./atom posture exemptions list exemptions.yaml --json"})
final class ExemptionsList implements Callable<Integer> {
  private final Console console;
  @Mixin private LedgerOptions options = new LedgerOptions();

  ExemptionsList(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    ExemptionLedger ledger = options.ledger();
    Instant time = options.time(console.clock());
    if (options.isJson()) {
      console.print(LedgerOptions.json(ledger.exemptions(), ledger, time));
    } else {
      var table = new Table("ID", "STANDING", "PROFILE", "CHECK", "OWNER", "APPROVER", "EXPIRES");
      for (Exemption exemption : ledger.exemptions()) {
        table.add(
            Shown.plain(exemption.id()),
            LedgerOptions.word(ledger, exemption, time),
            Shown.plain(exemption.what().profile()),
            Shown.plain(exemption.what().check()),
            Shown.plain(exemption.record().owner()),
            Shown.plain(exemption.record().approver()),
            exemption.expiresShown());
      }
      console.print(table.toString());
    }
    ledger.refused().forEach(u -> console.tell("atom: " + u.place().shown() + ": " + u.why()));
    return ledger.refused().isEmpty() ? ExitCodes.DONE : ExitCodes.CANNOT_JUDGE;
  }
}
