// SPDX-License-Identifier: Apache-2.0
package dev.atom.posture.contract;

import dev.atom.posture.finding.Finding;
import dev.atom.posture.finding.Judgement;
import dev.atom.posture.finding.Scope;
import dev.atom.posture.finding.Severity;
import dev.atom.posture.finding.Subject;
import dev.atom.posture.manifest.Cluster;
import dev.atom.posture.manifest.Manifest;
import dev.atom.posture.manifest.Node;
import java.util.List;

/// One rule on one cluster under one profile: what a check looks at, and where it says what it
/// found.
final class Scene {
  private final Cluster cluster;
  private final Contract contract;
  private final Profile profile;
  private final Rule rule;
  private final List<Judgement> found;

  Scene(Cluster cluster, Contract contract, Profile profile, Rule rule, List<Judgement> found) {
    this.cluster = cluster;
    this.contract = contract;
    this.profile = profile;
    this.rule = rule;
    this.found = found;
  }

  Cluster cluster() {
    return cluster;
  }

  Contract contract() {
    return contract;
  }

  Profile profile() {
    return profile;
  }

  Rule rule() {
    return rule;
  }

  /// Says that the rule is broken at `node`.
  void broken(Manifest object, String path, Node node, String what, String demanded) {
    broken(rule.severity(), object, path, node, what, demanded, Scope.WHOLE);
  }

  /// Says that the rule is broken at `node`, and what an exemption may be narrowed to.
  void broken(Manifest object, String path, Node node, String what, String demanded, Scope scope) {
    broken(rule.severity(), object, path, node, what, demanded, scope);
  }

  /// Says so with another severity than the rule's.
  void broken(
      Severity severity,
      Manifest object,
      String path,
      Node node,
      String what,
      String demanded,
      Scope scope) {
    found.add(
        new Judgement(
            new Finding(
                rule.id(),
                severity,
                Subject.of(object),
                node.place(),
                path,
                what,
                demanded,
                rule.mend()),
            scope));
  }
}
