// SPDX-License-Identifier: Apache-2.0
package dev.atom.cli.report;

import dev.atom.cli.AtomCommand;
import dev.atom.cli.Console;
import dev.atom.cli.report.Judgement.Evidence;
import dev.atom.cli.report.Judgement.Holds;
import dev.atom.posture.baseline.Proofs;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Items of the checklists that the program's own tests show, by the rows they show.
final class ProgramProofs {
  /// What each item needs: every row of it.
  private static final Map<String, List<String>> ROWS =
      Map.ofEntries(
          Map.entry("S1-11", List.of("E23")),
          Map.entry("S1-13", List.of("A8")),
          Map.entry("S1-14", List.of("B14")),
          Map.entry("S2-10", List.of("A21")),
          Map.entry("S2-11", List.of("B3")),
          Map.entry("S2-12", List.of("C1", "C25")),
          Map.entry("S3-06", List.of("C1")),
          Map.entry("S4-01", List.of("A1")),
          Map.entry("S4-02", List.of("B27")),
          Map.entry("S4-09", List.of("C20")),
          Map.entry("S4-10", List.of("H10")),
          Map.entry("S4-12", List.of("C10", "C11")),
          Map.entry("S4-13", List.of("C8", "C18")),
          Map.entry("S4-14", List.of("F5", "F9")),
          Map.entry("S4-16", List.of("I8")));

  private ProgramProofs() {}

  static Proofs of(Console console, Instant now) {
    EvidenceLocker locker;
    try {
      locker =
          new EvidenceLocker(console.home(), AtomCommand.commandLine(console), Optional.empty());
    } catch (IOException _) {
      // a program without its documents proves nothing
      return Proofs.none();
    }
    Map<String, Proofs.Proof> proofs = new HashMap<>();
    ROWS.forEach((item, rows) -> {
      List<Evidence> all =
          rows.stream()
              .map(row -> new Framework.Link(row, null, null, null, null, null, null))
              .map(locker::follow)
              .toList();
      if (all.stream().noneMatch(it -> it.holds() == Holds.UNKNOWN)) {
        boolean holds = all.stream().allMatch(it -> it.holds() == Holds.YES);
        proofs.put(item, proof(item, holds, all, now));
      }
    });
    return new Proofs(proofs, List.of());
  }

  private static Proofs.Proof proof(String item, boolean holds, List<Evidence> all, Instant now) {
    var says = new StringBuilder();
    all.forEach(it ->
        says.append(says.isEmpty() ? "" : "; ").append(it.link()).append(": ").append(it.why()));
    return new Proofs.Proof(
        item,
        holds ? "pass" : "fail",
        now,
        now.plus(Duration.ofDays(1)),
        "the last test run of the program",
        "./atom test --all",
        says.toString());
  }
}
