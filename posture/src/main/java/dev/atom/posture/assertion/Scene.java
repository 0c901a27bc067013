// SPDX-License-Identifier: Apache-2.0
package dev.atom.posture.assertion;

import dev.atom.posture.manifest.Place;
import dev.atom.posture.network.Direction;
import dev.atom.posture.network.Explanation;
import dev.atom.posture.network.NetworkModel;
import dev.atom.posture.network.Opening;
import dev.atom.posture.network.Pod;
import dev.atom.posture.network.PortSet;
import dev.atom.posture.network.Reachability;
import java.util.List;

/// What all proofs of one claim share.
record Scene(World world, Facts facts, Claim claim, Case found) {
  Reachability reachability() {
    return world.reachability();
  }

  NetworkModel model() {
    return world.reachability().model();
  }

  /// What bears on every claim: enforcement, policies and pods that we cannot read.
  void general() {
    var enforced = facts.enforced();
    if (enforced.isPresent()) {
      found.premise("policies are enforced: " + enforced.get());
    } else if (world.live()) {
      found.doubt(
          Obligation.ENFORCED,
          "declared, not enforced: nothing shows that a network plugin enforces policies; give the"
              + " evidence under facts.enforced");
    } else {
      found.premise("a network plugin enforces the policies: manifests cannot show it");
    }
    if (!world.live()) {
      found.premise("these manifests are all there is in the cluster");
    }
    found.premise("system:masters and the cluster's own components are trusted");
    model().foreign().forEach(each -> found.doubt(Obligation.PEERS, each.shown()));
    world.unknownKinds().forEach(each -> found.doubt(Obligation.PEERS, each));
  }

  /// The pods of a group that sends; a doubt when there are none.
  List<Pod> members(Group group) {
    var pods = group.members(model());
    if (pods.isEmpty() && group.addresses().isEmpty()) {
      found.doubt(Obligation.PEERS, "no pod of '" + group.name() + "' is among the manifests");
    }
    return pods;
  }

  boolean isFrom(Pod pod, NetworkModel model) {
    return claim.from().stream().anyMatch(group -> group.has(pod, model));
  }

  /// Refutes by a pair whose ports are open.
  void open(Obligation obligation, Explanation explanation, PortSet ports) {
    found.refute(
        new Path(
            obligation,
            explanation.source(),
            Words.letting(explanation, ports),
            explanation.open().intersection(ports).sample(),
            explanation.target()));
  }

  /// A pod on its node's network as a target: policies of pods do not hold there.
  void exposedHost(Pod target, PortSet ports) {
    found.refute(
        new Path(
            Obligation.HOST_NETWORK,
            "whoever reaches the node",
            List.of(
                new Path.Hop(
                    target.workload() + " is on its node's network, where pod policies have no say",
                    target.place())),
            ports.sample(),
            target.workload()));
  }

  /// The ways to the target that go round policies.
  void openings(Pod target, PortSet ports) {
    for (Opening opening : reachability().openings(target)) {
      PortSet open = opening.ports().intersection(ports);
      if (!open.isEmpty()) {
        found.refute(around(opening, target, open));
      }
    }
  }

  private static Path around(Opening opening, Pod target, PortSet open) {
    String source =
        switch (opening.kind()) {
          case SERVICE, HOST_PORT -> "whoever reaches a node or the load balancer";
          case ROUTE -> "whoever reaches the controller of the route";
        };
    var through = new Path.Hop(opening.through(), opening.place());
    var inside =
        new Path.Hop(
            switch (opening.kind()) {
              case SERVICE, HOST_PORT -> "the pod's own node, which is always let in";
              case ROUTE -> "the controller, let in from the pod's own node whatever policies say";
            },
            Words.NOWHERE);
    return new Path(
        Obligation.WAYS_AROUND, source, List.of(through, inside), open.sample(), target.workload());
  }

  /// What administrators' policies of one priority leave undefined at one end.
  void ambiguities(Pod pod, Direction direction, PortSet ports) {
    for (Explanation each : reachability().ambiguities(pod, direction, ports)) {
      Place place = each.ends().getLast().steps().getFirst().place();
      found.doubt(
          Obligation.PEERS,
          each.source()
              + " => "
              + each.target()
              + " : "
              + each.ambiguous().intersection(ports)
              + " is undefined: policies of the same priority disagree, see "
              + place.shown());
    }
  }

  /// Pods on host networks that may stand on the target's node, whence everything is let in.
  void neighbours() {
    for (Pod pod : model().pods()) {
      if (pod.onHostNetwork() && !pod.hasEnded()) {
        if (facts.nodeAgents().contains(pod.namespace())) {
          found.premise(
              "pods on host networks in " + pod.namespace() + " belong to the nodes themselves");
        } else {
          found.doubt(
              Obligation.HOST_NETWORK,
              pod.workload()
                  + " is on its node's network ("
                  + pod.place().shown()
                  + "): on the target's node it gets in whatever policies say");
        }
      }
    }
  }
}
