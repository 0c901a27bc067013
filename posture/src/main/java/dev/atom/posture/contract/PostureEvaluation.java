// SPDX-License-Identifier: Apache-2.0
package dev.atom.posture.contract;

import dev.atom.posture.finding.Finding;
import dev.atom.posture.finding.Judgement;
import dev.atom.posture.finding.Scope;
import dev.atom.posture.finding.Severity;
import dev.atom.posture.finding.Subject;
import dev.atom.posture.manifest.Cluster;
import dev.atom.posture.manifest.Node;
import dev.atom.posture.manifest.Workload;
import dev.atom.posture.podsecurity.PodSecurity;
import dev.atom.posture.podsecurity.PolicyVersion;
import dev.atom.posture.podsecurity.Violation;
import dev.atom.posture.report.PostureReport.RuleText;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

/// Judges a cluster by a contract under one profile.
///
/// The same cluster, contract and profile give the same judgements in the same order. Rules that
/// only hold for manifests in a repository are asked for by name.
public final class PostureEvaluation {
  private static final String NON_ROOT = "runAsNonRoot";
  private static final String COMMITTED = "secret-committed";
  private static final String POD_SECURITY_MEND =
      "change the field, or run it where a lower level is meant";

  private final Contract contract;
  private final Profile profile;
  private final boolean committed;

  /// @param contract what is demanded
  /// @param profile the profile it is demanded under
  /// @param committed whether the objects are kept in a repository, where no Secret may be
  public PostureEvaluation(Contract contract, Profile profile, boolean committed) {
    this.contract = contract;
    this.profile = profile;
    this.committed = committed;
  }

  /// What breaks the contract, sorted, none twice.
  ///
  /// @throws dev.atom.base.AtomException BAD_REQUEST naming a rule whose expression is no good one
  public List<Judgement> judge(Cluster cluster) {
    List<Judgement> found = new ArrayList<>();
    List<Rule> expressions = new ArrayList<>();
    for (Rule rule : applied()) {
      var scene = new Scene(cluster, contract, profile, rule, found);
      switch (rule.clause()) {
        case Clause.Field field -> FieldClauses.judge(field, scene);
        case Clause.Check(String name) -> Checks.judge(name, scene);
        case Clause.Cel _ -> expressions.add(rule);
      }
    }
    if (!expressions.isEmpty()) {
      // Only now are the classes loaded that evaluate expressions: most contracts have none.
      var clauses = new CelClauses();
      for (Rule rule : expressions) {
        clauses.judge(rule, new Scene(cluster, contract, profile, rule, found));
      }
    }
    podSecurity(cluster, found);
    return distinct(found);
  }

  /// Two places that say the same (an object that stands in two files) are one finding.
  private static List<Judgement> distinct(List<Judgement> found) {
    List<Judgement> distinct = new ArrayList<>();
    for (Judgement judgement : found.stream().sorted().toList()) {
      if (distinct.isEmpty() || !distinct.getLast().finding().saysTheSame(judgement.finding())) {
        distinct.add(judgement);
      }
    }
    return distinct;
  }

  /// What breaks the profile's demands on a values file.
  public List<Judgement> judgeValues(Node values, Subject subject) {
    List<Judgement> found = new ArrayList<>();
    for (Toggle toggle : profile.required()) {
      if (!toggle.holds(values)) {
        found.add(
            toggle(toggle, values, subject, "PROFILE-TOGGLE-REQUIRED", "must have " + toggle));
      }
    }
    for (Toggle toggle : profile.forbidden()) {
      if (toggle.holds(values)) {
        found.add(
            toggle(toggle, values, subject, "PROFILE-TOGGLE-FORBIDDEN", "must not have " + toggle));
      }
    }
    ValuesChecks.judge(values, subject, found);
    return found.stream().sorted().toList();
  }

  private Judgement toggle(
      Toggle toggle, Node values, Subject subject, String rule, String demanded) {
    Node node = toggle.in(values);
    return new Judgement(
        new Finding(
            rule,
            Severity.HIGH,
            subject,
            node.place(),
            toggle.key(),
            "is " + FieldClauses.shown(node),
            "the profile " + profile.name() + " " + demanded,
            "set it as the profile demands, or take another profile"),
        Scope.WHOLE);
  }

  /// The rules that apply, those of the Pod Security Standards aside.
  public List<Rule> applied() {
    return contract.rules().stream()
        .filter(rule -> rule.appliesTo(profile))
        .filter(rule -> committed || !isCommitted(rule))
        .toList();
  }

  private static boolean isCommitted(Rule rule) {
    return rule.clause() instanceof Clause.Check(String name) && name.equals(COMMITTED);
  }

  /// All rules that are asked, also those that nothing breaks, by id.
  public List<RuleText> rules() {
    List<RuleText> texts = new ArrayList<>();
    for (Rule rule : applied()) {
      texts.add(new RuleText(rule.id(), rule.title(), rule.severity(), rule.mend()));
    }
    for (String control : PodSecurity.controlIds(profile.podSecurity(), PolicyVersion.LATEST)) {
      if (!replaced().contains(control)) {
        texts.add(
            new RuleText(
                podSecurityId(control),
                "Pods keep the control " + control + " of the Pod Security Standards",
                Severity.HIGH,
                POD_SECURITY_MEND));
      }
    }
    texts.sort(Comparator.comparing(RuleText::id));
    return texts;
  }

  /// Controls that a rule of the contract states itself.
  private Set<String> replaced() {
    return applied().stream().anyMatch(rule -> rule.id().equals("PROFILE-SEC-001"))
        ? Set.of(NON_ROOT)
        : Set.of();
  }

  private static String podSecurityId(String control) {
    return "PSS-" + control;
  }

  private void podSecurity(Cluster cluster, List<Judgement> found) {
    for (Workload workload : cluster.workloads()) {
      for (Violation violation :
          PodSecurity.judge(workload, profile.podSecurity(), PolicyVersion.LATEST).violations()) {
        if (!replaced().contains(violation.control())) {
          found.add(judgement(workload, violation));
        }
      }
    }
  }

  private Judgement judgement(Workload workload, Violation violation) {
    return new Judgement(
        new Finding(
            podSecurityId(violation.control()),
            Severity.HIGH,
            Subject.of(workload.owner()),
            violation.node().place(),
            violation.path(),
            violation.message(),
            "must meet the Pod Security Standard " + profile.podSecurity().word(),
            POD_SECURITY_MEND),
        new Scope(container(violation.path()), "", Judgement.digest(violation.node().scalar())));
  }

  /// The container that a path goes through.
  private static String container(String path) {
    int at = path.indexOf("ontainers[");
    int end = at < 0 ? -1 : path.indexOf(']', at);
    return end < 0 ? "" : path.substring(at + "ontainers[".length(), end);
  }
}
