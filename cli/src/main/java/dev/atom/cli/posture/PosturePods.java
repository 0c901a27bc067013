// SPDX-License-Identifier: Apache-2.0
package dev.atom.cli.posture;

import dev.atom.cli.Console;
import dev.atom.cli.ExitCodes;
import dev.atom.cli.Table;
import dev.atom.posture.finding.Subject;
import dev.atom.posture.manifest.Cluster;
import dev.atom.posture.manifest.Container;
import dev.atom.posture.manifest.ManifestSet;
import dev.atom.posture.manifest.Node;
import dev.atom.posture.manifest.Shown;
import dev.atom.posture.manifest.Workload;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// Shows as whom containers run and what they may write: what the container says, or else its pod.
@Command(
    name = "pods",
    description = {
      "Show of every container whether it is kept from root, its user, and its root file system.",
      "Exit 0, or 2 when something cannot be judged."
    },
    footer = {"", "Examples:", "  ./atom posture pods deploy/"})
final class PosturePods implements Callable<Integer> {
  private final Console console;

  @Mixin private KindsOption kinds = new KindsOption();

  @Parameters(arity = "1..*", paramLabel = "PATH", description = "Files, folders, or - .")
  private List<String> paths = List.of();

  PosturePods(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    ManifestSet set = ManifestFiles.read(paths, console);
    Cluster cluster = new Cluster(set.manifests(), kinds.table());
    var table = new Table("OBJECT", "CONTAINER", "NON-ROOT", "USER", "READ-ONLY ROOT");
    for (Workload workload : cluster.workloads()) {
      for (Container container : workload.containers()) {
        table.add(
            Shown.plain(Subject.of(workload.owner()).shown()),
            Shown.plain(container.name()),
            yes(effective(workload, container, "runAsNonRoot")),
            shown(effective(workload, container, "runAsUser")),
            // A pod cannot say this for its containers.
            yes(container.security("readOnlyRootFilesystem")));
      }
    }
    console.print(table.toString());
    cluster
        .notJudged()
        .forEach(n -> console.tell("atom: " + Subject.of(n.manifest()).shown() + ": " + n.why()));
    set.unreadable().forEach(u -> console.tell("atom: " + u.place().shown() + ": " + u.why()));
    return cluster.notJudged().isEmpty() && set.unreadable().isEmpty()
        ? ExitCodes.DONE
        : ExitCodes.CANNOT_JUDGE;
  }

  private static Node effective(Workload workload, Container container, String field) {
    Node own = container.security(field);
    return own.isNull() ? workload.podSpec().at("securityContext", field) : own;
  }

  private static String yes(Node node) {
    return node.isTrue() ? "yes" : "no";
  }

  private static String shown(Node node) {
    return node.scalar().isEmpty() ? "the image's" : Shown.plain(node.scalar());
  }
}
