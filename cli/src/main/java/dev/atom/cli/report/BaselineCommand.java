// SPDX-License-Identifier: Apache-2.0
package dev.atom.cli.report;

import dev.atom.cli.Console;
import dev.atom.cli.ExitCodes;
import dev.atom.cli.Json;
import dev.atom.cli.posture.BaselineSource;
import dev.atom.posture.baseline.Baseline;
import dev.atom.posture.baseline.Verdict;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Runs the checklists of the security pages.
@Command(
    name = "baseline",
    description = {
      "Every item of the four pages' checklists: pass, fail, not applicable, not judged.",
      "Exit 1 when an item fails or nobody has run it: no production deployment on that."
    },
    footer = {
      "",
      "What objects cannot show is taken from the evidence file, else from the last test run of"
          + " the",
      "program. An entry of the evidence file:",
      "",
      "  apiVersion: atom.dev/v1",
      "  kind: BaselineEvidence",
      "  spec:",
      "    evidence:",
      "    - {item: S1-11, result: pass, at: 2026-11-20T10:00:00Z, by: ci,",
      "       command: mc anonymous get minio/atom-audit, says: none, validDays: 30}",
      "",
      "Examples:",
      "  ./atom posture baseline deploy/",
      "  ./atom posture baseline --evidence proofs.yaml --rotations rotations.yaml --json deploy/"
    })
public final class BaselineCommand implements Callable<Integer> {
  private final Console console;
  @Mixin private BaselineSource source = new BaselineSource();

  @Option(names = "--json", description = "Print a JSON line for each item.")
  private boolean json;

  public BaselineCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    var proofs = ProgramProofs.of(console, source.now(console));
    List<Baseline.Judged> judged = Baseline.judge(source.read(console, proofs));
    judged.forEach(this::print);
    if (!json) {
      console.tell(
          "%d pass, %d fail, %d not applicable, %d not judged"
              .formatted(
                  count(judged, Verdict.State.PASS),
                  count(judged, Verdict.State.FAIL),
                  count(judged, Verdict.State.NOT_APPLICABLE),
                  count(judged, Verdict.State.NOT_JUDGED)));
    }
    source.complaints().forEach(it -> console.tell("atom: " + it));
    if (!source.complaints().isEmpty()) {
      return ExitCodes.CANNOT_JUDGE;
    }
    return Baseline.holds(judged) ? ExitCodes.DONE : ExitCodes.NEGATIVE;
  }

  private void print(Baseline.Judged it) {
    if (json) {
      var line =
          Json.object()
              .put("id", it.item().id())
              .put("page", it.item().page())
              .put("text", it.item().text())
              .put("state", it.verdict().state().word())
              .put("command", it.item().command());
      it.verdict().evidence().forEach(line.putArray("evidence")::add);
      it.because().forEach(line.putArray("because")::add);
      console.print(Json.line(line));
      return;
    }
    console.print(
        "%-14s %s %s".formatted(it.verdict().state().word(), it.item().id(), it.item().text()));
    it.verdict().evidence().forEach(line -> console.print("                 " + line));
    if (it.verdict().state() != Verdict.State.PASS) {
      console.print("                 see: " + it.item().command());
    }
  }

  private static long count(List<Baseline.Judged> judged, Verdict.State state) {
    return judged.stream().filter(it -> it.verdict().state() == state).count();
  }
}
