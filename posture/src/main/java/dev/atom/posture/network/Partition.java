// SPDX-License-Identifier: Apache-2.0
package dev.atom.posture.network;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/// The peers of one class of pods in one direction, grouped by what is open to them. Whoever is in
/// no group has nothing open.
record Partition(List<Group> groups) {
  Partition {
    groups = List.copyOf(groups);
  }

  /// Peers to whom the same ports are open.
  record Group(PortSet ports, BitSet peers) {}

  PortSet of(int peer) {
    for (Group group : groups) {
      if (group.peers().get(peer)) {
        return group.ports();
      }
    }
    return PortSet.NONE;
  }

  /// Groups peers by their [Progress] while rules split them.
  static final class Builder {
    private Map<Progress, BitSet> groups = new LinkedHashMap<>();

    Builder(BitSet peers) {
      groups.put(Progress.START, peers);
    }

    /// Lets a rule step the peers that it names.
    void step(BitSet peers, UnaryOperator<Progress> rule) {
      var next = new LinkedHashMap<Progress, BitSet>();
      groups.forEach((progress, members) -> {
        var after = members.intersects(peers) ? rule.apply(progress) : progress;
        if (after.equals(progress)) {
          merge(next, progress, members);
          return;
        }
        var hit = (BitSet) members.clone();
        hit.and(peers);
        var rest = (BitSet) members.clone();
        rest.andNot(peers);
        merge(next, after, hit);
        merge(next, progress, rest);
      });
      groups = next;
    }

    /// Moves every peer on.
    void all(UnaryOperator<Progress> change) {
      var next = new LinkedHashMap<Progress, BitSet>();
      groups.forEach((progress, members) -> merge(next, change.apply(progress), members));
      groups = next;
    }

    private static void merge(Map<Progress, BitSet> into, Progress progress, BitSet members) {
      if (members.isEmpty()) {
        return;
      }
      var known = into.get(progress);
      if (known == null) {
        into.put(progress, members);
      } else {
        var both = (BitSet) known.clone();
        both.or(members);
        into.put(progress, both);
      }
    }

    Partition build(Function<Progress, PortSet> open) {
      var byPorts = new LinkedHashMap<PortSet, BitSet>();
      groups.forEach((progress, members) -> {
        var ports = open.apply(progress);
        if (!ports.isEmpty()) {
          byPorts.computeIfAbsent(ports, _ -> new BitSet()).or(members);
        }
      });
      var out = new ArrayList<Group>();
      byPorts.forEach((ports, peers) -> out.add(new Group(ports, peers)));
      return new Partition(out);
    }
  }
}
