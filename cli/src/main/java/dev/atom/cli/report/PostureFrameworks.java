// SPDX-License-Identifier: Apache-2.0
package dev.atom.cli.report;

import dev.atom.cli.report.Judgement.Evidence;
import dev.atom.cli.report.Judgement.Holds;
import dev.atom.cli.report.Judgement.Judged;
import dev.atom.cli.report.Judgement.JudgedControl;
import dev.atom.cli.report.Judgement.State;
import dev.atom.posture.baseline.Baseline;
import dev.atom.posture.baseline.Verdict;
import dev.atom.posture.manifest.Cluster;
import dev.atom.posture.manifest.Workload;
import dev.atom.posture.podsecurity.Level;
import dev.atom.posture.podsecurity.PodSecurity;
import dev.atom.posture.podsecurity.PolicyVersion;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What is deployed, as frameworks of the compliance report.
final class PostureFrameworks {
  /// Which items of the checklists speak for a control.
  private static final Map<String, List<String>> ITEMS =
      Map.ofEntries(
          Map.entry("CC6.1", List.of("S1-01", "S1-02", "S1-08", "S3-01", "S3-04")),
          Map.entry("CC6.3", List.of("S2-04", "S4-06", "S4-15")),
          Map.entry("CC6.6", List.of("S1-06", "S1-07", "S2-02", "S3-03", "S4-11")),
          Map.entry("CC6.7", List.of("S1-10", "S1-12", "S3-07", "S4-04", "S4-05")),
          Map.entry("CC7.2", List.of("S2-05", "S2-12", "S3-06")),
          Map.entry("CC8.1", List.of("S2-01", "S2-06", "S2-08", "S2-09")),
          Map.entry("Art. 5(1)(c)", List.of("S4-09")),
          Map.entry("Art. 5(1)(f)", List.of("S1-10", "S4-08", "S4-13")),
          Map.entry("Art. 25", List.of("S2-01", "S2-03", "S3-02", "S3-08")),
          Map.entry("Art. 32", List.of("S1-04", "S1-05", "S1-06", "S1-11", "S4-07", "S4-08")));

  private PostureFrameworks() {}

  /// The four pages, a framework each.
  static List<Judged> seeds(List<Baseline.Judged> items) {
    Map<String, List<JudgedControl>> pages = new LinkedHashMap<>();
    for (Baseline.Judged it : items) {
      pages.computeIfAbsent(it.item().page(), _ -> new ArrayList<>()).add(control(it));
    }
    List<Judged> judged = new ArrayList<>();
    pages.forEach((page, controls) ->
        judged.add(
            framework(page.substring(0, 2), page, "Its checklist, item by item.", controls)));
    return judged;
  }

  private static JudgedControl control(Baseline.Judged it) {
    List<Evidence> evidence = new ArrayList<>();
    for (String line : it.verdict().evidence()) {
      boolean first = evidence.isEmpty();
      evidence.add(new Evidence("seen", line, holds(it), "", "", first ? it.item().command() : ""));
    }
    var control =
        new Framework.Control(it.item().id(), it.item().id(), it.item().text(), List.of());
    return new JudgedControl(control, state(it.verdict().state()), evidence);
  }

  private static State state(Verdict.State state) {
    return switch (state) {
      case PASS -> State.GREEN;
      case FAIL -> State.RED;
      case NOT_APPLICABLE -> State.NOT_APPLICABLE;
      case NOT_JUDGED -> State.UNKNOWN;
    };
  }

  private static Holds holds(Baseline.Judged it) {
    return switch (it.verdict().state()) {
      case PASS, NOT_APPLICABLE -> Holds.YES;
      case FAIL -> Holds.NO;
      case NOT_JUDGED -> Holds.UNKNOWN;
    };
  }

  /// The Pod Security Standards, a control each.
  static Judged standards(Cluster cluster) {
    Map<String, List<Evidence>> against = new LinkedHashMap<>();
    PodSecurity.controlIds(Level.RESTRICTED, PolicyVersion.LATEST)
        .forEach(id -> against.put(id, new ArrayList<>()));
    for (Workload workload : cluster.workloads()) {
      String name = workload.kind() + " " + workload.namespace() + "/" + workload.name();
      PodSecurity.judge(workload, Level.RESTRICTED, PolicyVersion.LATEST)
          .violations()
          .forEach(it ->
              against
                  .computeIfAbsent(it.control(), _ -> new ArrayList<>())
                  .add(
                      new Evidence(
                          "seen", name + " " + it.path(), Holds.NO, it.message(), "", "")));
    }
    boolean unjudged = !cluster.notJudged().isEmpty() || cluster.workloads().isEmpty();
    List<JudgedControl> controls = new ArrayList<>();
    against.forEach((id, evidence) -> controls.add(standard(id, evidence, cluster, unjudged)));
    return framework(
        "pss",
        "Pod Security Standards: restricted",
        "Every workload, every container, as admission judges them.",
        controls);
  }

  private static JudgedControl standard(
      String id, List<Evidence> against, Cluster cluster, boolean unjudged) {
    var control =
        new Framework.Control(id, id, "Restricted, version " + PolicyVersion.LATEST, List.of());
    if (!against.isEmpty()) {
      return new JudgedControl(control, State.RED, against);
    }
    int count = cluster.workloads().size();
    var seen =
        new Evidence(
            "seen",
            count + " workloads",
            unjudged ? Holds.UNKNOWN : Holds.YES,
            unjudged ? "there are none, or objects whose pods are not known" : "",
            "",
            "");
    return new JudgedControl(control, unjudged ? State.UNKNOWN : State.GREEN, List.of(seen));
  }

  /// A framework of the program, with what the checklists say of its controls.
  static Judged with(Judged judged, List<Baseline.Judged> items) {
    return new Judged(
        judged.framework(), judged.controls().stream().map(it -> with(it, items)).toList());
  }

  private static JudgedControl with(JudgedControl control, List<Baseline.Judged> items) {
    List<Evidence> evidence = new ArrayList<>(control.evidence());
    List<String> wanted = ITEMS.getOrDefault(control.control().id(), List.of());
    for (Baseline.Judged it : items) {
      if (wanted.contains(it.item().id())) {
        evidence.add(
            new Evidence(
                "deployed",
                it.item().id() + " " + it.item().text(),
                holds(it),
                String.join("; ", it.verdict().evidence()),
                "",
                it.item().command()));
      }
    }
    return wanted.isEmpty()
        ? control
        : new JudgedControl(control.control(), Judgement.state(evidence), evidence);
  }

  private static Judged framework(
      String name, String title, String about, List<JudgedControl> controls) {
    return new Judged(
        new Framework(
            name, title, about, null, null, controls.stream().map(JudgedControl::control).toList()),
        controls);
  }
}
