// SPDX-License-Identifier: Apache-2.0
package dev.atom.posture.assertion;

import dev.atom.posture.network.AddressRange;
import dev.atom.posture.network.Direction;
import dev.atom.posture.network.Explanation;
import dev.atom.posture.network.Pod;
import dev.atom.posture.network.PortSet;
import dev.atom.posture.network.Reachability;
import java.util.ArrayList;
import java.util.List;

/// `only A reaches B`: looks for anybody else who does, today's pods and tomorrow's.
final class InboundProof {
  private final Scene scene;

  InboundProof(Scene scene) {
    this.scene = scene;
  }

  void run() {
    var sources = new ArrayList<Pod>();
    for (Group group : scene.claim().from()) {
      for (Pod pod : scene.members(group)) {
        sources.add(pod);
        if (pod.onHostNetwork()) {
          scene
              .found()
              .doubt(
                  Obligation.HOST_NETWORK,
                  pod.workload()
                      + " is on its node's network ("
                      + pod.place().shown()
                      + "): what it sends comes from the node, and whether rules for pods match that is"
                      + " the network plugin's choice");
        }
      }
    }
    for (Claim.Target target : scene.claim().to()) {
      target(target, sources);
    }
  }

  private void target(Claim.Target target, List<Pod> sources) {
    var pods = scene.members(target.group());
    if (pods.isEmpty()) {
      return;
    }
    var future = scene.reachability().future(pods, Direction.INGRESS);
    for (Pod pod : pods) {
      if (pod.onHostNetwork()) {
        scene.exposedHost(pod, target.ports());
      } else {
        peers(pod, target.ports(), future);
        stranger(pod, target.ports(), future.reachability());
        outside(pod, target.ports());
        scene.openings(pod, target.ports());
        scene.ambiguities(pod, Direction.INGRESS, target.ports());
        opaque(pod);
      }
    }
    scene.neighbours();
    new AccessDoors(scene).toTargets(pods, sources, target.ports());
  }

  private void peers(Pod target, PortSet ports, Reachability.Future future) {
    var reachability = future.reachability();
    for (var peer : reachability.peers(target, Direction.INGRESS, ports)) {
      Pod source = peer.pod();
      if (source.workload().equals(target.workload())
          || source.hasEnded()
          || scene.isFrom(source, reachability.model())) {
        continue;
      }
      var explanation = reachability.explain(source, target);
      scene.open(obligation(explanation, future.pods().contains(source)), explanation, ports);
    }
  }

  private static Obligation obligation(Explanation explanation, boolean isFuture) {
    if (Words.isUnguarded(explanation)) {
      return Obligation.ISOLATED;
    }
    return isFuture ? Obligation.PEER_LABELS : Obligation.PEERS;
  }

  private void stranger(Pod target, PortSet ports, Reachability reachability) {
    var explanation = reachability.explainStranger(target);
    if (!explanation.open().intersection(ports).isEmpty()) {
      scene.open(obligation(explanation, true), explanation, ports);
    }
  }

  private void outside(Pod target, PortSet ports) {
    for (var each : scene.reachability().outsideRanges(target, Direction.INGRESS, ports)) {
      if (isClaimed(each.range())) {
        continue;
      }
      if (isOfPods(each.range())) {
        scene
            .found()
            .doubt(
                Obligation.ADDRESSES,
                each.explanation().source()
                    + " => "
                    + target.workload()
                    + " lies in the range of pods: whether a block of addresses matches pods is the"
                    + " network plugin's choice");
      } else {
        scene.open(
            Words.isUnguarded(each.explanation()) ? Obligation.ISOLATED : Obligation.ADDRESSES,
            each.explanation(),
            ports);
      }
    }
  }

  private boolean isClaimed(AddressRange range) {
    return scene.claim().from().stream().anyMatch(group -> group.addresses().covers(range));
  }

  private boolean isOfPods(AddressRange range) {
    return scene.facts().podRanges().covers(range);
  }

  private void opaque(Pod target) {
    for (Explanation.Step step : scene.reachability().opaque(target, Direction.INGRESS)) {
      scene
          .found()
          .doubt(
              Obligation.PEERS, step.shown() + " lets in peers of whom the manifests say nothing");
    }
  }
}
