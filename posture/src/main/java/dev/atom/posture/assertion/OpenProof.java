// SPDX-License-Identifier: Apache-2.0
package dev.atom.posture.assertion;

import dev.atom.posture.network.Direction;
import dev.atom.posture.network.Explanation;
import dev.atom.posture.network.Pod;
import dev.atom.posture.network.PortSet;
import java.util.List;

/// `A reaches B`: every pod of A must have the ports of every pod of B open.
final class OpenProof {
  private final Scene scene;

  OpenProof(Scene scene) {
    this.scene = scene;
  }

  void run() {
    for (Group from : scene.claim().from()) {
      for (Pod source : scene.members(from)) {
        for (Claim.Target target : scene.claim().to()) {
          pods(source, target);
          addresses(source, target);
        }
      }
    }
    for (Claim.Target target : scene.claim().to()) {
      scene.members(target.group());
    }
  }

  private void pods(Pod source, Claim.Target target) {
    for (Pod each : target.group().members(scene.model())) {
      if (source.workload().equals(each.workload())) {
        continue;
      }
      if (source.onHostNetwork() || each.onHostNetwork()) {
        scene
            .found()
            .doubt(
                Obligation.HOST_NETWORK,
                source.workload()
                    + " => "
                    + each.workload()
                    + ": one of them is on its node's network, where policies of pods are undefined");
        continue;
      }
      var explanation = scene.reachability().explain(source, each);
      PortSet ambiguous = explanation.ambiguous().intersection(target.ports());
      if (!ambiguous.isEmpty()) {
        scene
            .found()
            .doubt(
                Obligation.PEERS,
                source.workload()
                    + " => "
                    + each.workload()
                    + " : "
                    + ambiguous
                    + " is undefined: administrators' policies of the same priority disagree");
      }
      if (isClosed(explanation, target)) {
        closed(explanation, target);
      }
    }
  }

  private void addresses(Pod source, Claim.Target target) {
    for (var range : target.group().addresses().ranges()) {
      for (var each : scene.reachability().everyRange(source, Direction.EGRESS)) {
        if (each.range().overlaps(range) && isClosed(each.explanation(), target)) {
          closed(each.explanation(), target);
        }
      }
    }
  }

  private static boolean isClosed(Explanation explanation, Claim.Target target) {
    return target.named()
        ? !explanation.open().containsAll(target.ports())
        : explanation.open().isEmpty();
  }

  private void closed(Explanation explanation, Claim.Target target) {
    PortSet missing = target.ports().minus(explanation.open());
    scene
        .found()
        .refute(
            new Path(
                obligation(explanation, missing),
                explanation.source(),
                List.copyOf(Words.closing(explanation, missing)),
                missing.sample(),
                explanation.target()));
  }

  private static Obligation obligation(Explanation explanation, PortSet missing) {
    var first = explanation.ends().getFirst();
    return first.direction() == Direction.EGRESS && !first.open().containsAll(missing)
        ? Obligation.OUTBOUND
        : Obligation.PEERS;
  }
}
