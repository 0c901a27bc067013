// SPDX-License-Identifier: Apache-2.0
package dev.atom.posture.network;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Sorts pods into [PodClass]es by what the policies of a model can see of them.
final class PodClasses {
  private final NetworkModel model;
  private final Set<LabelSelector> namespaceSelectors = new LinkedHashSet<>();
  private final Set<LabelSelector> wideSelectors = new LinkedHashSet<>();
  private final Map<String, Set<LabelSelector>> ownSelectors = new HashMap<>();
  private final Set<PortTerm.Named> names = new LinkedHashSet<>();

  private PodClasses(NetworkModel model) {
    this.model = model;
    model.policies().forEach(this::collect);
    model.admin().forEach(this::collect);
  }

  static List<PodClass> of(NetworkModel model) {
    return new PodClasses(model).sorted();
  }

  private void collect(NetworkPolicy policy) {
    var own = ownSelectors.computeIfAbsent(policy.namespace(), _ -> new LinkedHashSet<>());
    own.add(policy.subject());
    policy.ingress().forEach(rule -> collect(rule, own));
    policy.egress().forEach(rule -> collect(rule, own));
  }

  private void collect(AdminPolicy policy) {
    namespaceSelectors.add(policy.namespaces());
    wideSelectors.add(policy.pods());
    policy.ingress().forEach(rule -> collect(rule, wideSelectors));
    policy.egress().forEach(rule -> collect(rule, wideSelectors));
  }

  private void collect(Rule rule, Set<LabelSelector> own) {
    for (PeerTerm term : rule.peers()) {
      switch (term) {
        case PeerTerm.OwnNamespace(var pods) -> own.add(pods);
        case PeerTerm.Namespaces(var namespaces, var pods) -> {
          namespaceSelectors.add(namespaces);
          wideSelectors.add(pods);
        }
        case PeerTerm.Block _, PeerTerm.Opaque _ -> {}
      }
    }
    for (PortTerm term : rule.ports()) {
      if (term instanceof PortTerm.Named named) {
        names.add(named);
      }
    }
  }

  /// What tells a pod of one class from one of another.
  private record Key(
      String namespace,
      BitSet namespaceBits,
      BitSet wide,
      BitSet own,
      List<PortSet> named,
      boolean onHostNetwork) {}

  private record Labelled(String namespace, Map<String, String> labels) {}

  private record Bits(BitSet wide, BitSet own) {}

  private List<PodClass> sorted() {
    var namespaceIndex = new SelectorIndex(namespaceSelectors);
    var wideIndex = new SelectorIndex(wideSelectors);
    var ownIndex = new HashMap<String, SelectorIndex>();
    ownSelectors.forEach((name, selectors) -> ownIndex.put(name, new SelectorIndex(selectors)));
    var namespaceBits = new HashMap<String, BitSet>();
    var seen = new HashMap<Labelled, Bits>();
    var members = new LinkedHashMap<Key, List<Pod>>();
    for (Pod pod : model.pods()) {
      var own = ownIndex.get(pod.namespace());
      var bits =
          seen.computeIfAbsent(
              new Labelled(pod.namespace(), pod.labels()),
              labelled ->
                  new Bits(
                      wideIndex.matching(labelled.labels()),
                      own == null ? new BitSet() : own.matching(labelled.labels())));
      var key =
          new Key(
              own == null ? "" : pod.namespace(),
              namespaceBits.computeIfAbsent(
                  pod.namespace(), name -> namespaceIndex.matching(model.namespaceLabels(name))),
              bits.wide(),
              bits.own(),
              names.stream().map(name -> name.of(pod)).toList(),
              pod.onHostNetwork());
      members.computeIfAbsent(key, _ -> new ArrayList<>()).add(pod);
    }
    return classes(members.values());
  }

  private List<PodClass> classes(Iterable<List<Pod>> groups) {
    var out = new ArrayList<PodClass>();
    for (List<Pod> group : groups) {
      var sample = group.getFirst();
      out.add(
          new PodClass(
              out.size(), sample, model.namespaceLabels(sample.namespace()), List.copyOf(group)));
    }
    return out;
  }
}
