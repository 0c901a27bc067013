// SPDX-License-Identifier: Apache-2.0
package dev.atom.cli.posture;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.atom.cli.Json;
import dev.atom.posture.exemption.ExemptionLedger;
import dev.atom.posture.finding.Finding;
import dev.atom.posture.manifest.Workload;
import dev.atom.posture.triage.Triage;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// The six steps of a triage with their answers, for people and for programs.
final class TriageSteps {
  private final List<Step> steps = new ArrayList<>();
  private final String workload;
  private final Instant at;
  private final String word;

  /// One step.
  private record Step(String id, String question, List<String> answers) {}

  TriageSteps(Triage triage, AuditEvidence audit, Workload workload, Instant at, String release) {
    this.workload = workload.kind() + " " + workload.namespace() + "/" + workload.name();
    this.at = at;
    this.word = word(triage.verdict());
    steps.add(
        new Step(
            "contract",
            "Was the contract violated, or an exemption used?",
            contract(triage.verdict(), release)));
    steps.add(
        new Step("resources", "What do the rendered network and identity say?", resources(triage)));
    steps.add(new Step("bundle", "Is the state captured before it changes?", bundle(workload)));
    steps.add(new Step("audit", "What does the audit trail show?", audit(audit)));
    steps.add(
        new Step("scope", "Which identities, endpoints and records were reached?", scope(audit)));
    steps.add(new Step("exemptions", "What must be removed or expire?", exemptions(triage)));
  }

  private static String word(Triage.Verdict verdict) {
    return switch (verdict) {
      case Triage.Verdict.Violated _ -> "violated";
      case Triage.Verdict.Excused _ -> "excused";
      case Triage.Verdict.Hole _ -> "hole";
    };
  }

  private static List<String> contract(Triage.Verdict verdict, String release) {
    List<String> answers = new ArrayList<>();
    if (!release.isEmpty()) {
      answers.add("objects and exemptions as in " + release);
    }
    switch (verdict) {
      case Triage.Verdict.Violated(var findings, var covered, var lapsed) -> {
        answers.add("the contract was violated");
        findings.forEach(it -> answers.add(finding(it)));
        lapsed.forEach(it -> answers.add("exemption " + it));
        covered.forEach(it -> answers.add("excused besides: " + covered(it)));
      }
      case Triage.Verdict.Excused(var covered) -> {
        answers.add("the contract was violated, and all of it was excused");
        covered.forEach(it -> answers.add(covered(it)));
      }
      case Triage.Verdict.Hole _ ->
          answers.add(
              "the contract forbids nothing of it: if it did harm, the contract has a hole");
    }
    return answers;
  }

  private static String finding(Finding it) {
    return it.rule() + " " + it.subject().shown() + " " + it.fieldPath() + ": " + it.found();
  }

  private static String covered(ExemptionLedger.Covered it) {
    var exemption = it.exemption();
    return it.judgement().finding().rule()
        + " by exemption "
        + exemption.id()
        + " of "
        + exemption.record().owner()
        + " until "
        + exemption.expiresShown();
  }

  private static List<String> resources(Triage triage) {
    List<String> answers = new ArrayList<>(triage.identity());
    answers.addAll(triage.network());
    return answers;
  }

  private static List<String> bundle(Workload workload) {
    return List.of(
        "./atom bundle --workload "
            + workload.kind().toLowerCase(java.util.Locale.ROOT)
            + "/"
            + workload.name()
            + " -n "
            + workload.namespace()
            + " --out bundles/ --allow-subprocess --allow-network --allow-write");
  }

  private static List<String> audit(AuditEvidence audit) {
    if (!audit.why().isEmpty()) {
      return List.of("not asked: " + audit.why());
    }
    List<String> answers = new ArrayList<>();
    audit.counts().forEach((what, count) -> answers.add(count + " " + what));
    audit.decisions().forEach(it -> answers.add("./atom explain " + it));
    return answers.isEmpty() ? List.of("no entry 24 hours before and after") : answers;
  }

  private static List<String> scope(AuditEvidence audit) {
    List<String> answers = new ArrayList<>();
    audit.identities().forEach(it -> answers.add("identity " + it));
    audit.endpoints().forEach(it -> answers.add("endpoint " + it));
    audit.decisions().forEach(it -> answers.add("record " + it));
    return answers.isEmpty() ? List.of("nothing is known from the audit trail") : answers;
  }

  private static List<String> exemptions(Triage triage) {
    List<String> answers = new ArrayList<>();
    triage
        .toEnd()
        .forEach(it ->
            answers.add(
                "exemption "
                    + it.id()
                    + " of "
                    + it.record().owner()
                    + " lives until "
                    + it.expiresShown()));
    return answers.isEmpty() ? List.of("no exemption of this workload lives") : answers;
  }

  List<String> lines() {
    List<String> lines = new ArrayList<>();
    lines.add(workload + " at " + at + ": " + word);
    int number = 1;
    for (Step step : steps) {
      lines.add(number++ + ". " + step.question());
      step.answers().forEach(it -> lines.add("   " + it));
    }
    return lines;
  }

  ObjectNode json() {
    ObjectNode object =
        Json.object().put("workload", workload).put("at", at.toString()).put("verdict", word);
    ArrayNode list = object.putArray("steps");
    for (Step step : steps) {
      ObjectNode one = list.addObject().put("id", step.id()).put("question", step.question());
      step.answers().forEach(one.putArray("answers")::add);
    }
    return object;
  }
}
