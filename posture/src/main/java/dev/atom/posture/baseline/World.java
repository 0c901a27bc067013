// SPDX-License-Identifier: Apache-2.0
package dev.atom.posture.baseline;

import dev.atom.posture.manifest.Cluster;
import dev.atom.posture.manifest.Manifest;
import dev.atom.posture.manifest.Node;
import dev.atom.posture.manifest.Workload;
import dev.atom.posture.network.Connection;
import dev.atom.posture.network.Connectivity;
import dev.atom.posture.network.NetworkModel;
import dev.atom.posture.network.Reachability;
import dev.atom.posture.rbac.Ceilings;
import dev.atom.posture.rbac.RbacObjects;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/// All that the checklists are judged by.
///
/// @param ceilings what subjects may hold at the most
/// @param rotations when secrets were changed last
/// @param proofs what was run and seen elsewhere
/// @param exemptions the recorded deviations, a tree each
/// @param connections who reaches whom; computed when asked
/// @param now the time of the judgement
public record World(
    Cluster cluster,
    RbacObjects rbac,
    Ceilings ceilings,
    RotationRegister rotations,
    Proofs proofs,
    List<Node> exemptions,
    Supplier<List<Connection>> connections,
    Instant now) {
  public World {
    exemptions = List.copyOf(exemptions);
  }

  /// The world of some objects, with the network computed once, when an item asks.
  public static World of(
      Cluster cluster,
      Ceilings ceilings,
      RotationRegister rotations,
      Proofs proofs,
      List<Node> exemptions,
      Instant now) {
    return new World(
        cluster,
        RbacObjects.of(cluster.manifests()),
        ceilings,
        rotations,
        proofs,
        exemptions,
        new Once(cluster),
        now);
  }

  /// The day, in UTC.
  LocalDate today() {
    return LocalDate.ofInstant(now, ZoneOffset.UTC);
  }

  /// The workloads whose pods have this `app` label.
  List<Workload> called(String app) {
    return cluster.workloads().stream()
        .filter(it -> it.podMetadata().at("labels", "app").scalar().equals(app))
        .toList();
  }

  /// GATE itself.
  List<Workload> gate() {
    return called("gate");
  }

  /// All but GATE.
  List<Workload> others() {
    return cluster.workloads().stream()
        .filter(it -> !it.podMetadata().at("labels", "app").scalar().equals("gate"))
        .toList();
  }

  /// Agents: what runs in the namespace of agents.
  List<Workload> agents() {
    return cluster.workloads().stream().filter(it -> it.namespace().equals("atom-agents")).toList();
  }

  /// The objects of a kind.
  List<Manifest> kind(String kind) {
    return cluster.manifests().stream().filter(it -> it.kind().equals(kind)).toList();
  }

  static String name(Workload workload) {
    return workload.kind() + " " + workload.namespace() + "/" + workload.name();
  }

  private static final class Once implements Supplier<List<Connection>> {
    private final Cluster cluster;
    private List<Connection> found = List.of();
    private boolean computed;

    Once(Cluster cluster) {
      this.cluster = cluster;
    }

    @Override
    public synchronized List<Connection> get() {
      if (!computed) {
        List<Connection> all = new ArrayList<>();
        new Connectivity(Reachability.of(NetworkModel.of(cluster)), true).tell(all::add);
        found = List.copyOf(all);
        computed = true;
      }
      return found;
    }
  }
}
