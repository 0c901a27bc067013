// SPDX-License-Identifier: Apache-2.0
package dev.atom.posture.network;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/// Lists the connections of a cluster, workload by workload, in the order of their texts.
///
/// Nothing is gathered: each line goes to the consumer as it is found, so that millions of lines
/// need no more memory than one source's. What a workload opens to itself is left out, since
/// Kubernetes leaves it undefined. A workload whose pods differ has what any of them has.
public final class Connectivity {
  static final String EXTERNAL = "[External]";
  static final String CONTROLLER = "{ingress-controller}";

  private final Reachability reachability;
  private final boolean v6;
  private final TreeMap<String, int[]> workloads = new TreeMap<>();
  private final List<String> names;
  private final Map<String, Integer> numbers = new HashMap<>();
  private final int[][] membersOfClass;

  /// @param v6 whether IPv6 addresses are listed as well
  public Connectivity(Reachability reachability, boolean v6) {
    this.reachability = reachability;
    this.v6 = v6;
    var byWorkload = new TreeMap<String, BitSet>();
    var classes = reachability.universe().classes();
    for (PodClass each : classes) {
      for (Pod pod : each.members()) {
        byWorkload.computeIfAbsent(pod.workload(), _ -> new BitSet()).set(each.index());
      }
    }
    byWorkload.forEach((name, set) -> workloads.put(name, set.stream().toArray()));
    this.names = List.copyOf(workloads.keySet());
    for (int i = 0; i < names.size(); i++) {
      numbers.put(names.get(i), i);
    }
    this.membersOfClass = members(classes);
  }

  private int[][] members(List<PodClass> classes) {
    int[][] out = new int[classes.size()][];
    for (PodClass each : classes) {
      out[each.index()] =
          each.members().stream()
              .mapToInt(pod -> numbers.getOrDefault(pod.workload(), -1))
              .distinct()
              .toArray();
    }
    return out;
  }

  /// Tells every line.
  public void tell(Consumer<Connection> out) {
    var sources = new TreeMap<String, Runnable>();
    var pieces = reachability.universe().pieces(Direction.INGRESS);
    for (int i = 0; i < pieces.size(); i++) {
      int piece = reachability.universe().piece(i);
      var range = pieces.get(i);
      if (v6 || !range.first().v6()) {
        sources.put(range + EXTERNAL, () -> fromOutside(range + EXTERNAL, piece, out));
      }
    }
    for (String name : names) {
      sources.put(name, () -> fromWorkload(name, out));
    }
    sources.put(CONTROLLER, () -> fromController(out));
    sources.values().forEach(Runnable::run);
  }

  private void fromOutside(String source, int piece, Consumer<Connection> out) {
    for (var workload : workloads.entrySet()) {
      PortSet ports = PortSet.NONE;
      for (int each : workload.getValue()) {
        var target = reachability.universe().classes().get(each);
        ports = ports.union(reachability.partition(target, Direction.INGRESS).of(piece));
      }
      tell(source, workload.getKey(), ports, out);
    }
  }

  private void fromController(Consumer<Connection> out) {
    var model = reachability.model();
    if (model.routes().isEmpty()) {
      return;
    }
    var open = new TreeMap<String, PortSet>();
    for (Pod pod : model.pods()) {
      var ports =
          Backends.declared(model, pod)
              .intersection(reachability.fromStranger(reachability.classOf(pod)));
      open.merge(pod.workload(), ports, PortSet::union);
    }
    open.forEach((target, ports) -> tell(CONTROLLER, target, ports, out));
  }

  private void fromWorkload(String source, Consumer<Connection> out) {
    PortSet[] open = new PortSet[names.size()];
    var touched = new BitSet();
    var lines = new TreeMap<String, PortSet>();
    for (int each : workloads.getOrDefault(source, new int[0])) {
      var subject = reachability.universe().classes().get(each);
      toPods(subject, open, touched);
      toOutside(subject, lines);
    }
    touched.clear(numbers.getOrDefault(source, names.size()));
    var outside = new ArrayList<>(lines.entrySet());
    int next = 0;
    for (int i = touched.nextSetBit(0); i >= 0; i = touched.nextSetBit(i + 1)) {
      String target = names.get(i);
      while (next < outside.size() && outside.get(next).getKey().compareTo(target) < 0) {
        tell(source, outside.get(next).getKey(), outside.get(next).getValue(), out);
        next++;
      }
      tell(source, target, open[i], out);
    }
    for (; next < outside.size(); next++) {
      tell(source, outside.get(next).getKey(), outside.get(next).getValue(), out);
    }
  }

  private void toPods(PodClass subject, PortSet[] open, BitSet touched) {
    for (Partition.Group group : reachability.partition(subject, Direction.EGRESS).groups()) {
      var peers = group.peers();
      for (int i = peers.nextSetBit(0);
          i >= 0 && i < membersOfClass.length;
          i = peers.nextSetBit(i + 1)) {
        if (membersOfClass[i].length > 0) {
          var target = reachability.universe().classes().get(i);
          var ports =
              group
                  .ports()
                  .intersection(
                      reachability.partition(target, Direction.INGRESS).of(subject.index()));
          if (!ports.isEmpty()) {
            mark(membersOfClass[i], ports, open, touched);
          }
        }
      }
    }
  }

  private static void mark(int[] targets, PortSet ports, PortSet[] open, BitSet touched) {
    for (int each : targets) {
      open[each] = touched.get(each) ? open[each].union(ports) : ports;
      touched.set(each);
    }
  }

  private void toOutside(PodClass subject, Map<String, PortSet> lines) {
    for (var outside : reachability.outside(subject, Direction.EGRESS)) {
      if (v6 || !outside.range().first().v6()) {
        lines.merge(outside.range() + EXTERNAL, outside.ports(), PortSet::union);
      }
    }
  }

  private static void tell(String source, String target, PortSet ports, Consumer<Connection> out) {
    if (!ports.isEmpty()) {
      out.accept(new Connection(source, target, ports));
    }
  }
}
