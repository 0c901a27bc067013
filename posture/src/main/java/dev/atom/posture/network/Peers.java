// SPDX-License-Identifier: Apache-2.0
package dev.atom.posture.network;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Explains what two ends, named as a person names them, may open to each other: a workload
/// (`namespace/name`, with or without its kind in brackets), an address, or `internet`.
public final class Peers {
  private static final String INTERNET = "internet";
  private static final Optional<Address> SOMEWHERE = Address.parse("198.51.100.1");

  private final Reachability reachability;

  public Peers(Reachability reachability) {
    this.reachability = reachability;
  }

  /// The explanations, one for each pair of kinds of pods that the names mean; none when a name
  /// means nothing, or both are outside.
  public List<Explanation> explain(String source, String target) {
    var out = new ArrayList<Explanation>();
    for (Pod from : pods(source)) {
      for (Pod to : pods(target)) {
        out.add(reachability.explain(from, to));
      }
      address(target).ifPresent(to -> out.add(outside(from, Direction.EGRESS, to).explanation()));
    }
    if (address(source).isPresent()) {
      var from = address(source).get();
      pods(target).forEach(to -> out.add(outside(to, Direction.INGRESS, from).explanation()));
    }
    return out;
  }

  /// Whether the name means anything here.
  public boolean knows(String name) {
    return address(name).isPresent() || !pods(name).isEmpty();
  }

  private Reachability.Range outside(Pod pod, Direction direction, Address address) {
    return reachability.everyRange(pod, direction).stream()
        .filter(each -> each.range().contains(address))
        .findFirst()
        .orElseThrow();
  }

  private static Optional<Address> address(String name) {
    return name.equals(INTERNET) ? SOMEWHERE : Address.parse(name);
  }

  /// One pod of each class among the workload's.
  private List<Pod> pods(String name) {
    var seen = new ArrayList<PodClass>();
    var out = new ArrayList<Pod>();
    for (Pod pod : reachability.model().pods()) {
      if (pod.workload().equals(name) || pod.workload().startsWith(name + "[")) {
        var of = reachability.classOf(pod);
        if (!seen.contains(of)) {
          seen.add(of);
          out.add(pod);
        }
      }
    }
    return out;
  }
}
