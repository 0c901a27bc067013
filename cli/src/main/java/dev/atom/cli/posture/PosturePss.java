// SPDX-License-Identifier: Apache-2.0
package dev.atom.cli.posture;

import dev.atom.base.AtomException;
import dev.atom.base.ErrorCode;
import dev.atom.cli.Console;
import dev.atom.cli.ExitCodes;
import dev.atom.posture.manifest.KindTable;
import dev.atom.posture.manifest.Manifest;
import dev.atom.posture.manifest.ManifestSet;
import dev.atom.posture.manifest.NotJudged;
import dev.atom.posture.manifest.Workloads;
import dev.atom.posture.podsecurity.Level;
import dev.atom.posture.podsecurity.PodSecurity;
import dev.atom.posture.podsecurity.PodVerdict;
import dev.atom.posture.podsecurity.PolicyVersion;
import dev.atom.posture.podsecurity.PssLine;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Judges pods by the Pod Security Standards.
@Command(
    name = "pss",
    description = {
      "Judge pods by the Pod Security Standards.",
      "Exit 0 when all are allowed, 1 when one is not, 2 when something cannot be judged."
    },
    footer = {
      "",
      "Prints a JSON line for each object that has or makes pods: file, kind, name, allowed,",
      "violations (control, path, message). Of one that cannot be judged, allowed is null.",
      "",
      "Examples:",
      "  ./atom posture pss --level baseline deploy/",
      "  ./atom posture pss --level restricted --version v1.30 pod.yaml",
      "  kubectl get pods -A -o json | ./atom posture pss --level restricted -"
    })
final class PosturePss implements Callable<Integer> {
  private final Console console;

  @Option(
      names = "--level",
      required = true,
      paramLabel = "LEVEL",
      description = "privileged, baseline or restricted.")
  private String level = "";

  @Option(
      names = "--version",
      paramLabel = "VERSION",
      description = "Version of the standards, v1.0 to v1.37 or latest (latest).")
  private String version = "latest";

  @Mixin private KindsOption kinds = new KindsOption();

  @Parameters(arity = "1..*", paramLabel = "PATH", description = "Files, folders, or - .")
  private List<String> paths = List.of();

  PosturePss(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    Level wanted =
        Level.parse(level)
            .orElseThrow(
                () -> usage("--level is privileged, baseline or restricted, not '" + level + "'"));
    PolicyVersion of =
        PolicyVersion.parse(version)
            .orElseThrow(
                () -> usage("--version is v1.0 to v1.37 or latest, not '" + version + "'"));
    ManifestSet set = ManifestFiles.read(paths, console);
    Tally tally = new Tally();
    KindTable table = kinds.table();
    for (Manifest manifest : set.manifests()) {
      tally.add(Workloads.of(List.of(manifest), table), wanted, of);
    }
    console.out().flush();
    set.unreadable().forEach(u -> console.tell("atom: " + u.place().shown() + ": " + u.why()));
    if (tally.forbidden > 0) {
      return ExitCodes.NEGATIVE;
    }
    return tally.notJudged > 0 || !set.unreadable().isEmpty()
        ? ExitCodes.CANNOT_JUDGE
        : ExitCodes.DONE;
  }

  /// Prints a line for each object and counts.
  private final class Tally {
    private int forbidden;
    private int notJudged;

    void add(Workloads found, Level level, PolicyVersion version) {
      for (NotJudged without : found.notJudged()) {
        notJudged++;
        console.print(PssLine.of(without));
      }
      if (found.workloads().isEmpty()) {
        return;
      }
      List<PodVerdict> verdicts =
          found.workloads().stream().map(w -> PodSecurity.judge(w, level, version)).toList();
      forbidden += verdicts.stream().allMatch(PodVerdict::allowed) ? 0 : 1;
      console.print(PssLine.of(found.workloads(), verdicts));
    }
  }

  private static AtomException usage(String why) {
    return new AtomException(ErrorCode.BAD_REQUEST, why);
  }
}
