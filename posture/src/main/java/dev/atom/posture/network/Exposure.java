// SPDX-License-Identifier: Apache-2.0
package dev.atom.posture.network;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/// What pods that do not exist yet could reach, or be reached by: where a policy could be tighter
/// although today nobody uses the opening.
///
/// @param lines one line for each workload, direction and kind of peer
/// @param unguarded the workloads that no policy selects, by direction
public record Exposure(List<Line> lines, List<Unguarded> unguarded) {
  public static final String ENTIRE_CLUSTER = "entire-cluster";

  public Exposure {
    lines = List.copyOf(lines);
    unguarded = List.copyOf(unguarded);
  }

  /// One opening.
  public record Line(String workload, Direction direction, String peer, PortSet ports)
      implements Comparable<Line> {
    @Override
    public int compareTo(Line other) {
      int order = direction.compareTo(other.direction);
      order = order != 0 ? order : workload.compareTo(other.workload);
      return order != 0 ? order : peer.compareTo(other.peer);
    }

    @Override
    public String toString() {
      String arrow = direction == Direction.INGRESS ? " <= " : " => ";
      return workload + arrow + peer + " : " + ports;
    }
  }

  /// A workload that no policy selects.
  public record Unguarded(String workload, Direction direction) implements Comparable<Unguarded> {
    @Override
    public int compareTo(Unguarded other) {
      int order = workload.compareTo(other.workload);
      return order != 0 ? order : direction.compareTo(other.direction);
    }
  }

  /// The exposure of every workload; IPv6 addresses only when asked for.
  public static Exposure of(NetworkModel model, boolean v6) {
    var future = new FuturePods(model);
    for (NetworkPolicy policy : model.policies()) {
      for (Direction direction : Direction.values()) {
        policy.rules(direction).forEach(rule -> collect(rule, policy.namespace(), model, future));
      }
    }
    for (AdminPolicy policy : model.admin()) {
      for (Direction direction : Direction.values()) {
        policy.rules(direction).forEach(rule -> collect(rule, "", model, future));
      }
    }
    return new Finder(Reachability.of(future.model()), future, model, v6).find();
  }

  private static void collect(Rule rule, String namespace, NetworkModel model, FuturePods into) {
    for (PeerTerm term : rule.peers()) {
      if (!isTaken(term, namespace, model)) {
        into.add(term, namespace, false);
      }
    }
  }

  /// Whether the peer names a pod that exists, which the list of connections shows already.
  private static boolean isTaken(PeerTerm term, String namespace, NetworkModel model) {
    return switch (term) {
      case PeerTerm.OwnNamespace(var pods) ->
          !pods.isEverything()
              && model.pods().stream()
                  .anyMatch(pod -> pod.namespace().equals(namespace) && pods.matches(pod.labels()));
      case PeerTerm.Namespaces(var namespaces, var pods) ->
          !pods.isEverything()
              && !namespaces.isEverything()
              && model.pods().stream()
                  .anyMatch(pod ->
                      namespaces.matches(model.namespaceLabels(pod.namespace()))
                          && pods.matches(pod.labels()));
      case PeerTerm.Block _, PeerTerm.Opaque _ -> true;
    };
  }

  private record Finder(
      Reachability reachability, FuturePods future, NetworkModel model, boolean v6) {
    Exposure find() {
      var ports = new TreeMap<Line, PortSet>();
      var unguarded = new TreeSet<Unguarded>();
      for (Pod pod : model.pods()) {
        for (Direction direction : Direction.values()) {
          var subject = reachability.classOf(pod);
          if (isUnguarded(subject, direction)) {
            unguarded.add(new Unguarded(pod.workload(), direction));
          }
          find(pod, subject, direction, ports);
        }
      }
      var lines = new ArrayList<Line>();
      ports.forEach((line, open) ->
          lines.add(new Line(line.workload(), line.direction(), line.peer(), open)));
      return new Exposure(lines, List.copyOf(unguarded));
    }

    private boolean isUnguarded(PodClass subject, Direction direction) {
      var chapter = reachability.book().chapter(subject, direction);
      return !chapter.isolated() && chapter.admin().isEmpty() && chapter.baseline().isEmpty();
    }

    private void find(Pod pod, PodClass subject, Direction direction, Map<Line, PortSet> into) {
      var partition = reachability.partition(subject, direction);
      PortSet cluster = partition.of(reachability.universe().stranger());
      add(pod, direction, ENTIRE_CLUSTER, cluster, into);
      for (Pod each : future.pods()) {
        PortSet open = partition.of(reachability.classOf(each).index());
        if (!open.equals(cluster)) {
          add(pod, direction, each.workload(), open, into);
        }
      }
      for (var outside : reachability.outside(subject, direction)) {
        if (v6 || !outside.range().first().v6()) {
          add(pod, direction, outside.range() + Connectivity.EXTERNAL, outside.ports(), into);
        }
      }
    }

    private static void add(
        Pod pod, Direction direction, String peer, PortSet ports, Map<Line, PortSet> into) {
      if (!ports.isEmpty()) {
        into.merge(new Line(pod.workload(), direction, peer, PortSet.NONE), ports, PortSet::union);
      }
    }
  }
}
