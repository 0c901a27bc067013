// SPDX-License-Identifier: Apache-2.0
package dev.atom.posture.assertion;

import dev.atom.posture.network.Direction;
import dev.atom.posture.network.Opening;
import dev.atom.posture.network.Pod;
import dev.atom.posture.network.PortSet;
import java.util.List;

/// `A does not reach B`: looks for any way from A, also round the policies.
final class ClosedProof {
  private final Scene scene;

  ClosedProof(Scene scene) {
    this.scene = scene;
  }

  void run() {
    for (Group from : scene.claim().from()) {
      var sources = scene.members(from);
      for (Claim.Target target : scene.claim().to()) {
        var targets = scene.members(target.group());
        sources.forEach(source -> source(source, targets, target));
        if (!from.addresses().isEmpty()) {
          targets.forEach(each -> fromOutside(from, each, target.ports()));
        }
      }
    }
  }

  private void source(Pod source, List<Pod> targets, Claim.Target target) {
    if (source.onHostNetwork()) {
      scene
          .found()
          .doubt(
              Obligation.HOST_NETWORK,
              source.workload()
                  + " is on its node's network ("
                  + source.place().shown()
                  + "): it reaches every pod of its node whatever policies say");
    }
    boolean outside = false;
    for (var each : scene.reachability().outsideRanges(source, Direction.EGRESS, PortSet.ALL)) {
      outside = true;
      if (target.group().addresses().overlaps(each.range())
          && !each.explanation().open().intersection(target.ports()).isEmpty()) {
        scene.open(Obligation.OUTBOUND, each.explanation(), target.ports());
      }
    }
    for (Pod each : targets) {
      if (!each.workload().equals(source.workload())) {
        pair(source, each, target.ports(), outside);
      }
    }
    scene.ambiguities(source, Direction.EGRESS, target.ports());
    if (outside && !targets.isEmpty()) {
      new AccessDoors(scene).fromAccount(source, targets, target.ports());
    }
  }

  private void pair(Pod source, Pod target, PortSet ports, boolean outside) {
    if (target.onHostNetwork()) {
      if (outside) {
        scene.exposedHost(target, ports);
      }
      return;
    }
    var explanation = scene.reachability().explain(source, target);
    if (!explanation.open().intersection(ports).isEmpty()) {
      scene.open(Obligation.PEERS, explanation, ports);
    }
    PortSet ambiguous = explanation.ambiguous().intersection(ports);
    if (!ambiguous.isEmpty()) {
      scene
          .found()
          .doubt(
              Obligation.PEERS,
              source.workload()
                  + " => "
                  + target.workload()
                  + " : "
                  + ambiguous
                  + " is undefined: administrators' policies of the same priority disagree");
    }
    if (outside) {
      around(source, target, ports);
    }
  }

  /// A pod that may speak to addresses outside may speak to a node's or a load balancer's.
  private void around(Pod source, Pod target, PortSet ports) {
    for (Opening opening : scene.reachability().openings(target)) {
      PortSet open = opening.ports().intersection(ports);
      if (!open.isEmpty()) {
        scene
            .found()
            .refute(
                new Path(
                    Obligation.WAYS_AROUND,
                    source.workload(),
                    List.of(
                        new Path.Hop(
                            "an address outside the cluster that its egress leaves open",
                            Words.NOWHERE),
                        new Path.Hop(opening.through(), opening.place())),
                    open.sample(),
                    target.workload()));
      }
    }
  }

  private void fromOutside(Group from, Pod target, PortSet ports) {
    if (target.onHostNetwork()) {
      scene.exposedHost(target, ports);
      return;
    }
    for (var each : scene.reachability().outsideRanges(target, Direction.INGRESS, ports)) {
      if (from.addresses().overlaps(each.range())) {
        scene.open(
            Words.isUnguarded(each.explanation()) ? Obligation.ISOLATED : Obligation.ADDRESSES,
            each.explanation(),
            ports);
      }
    }
    scene.openings(target, ports);
  }
}
