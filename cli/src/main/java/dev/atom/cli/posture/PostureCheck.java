// SPDX-License-Identifier: Apache-2.0
package dev.atom.cli.posture;

import dev.atom.base.AtomException;
import dev.atom.base.ErrorCode;
import dev.atom.cli.Console;
import dev.atom.cli.ExitCodes;
import dev.atom.posture.contract.Contract;
import dev.atom.posture.contract.PostureEvaluation;
import dev.atom.posture.contract.Profile;
import dev.atom.posture.exemption.ExemptionLedger;
import dev.atom.posture.finding.Finding;
import dev.atom.posture.finding.Judgement;
import dev.atom.posture.finding.Subject;
import dev.atom.posture.manifest.Cluster;
import dev.atom.posture.manifest.ManifestSet;
import dev.atom.posture.manifest.Node;
import dev.atom.posture.manifest.Place;
import dev.atom.posture.manifest.Unreadable;
import dev.atom.posture.report.Patches;
import dev.atom.posture.report.PostureReport;
import dev.atom.posture.report.PostureReport.Problem;
import dev.atom.posture.report.ReportFormat;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Holds objects from files, a chart or a cluster to the contract.
@Command(
    name = "check",
    description = {
      "Hold what is deployed to the contract of a profile.",
      "Exit 0 when it is kept, 1 when not, 2 when something cannot be judged."
    },
    footer = {
      "",
      "The findings are the same bytes in json for the same objects, whatever they are read from.",
      "",
      "Examples:",
      "  ./atom posture check --profile prod deploy/",
      "  ./atom posture check --profile prod --exemptions exemptions.yaml --format sarif deploy/",
      "  ./atom posture check --helm charts/shop -f values/prod.yaml --profile prod",
      "  ./atom posture check --cluster --profile prod --format json",
      "  ./atom posture check --fix deploy/ > patches.yaml"
    })
final class PostureCheck implements Callable<Integer> {
  private final Console console;

  @Mixin private ContractOptions asked = new ContractOptions();
  @Mixin private KindsOption kinds = new KindsOption();

  @Option(names = "--helm", paramLabel = "CHART", description = "Judge what a chart makes.")
  private @Nullable String chart;

  @Option(
      names = {"-f", "--helm-values"},
      paramLabel = "FILE",
      description = "Values for the chart; repeat it.")
  private List<String> helmValues = List.of();

  @Option(names = "--release", paramLabel = "NAME", description = "Name of the release (release).")
  private String release = "release";

  @Option(
      names = "--cluster",
      arity = "0..1",
      fallbackValue = "",
      paramLabel = "CONTEXT",
      description = "Judge what a cluster has, by kubectl (its current context).")
  private @Nullable String context;

  @Option(
      names = {"-n", "--namespace"},
      paramLabel = "NAME",
      description = "Where objects live that do not say so (default); of a cluster: only this.")
  private List<String> namespaces = List.of();

  @Option(
      names = "--values",
      paramLabel = "FILE",
      description = "Hold a values file to the toggles of the profile, too; repeat it.")
  private List<Path> values = List.of();

  @Option(
      names = "--committed",
      description = "The files are kept in a repository: no Secret may be among them.")
  private boolean committed;

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      description = "table, json, sarif, junit, html, policyreport or oscal (table).")
  private String format = "table";

  @Option(names = "--fix", description = "Print patches for what has one remedy, and nothing else.")
  private boolean fix;

  @Parameters(arity = "0..*", paramLabel = "PATH", description = "Files, folders, or - .")
  private List<String> paths = List.of();

  PostureCheck(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    ReportFormat wanted =
        ReportFormat.parse(format)
            .orElseThrow(() ->
                usage(
                    "--format is table, json, sarif, junit, html, policyreport or oscal, not '"
                        + format
                        + "'"));
    Contract contract = asked.contract();
    Profile profile = asked.profile(contract);
    ExemptionLedger ledger = asked.ledger();
    PostureReport report = report(contract, profile, ledger, asked.time(console.clock()));
    console.out().print(fix ? Patches.of(report.findings()) : wanted.render(report));
    console.out().flush();
    if (fix || wanted != ReportFormat.TABLE) {
      report.problems().forEach(p -> console.tell("atom: " + p.where() + ": " + p.why()));
    }
    if (!report.failing().isEmpty()) {
      return ExitCodes.NEGATIVE;
    }
    return report.problems().isEmpty() ? ExitCodes.DONE : ExitCodes.CANNOT_JUDGE;
  }

  private PostureReport report(
      Contract contract, Profile profile, ExemptionLedger ledger, Instant time) {
    ManifestSet set = objects();
    Cluster cluster = new Cluster(set.manifests(), kinds.table());
    var evaluation = new PostureEvaluation(contract, profile, committed);
    List<Judgement> judgements = new ArrayList<>(evaluation.judge(cluster));
    judgements.addAll(values(evaluation));
    Set<String> profiles =
        contract.profiles().stream().map(Profile::name).collect(Collectors.toSet());
    var coverage = ledger.cover(judgements, profile.name(), profiles, time);
    List<Finding> findings = new ArrayList<>(coverage.ledger());
    coverage.open().forEach(judgement -> findings.add(shown(judgement.finding())));
    return new PostureReport(
        profile.name(),
        time,
        evaluation.rules(),
        findings.stream().sorted().toList(),
        coverage.covered(),
        problems(set, cluster),
        subjects(cluster));
  }

  /// What comes from a cluster has no lines.
  private Finding shown(Finding finding) {
    return context == null ? finding : finding.at(new Place("cluster", 0, 0));
  }

  private ManifestSet objects() {
    int sources = (chart == null ? 0 : 1) + (context == null ? 0 : 1) + (paths.isEmpty() ? 0 : 1);
    if (sources != 1 && !(sources == 0 && !values.isEmpty())) {
      throw usage("name PATHs, or --helm CHART, or --cluster, and one of them only");
    }
    String namespace = namespaces.isEmpty() ? "default" : namespaces.getFirst();
    if (chart != null) {
      return HelmSource.read(chart, helmValues, release, namespace, console);
    }
    if (context != null) {
      return ClusterSource.read(context, namespaces, console);
    }
    return paths.isEmpty() ? ManifestSet.EMPTY : ManifestFiles.read(paths, namespace, console);
  }

  private List<Judgement> values(PostureEvaluation evaluation) {
    List<Judgement> judgements = new ArrayList<>();
    for (Path file : values) {
      List<Unreadable> unreadable = new ArrayList<>();
      List<Node> documents = ContractOptions.documents(file, "--values", unreadable);
      if (documents.size() != 1 || !unreadable.isEmpty()) {
        throw usage(
            "--values: "
                + file
                + " must be one document"
                + (unreadable.isEmpty() ? "" : ": " + unreadable.getFirst().why()));
      }
      var subject = new Subject("", "Values", "", String.valueOf(file.getFileName()));
      judgements.addAll(evaluation.judgeValues(documents.getFirst(), subject));
    }
    return judgements;
  }

  private List<Problem> problems(ManifestSet set, Cluster cluster) {
    List<Problem> problems = new ArrayList<>();
    for (Unreadable unreadable : set.unreadable()) {
      Place place = unreadable.place();
      problems.add(new Problem(place.shown(), place.file(), place.line(), unreadable.why()));
    }
    for (var without : cluster.notJudged()) {
      String where = Subject.of(without.manifest()).shown();
      Place place = context == null ? without.place() : new Place("cluster", 0, 0);
      problems.add(new Problem(where, place.file(), place.line(), without.why()));
    }
    return problems.stream().sorted().toList();
  }

  private static List<String> subjects(Cluster cluster) {
    return List.copyOf(
        cluster.manifests().stream()
            .map(manifest -> Subject.of(manifest).shown())
            .collect(Collectors.toCollection(TreeSet::new)));
  }

  private static AtomException usage(String why) {
    return new AtomException(ErrorCode.BAD_REQUEST, why);
  }
}
