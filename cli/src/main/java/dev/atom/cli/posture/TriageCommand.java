// SPDX-License-Identifier: Apache-2.0
package dev.atom.cli.posture;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.atom.base.AtomException;
import dev.atom.base.ErrorCode;
import dev.atom.cli.Console;
import dev.atom.cli.DataOption;
import dev.atom.cli.ExitCodes;
import dev.atom.posture.contract.Contract;
import dev.atom.posture.exemption.ExemptionLedger;
import dev.atom.posture.manifest.Cluster;
import dev.atom.posture.manifest.ManifestSet;
import dev.atom.posture.manifest.Unreadable;
import dev.atom.posture.manifest.Workload;
import dev.atom.posture.triage.Triage;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Six steps of an incident, answered from what is known.
@Command(
    name = "triage",
    description = {
      "What can be said of WORKLOAD at a time: contract violated, excused, or a hole in it;",
      "network, identity, audit evidence, exemptions. Exit 1 when violated, 0 when excused or hole."
    },
    subcommands = {IncidentCommand.class},
    footer = {
      "",
      "WORKLOAD: deployment/web, with -n; or shop/web. PATH holds the objects as they were; or"
          + " name",
      "a --history: folders called by their time (20261120T100000Z), each with the objects and, if",
      "it is there, exemptions.yaml as it stood then; the last one before --at is taken.",
      "",
      "Examples:",
      "  ./atom triage shop/web --at 2026-11-20T12:00:00Z --exemptions exemptions.yaml deploy/",
      "  ./atom triage deployment/web -n shop --at 2026-11-20 --history releases/ --json"
    })
public final class TriageCommand implements Callable<Integer> {
  private static final Duration AROUND = Duration.ofHours(24);

  private final Console console;
  @Mixin private ContractOptions asked = new ContractOptions();
  @Mixin private DataOption data = new DataOption();

  @Parameters(index = "0", arity = "0..1", paramLabel = "WORKLOAD", description = "Which one.")
  private String workload = "";

  @Parameters(index = "1..*", paramLabel = "PATH", description = "Manifests.")
  private List<String> paths = List.of();

  @Option(names = "--history", paramLabel = "DIR", description = "Releases by their time.")
  private @Nullable Path history;

  @Option(
      names = {"-n", "--namespace"},
      paramLabel = "NS",
      description = "Of the workload.")
  private String namespace = "";

  @Option(names = "--database", paramLabel = "URL", description = "Of Atom (the instance's).")
  private @Nullable String database;

  @Option(names = "--no-audit", description = "Do not ask the audit trail.")
  private boolean noAudit;

  @Option(names = "--json", description = "Print the answer as JSON.")
  private boolean json;

  public TriageCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    Instant at = asked.time(console.clock());
    Snapshot snapshot = snapshot(at);
    Cluster cluster = Cluster.of(snapshot.objects().manifests());
    Workload found = found(cluster);
    Contract contract = asked.contract();
    Triage triage =
        Triage.of(
            found,
            new Triage.Question(cluster, contract, asked.profile(contract), snapshot.ledger(), at));
    var evidence =
        noAudit
            ? AuditEvidence.none("not asked for")
            : AuditEvidence.of(
                database,
                data.folder(console.environment()),
                found,
                at.minus(AROUND),
                at.plus(AROUND));
    var answers = new TriageSteps(triage, evidence, found, at, snapshot.name());
    if (json) {
      ObjectNode object = answers.json();
      console.printJson(object);
    } else {
      answers.lines().forEach(console::print);
    }
    return code(triage, snapshot);
  }

  private int code(Triage triage, Snapshot snapshot) {
    for (Unreadable it : snapshot.objects().unreadable()) {
      console.tell("atom: " + it.place().shown() + ": " + it.why());
    }
    if (!snapshot.objects().unreadable().isEmpty()) {
      return ExitCodes.CANNOT_JUDGE;
    }
    return triage.verdict() instanceof Triage.Verdict.Violated
        ? ExitCodes.NEGATIVE
        : ExitCodes.DONE;
  }

  /// The objects and the ledger as they were.
  record Snapshot(String name, ManifestSet objects, ExemptionLedger ledger) {}

  private Snapshot snapshot(Instant at) {
    if (workload.isEmpty()) {
      throw usage("name the workload: deployment/NAME or NAMESPACE/NAME");
    }
    if (history != null) {
      return ReleaseHistory.at(history, at, asked.ledger(), console);
    }
    if (paths.isEmpty()) {
      throw usage("name the manifests, or a --history of releases");
    }
    return new Snapshot("", NamedObjects.read(paths, console), asked.ledger());
  }

  private Workload found(Cluster cluster) {
    int slash = workload.indexOf('/');
    String first = slash < 0 ? "" : workload.substring(0, slash).toLowerCase(Locale.ROOT);
    String name = workload.substring(slash + 1);
    List<Workload> found =
        cluster.workloads().stream()
            .filter(it -> it.name().equals(name))
            .filter(it -> namespace.isEmpty() || it.namespace().equals(namespace))
            .filter(it ->
                first.isEmpty()
                    || it.namespace().equals(first)
                    || it.kind().toLowerCase(Locale.ROOT).equals(first))
            .toList();
    if (found.size() == 1) {
      return found.getFirst();
    }
    String known =
        found.isEmpty()
            ? "there is no workload '" + workload + "' among the objects"
            : "'" + workload + "' is " + found.size() + " workloads: name kind and -n";
    throw usage(known);
  }

  private static AtomException usage(String why) {
    return new AtomException(ErrorCode.BAD_REQUEST, why);
  }
}
