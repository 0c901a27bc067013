// SPDX-License-Identifier: Apache-2.0
package dev.atom.cli.posture;

import dev.atom.base.AtomException;
import dev.atom.base.ErrorCode;
import dev.atom.posture.exemption.Exemption;
import dev.atom.posture.exemption.ExemptionLedger;
import dev.atom.posture.exemption.Moment;
import dev.atom.posture.report.JsonWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// The ledger, the time, and how the answer is printed.
final class LedgerOptions {
  @Parameters(paramLabel = "FILE", description = "The ledger.")
  private Path file = Path.of("");

  @Option(names = "--at", paramLabel = "TIME", description = "The time of the question (now).")
  private @Nullable String at;

  @Option(names = "--json", description = "Print the answer as JSON.")
  private boolean json;

  ExemptionLedger ledger() {
    return ContractOptions.ledger(file);
  }

  boolean isJson() {
    return json;
  }

  Instant time(InstantSource clock) {
    if (at == null) {
      return clock.instant().truncatedTo(ChronoUnit.SECONDS);
    }
    return Moment.beginning(at)
        .orElseThrow(() ->
            new AtomException(
                ErrorCode.BAD_REQUEST,
                "--at is a time, 2026-11-22T10:00:00Z, or a day, not '" + at + "'"));
  }

  /// The exemptions as a list of JSON objects.
  static String json(List<Exemption> exemptions, ExemptionLedger ledger, Instant time) {
    JsonWriter out = JsonWriter.indented().array();
    for (Exemption exemption : exemptions) {
      out.object()
          .put("id", exemption.id())
          .put("profile", exemption.what().profile())
          .put("check", exemption.what().check())
          .put("endpoint", exemption.what().endpoint())
          .put("owner", exemption.record().owner())
          .put("approver", exemption.record().approver())
          .put("ticket", exemption.record().ticket())
          .put("reason", exemption.record().reason())
          .put("expires", exemption.expiresShown())
          .put("standing", word(ledger, exemption, time))
          .endObject();
    }
    return out.endArray().toString();
  }

  static String word(ExemptionLedger ledger, Exemption exemption, Instant time) {
    return ledger.standing(exemption, time).name().toLowerCase(Locale.ROOT);
  }
}
