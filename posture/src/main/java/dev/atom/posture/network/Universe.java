// SPDX-License-Identifier: Apache-2.0
package dev.atom.posture.network;

import dev.atom.posture.manifest.Place;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// All that can stand at the far end of a connection, numbered: first the classes of pods, then one
/// ordinary pod of which nothing is known (what an ingress controller is to us), then the pieces of
/// the address space that the rules of one direction tell apart.
final class Universe {
  private static final Pod STRANGER =
      new Pod(
          "{ingress-controller}",
          "",
          Map.of(),
          List.of(),
          Pod.RunsOn.POD_NETWORK,
          "",
          List.of(),
          new Place("", 0, 0));

  private final List<PodClass> classes;
  private final Map<String, List<PodClass>> byNamespace = new HashMap<>();
  private final List<AddressRange> sources;
  private final List<AddressRange> targets;
  private final BitSet onPodNetwork = new BitSet();

  Universe(NetworkModel model) {
    var all = new ArrayList<>(PodClasses.of(model));
    all.add(new PodClass(all.size(), STRANGER, Map.of(), List.of()));
    this.classes = List.copyOf(all);
    for (PodClass each : classes) {
      for (String namespace : namespaces(each)) {
        byNamespace.computeIfAbsent(namespace, _ -> new ArrayList<>()).add(each);
      }
      if (!each.sample().onHostNetwork()) {
        onPodNetwork.set(each.index());
      }
    }
    this.sources = pieces(model, Direction.INGRESS);
    this.targets = pieces(model, Direction.EGRESS);
  }

  private static List<String> namespaces(PodClass each) {
    return each.members().stream().map(Pod::namespace).distinct().toList();
  }

  private static List<AddressRange> pieces(NetworkModel model, Direction direction) {
    var blocks = new ArrayList<AddressSet>();
    model.policies().stream()
        .filter(policy -> policy.isolates(direction))
        .forEach(policy -> collect(policy.rules(direction), blocks));
    model.admin().forEach(policy -> collect(policy.rules(direction), blocks));
    var out = new ArrayList<>(AddressSet.pieces(blocks, false));
    out.addAll(AddressSet.pieces(blocks, true));
    return List.copyOf(out);
  }

  private static void collect(List<Rule> rules, List<AddressSet> blocks) {
    for (Rule rule : rules) {
      for (PeerTerm term : rule.peers()) {
        if (term instanceof PeerTerm.Block(var addresses)) {
          blocks.add(addresses);
        }
      }
    }
  }

  /// The classes of pods, the stranger last.
  List<PodClass> classes() {
    return classes;
  }

  List<PodClass> classes(String namespace) {
    return byNamespace.getOrDefault(namespace, List.of());
  }

  /// The number of the pod of which nothing is known.
  int stranger() {
    return classes.size() - 1;
  }

  /// The classes whose pods have a network of their own.
  BitSet onPodNetwork() {
    return onPodNetwork;
  }

  /// The pieces of the address space that lie at the far end in this direction.
  List<AddressRange> pieces(Direction direction) {
    return direction == Direction.INGRESS ? sources : targets;
  }

  /// The number of a piece.
  int piece(int position) {
    return classes.size() + position;
  }

  int size(Direction direction) {
    return classes.size() + pieces(direction).size();
  }
}
