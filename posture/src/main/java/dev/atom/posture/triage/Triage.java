// SPDX-License-Identifier: Apache-2.0
package dev.atom.posture.triage;

import dev.atom.posture.contract.Contract;
import dev.atom.posture.contract.PostureEvaluation;
import dev.atom.posture.contract.Profile;
import dev.atom.posture.diff.SecretUse;
import dev.atom.posture.exemption.Exemption;
import dev.atom.posture.exemption.ExemptionLedger;
import dev.atom.posture.exemption.ExemptionLedger.Standing;
import dev.atom.posture.finding.Finding;
import dev.atom.posture.finding.Judgement;
import dev.atom.posture.manifest.Cluster;
import dev.atom.posture.manifest.Workload;
import dev.atom.posture.network.Connectivity;
import dev.atom.posture.network.NetworkModel;
import dev.atom.posture.network.Reachability;
import dev.atom.posture.rbac.Escalation;
import dev.atom.posture.rbac.Grant;
import dev.atom.posture.rbac.Held;
import dev.atom.posture.rbac.RbacObjects;
import dev.atom.posture.rbac.Subject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// What can be said of one workload at one time: was the contract violated, was that excused by
/// whom, or does the contract say nothing; and what the workload could reach and do.
///
/// @param verdict the answer
/// @param network who could connect to whom, a line each
/// @param identity what it runs as, may do and holds, a line each
/// @param toEnd exemptions for it that live at the time: to be removed when it is contained
public record Triage(
    Verdict verdict, List<String> network, List<String> identity, List<Exemption> toEnd) {
  public Triage {
    network = List.copyOf(network);
    identity = List.copyOf(identity);
    toEnd = List.copyOf(toEnd);
  }

  /// The first question of every incident.
  public sealed interface Verdict {
    /// The contract forbids what was deployed, and nothing excused it.
    ///
    /// @param covered what else was excused
    /// @param lapsed exemptions that covered it at another time, in words
    record Violated(
        List<Finding> findings, List<ExemptionLedger.Covered> covered, List<String> lapsed)
        implements Verdict {}

    /// The contract forbids it, and all of it was excused at the time.
    record Excused(List<ExemptionLedger.Covered> covered) implements Verdict {}

    /// The contract forbids nothing of it: if it did harm, the contract has a hole.
    record Hole() implements Verdict {}
  }

  /// What a triage is asked with.
  ///
  /// @param cluster the objects as they were at the time
  /// @param ledger the exemptions as they stood then
  public record Question(
      Cluster cluster, Contract contract, Profile profile, ExemptionLedger ledger, Instant at) {
    private Set<String> profiles() {
      return contract.profiles().stream().map(Profile::name).collect(Collectors.toSet());
    }
  }

  /// Answers for one workload.
  public static Triage of(Workload workload, Question question) {
    List<Judgement> about =
        new PostureEvaluation(question.contract(), question.profile(), false)
            .judge(question.cluster()).stream()
                .filter(it -> isAbout(it.finding(), workload))
                .toList();
    var coverage =
        question
            .ledger()
            .cover(about, question.profile().name(), question.profiles(), question.at());
    return new Triage(
        verdict(about, coverage, question),
        network(workload, question.cluster()),
        identity(workload, question.cluster()),
        coverage.covered().stream().map(ExemptionLedger.Covered::exemption).distinct().toList());
  }

  /// Findings about the object itself, its service account, its namespace.
  private static boolean isAbout(Finding finding, Workload workload) {
    var subject = finding.subject();
    return switch (subject.kind()) {
      case "Namespace" -> subject.name().equals(workload.namespace());
      case "ServiceAccount" ->
          subject.namespace().equals(workload.namespace())
              && subject.name().equals(account(workload).name());
      default ->
          subject.kind().equals(workload.kind())
              && subject.namespace().equals(workload.namespace())
              && subject.name().equals(workload.name());
    };
  }

  private static Verdict verdict(
      List<Judgement> about, ExemptionLedger.Coverage coverage, Question question) {
    if (about.isEmpty()) {
      return new Verdict.Hole();
    }
    if (coverage.open().isEmpty()) {
      return new Verdict.Excused(coverage.covered());
    }
    return new Verdict.Violated(
        coverage.open().stream().map(Judgement::finding).toList(),
        coverage.covered(),
        lapsed(coverage.open(), question));
  }

  /// Exemptions that would have covered what is open, had they lived at the time.
  private static List<String> lapsed(List<Judgement> open, Question question) {
    List<String> lapsed = new ArrayList<>();
    var ledger = question.ledger();
    for (Exemption exemption : ledger.exemptions()) {
      Standing standing = ledger.standing(exemption, question.at());
      if (standing == Standing.LIVE) {
        continue;
      }
      boolean covered =
          ledger
              .cover(open, question.profile().name(), question.profiles(), exemption.created())
              .covered()
              .stream()
              .anyMatch(it -> it.exemption().id().equals(exemption.id()));
      if (covered) {
        lapsed.add(
            exemption.id()
                + (standing == Standing.EXPIRED
                    ? " covered it until " + ledger.end(exemption)
                    : " covers it only from " + exemption.created()));
      }
    }
    return lapsed;
  }

  private static List<String> network(Workload workload, Cluster cluster) {
    String pair = workload.namespace() + "/" + workload.name() + "[" + workload.kind() + "]";
    Set<String> lines = new TreeSet<>();
    new Connectivity(Reachability.of(NetworkModel.of(cluster)), true)
        .tell(it -> {
          if (it.source().equals(pair) || it.target().equals(pair)) {
            lines.add(it.toString());
          }
        });
    if (workload.podSpec().at("hostNetwork").isTrue()) {
      lines.add(pair + " uses its node's network: policies have no say");
    }
    return List.copyOf(lines);
  }

  private static List<String> identity(Workload workload, Cluster cluster) {
    List<String> lines = new ArrayList<>();
    Subject account = account(workload);
    lines.add("runs as " + account.text());
    var objects = RbacObjects.of(cluster.manifests());
    var permissions = objects.permissions();
    for (Grant grant : permissions.of(account, Set.of())) {
      lines.add("may " + words(grant) + " " + grant.where() + " by " + grant.binding());
    }
    var escalation = new Escalation(permissions, objects.accounts());
    for (Held held : escalation.powers(account)) {
      String end =
          escalation.path(held).stream()
              .reduce((_, last) -> last)
              .map(it -> ", which leads to " + it.to())
              .orElse("");
      lines.add("power " + held.power().id() + ": " + held.what() + end);
    }
    SecretUse.of(workload).forEach(use -> lines.add("gets " + use));
    return lines;
  }

  private static String words(Grant grant) {
    var rule = grant.rule();
    String on =
        rule.paths().isEmpty()
            ? String.join(",", rule.resources())
            : String.join(",", rule.paths());
    return String.join(",", rule.verbs()) + " " + on;
  }

  private static Subject account(Workload workload) {
    String name = workload.podSpec().at("serviceAccountName").scalar();
    return Subject.account(workload.namespace(), name.isEmpty() ? "default" : name);
  }
}
