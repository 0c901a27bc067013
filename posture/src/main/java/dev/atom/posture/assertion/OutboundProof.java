// SPDX-License-Identifier: Apache-2.0
package dev.atom.posture.assertion;

import dev.atom.posture.manifest.Place;
import dev.atom.posture.network.Address;
import dev.atom.posture.network.AddressRange;
import dev.atom.posture.network.AddressSet;
import dev.atom.posture.network.Direction;
import dev.atom.posture.network.Explanation;
import dev.atom.posture.network.NetworkModel;
import dev.atom.posture.network.Pod;
import dev.atom.posture.network.PortSet;
import dev.atom.posture.network.Protocol;
import dev.atom.posture.network.Reachability;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// `A reaches only B, C and DNS`: looks for anything else that is open to it, pods and outside.
final class OutboundProof {
  private static final Optional<Address> METADATA = Address.parse("169.254.169.254");
  private static final PortSet DNS =
      PortSet.of(Protocol.UDP, 53).union(PortSet.of(Protocol.TCP, 53));

  private final Scene scene;

  OutboundProof(Scene scene) {
    this.scene = scene;
  }

  void run() {
    for (Group group : scene.claim().from()) {
      var pods = scene.members(group);
      if (!pods.isEmpty()) {
        group(pods);
      }
    }
  }

  private void group(List<Pod> pods) {
    var future = scene.reachability().future(pods, Direction.EGRESS);
    boolean outside = false;
    for (Pod pod : pods) {
      if (pod.onHostNetwork()) {
        onHost(pod);
      } else {
        peers(pod, future);
        stranger(pod, future.reachability());
        outside |= outside(pod);
        scene.ambiguities(pod, Direction.EGRESS, PortSet.ALL);
        opaque(pod);
      }
    }
    new AccessDoors(scene).ofSources(pods, outside);
  }

  private void onHost(Pod pod) {
    scene
        .found()
        .refute(
            new Path(
                Obligation.HOST_NETWORK,
                pod.workload(),
                List.of(
                    new Path.Hop(
                        "its node's network, where pod policies have no say", pod.place())),
                PortSet.ALL.sample(),
                "whatever the node reaches"));
  }

  private void peers(Pod source, Reachability.Future future) {
    var reachability = future.reachability();
    for (var peer : reachability.peers(source, Direction.EGRESS, PortSet.ALL)) {
      Pod target = peer.pod();
      PortSet rest = peer.ports().minus(claimed(target, reachability.model()));
      if (!rest.isEmpty() && !target.workload().equals(source.workload()) && !target.hasEnded()) {
        boolean isFuture = future.pods().contains(target);
        scene.open(
            isFuture ? Obligation.PEER_LABELS : Obligation.OUTBOUND,
            reachability.explain(source, target),
            rest);
      }
    }
  }

  private PortSet claimed(Pod target, NetworkModel model) {
    PortSet out = PortSet.NONE;
    for (Claim.Target each : scene.claim().to()) {
      if (each.group().has(target, model)) {
        out = out.union(each.ports());
      }
    }
    return out;
  }

  private void stranger(Pod source, Reachability reachability) {
    var explanation = reachability.explainToStranger(source);
    if (!explanation.open().isEmpty()) {
      scene.open(Obligation.OUTBOUND, explanation, explanation.open());
    }
  }

  /// Whether anything outside the cluster is open at all.
  private boolean outside(Pod source) {
    boolean any = false;
    for (var each : scene.reachability().outsideRanges(source, Direction.EGRESS, PortSet.ALL)) {
      any = true;
      PortSet open = each.explanation().open();
      for (Claim.Target target : scene.claim().to()) {
        if (target.group().addresses().covers(each.range())) {
          open = open.minus(target.ports());
        }
      }
      if (!open.isEmpty()) {
        beyond(each.explanation(), each.range(), open);
      }
    }
    return any;
  }

  private void beyond(Explanation explanation, AddressRange range, PortSet open) {
    var hops = new ArrayList<>(Words.letting(explanation, open));
    if (METADATA.isPresent() && range.contains(METADATA.get())) {
      hops.add(hop("169.254.169.254, where clouds hand out credentials, is among them"));
    }
    if (!open.isAll() && DNS.containsAll(open)) {
      hops.add(hop("an open port 53 carries anything out as names to resolve"));
    }
    scene
        .found()
        .refute(
            new Path(Obligation.OUTBOUND, explanation.source(), hops, open.sample(), left(range)));
  }

  private static Path.Hop hop(String what) {
    return new Path.Hop(what, new Place("", 0, 0));
  }

  /// The first stretch of the range that no target of the claim covers, to name a concrete one.
  private String left(AddressRange range) {
    AddressSet rest = AddressSet.of(range);
    for (Claim.Target each : scene.claim().to()) {
      rest = rest.minus(each.group().addresses().ranges());
    }
    return (rest.isEmpty() ? range : rest.ranges().getFirst()) + "[External]";
  }

  private void opaque(Pod source) {
    for (Explanation.Step step : scene.reachability().opaque(source, Direction.EGRESS)) {
      scene
          .found()
          .doubt(
              Obligation.OUTBOUND,
              step.shown() + " lets out to peers of whom the manifests say nothing");
    }
  }
}
