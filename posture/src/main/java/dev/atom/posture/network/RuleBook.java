// SPDX-License-Identifier: Apache-2.0
package dev.atom.posture.network;

import dev.atom.posture.manifest.KubeNamespace;
import dev.atom.posture.manifest.Place;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// The policies of a model, made ready for a [Universe]: which classes each policy speaks for, and
/// which peers each rule names.
///
/// The order of decision, for one end of a connection: administrators' rules by priority; then, if
/// any NetworkPolicy selects the pod for the direction, their union and nothing else; otherwise the
/// baseline rules, and what these leave is open.
final class RuleBook {
  private final NetworkModel model;
  private final Universe universe;
  private final Map<String, List<NetworkPolicy>> policies = new HashMap<>();
  private final Map<PeerTerm.Namespaces, BitSet> selected = new HashMap<>();
  private final IdentityHashMap<Rule, BitSet> peers = new IdentityHashMap<>();
  private final IdentityHashMap<Rule, List<Clause>> clauses = new IdentityHashMap<>();

  private final IdentityHashMap<Object, Integer> numbers = new IdentityHashMap<>();

  RuleBook(NetworkModel model, Universe universe) {
    this.model = model;
    this.universe = universe;
    for (NetworkPolicy policy : model.policies()) {
      policies.computeIfAbsent(policy.namespace(), _ -> new ArrayList<>()).add(policy);
      numbers.put(policy, numbers.size());
    }
    model.admin().forEach(policy -> numbers.put(policy, numbers.size()));
  }

  /// What decides for a class: equal voices, equal verdicts.
  ///
  /// @param policies the numbers of the policies that speak for it
  /// @param named what the names of ports mean in it, where that matters
  record Voices(List<Integer> policies, List<ContainerPort> named) {}

  Voices voices(PodClass subject, Direction direction) {
    var out = new ArrayList<Integer>();
    boolean names = false;
    for (AdminPolicy each : model.admin()) {
      if (speaksFor(each, subject)) {
        out.add(number(each));
        names |= saysNames(each.rules(direction));
      }
    }
    for (NetworkPolicy each : policies(subject, direction)) {
      out.add(number(each));
      names |= saysNames(each.rules(direction));
    }
    boolean matters = names && direction == Direction.INGRESS;
    return new Voices(out, matters ? subject.sample().ports() : List.of());
  }

  /// Whether what is said for the class hangs on labels of namespaces other than their names, which
  /// whoever may label a namespace can change.
  boolean trustsNamespaceLabels(PodClass subject, Direction direction) {
    var chapter = chapter(subject, direction);
    return Stream.of(chapter.admin(), chapter.policy(), chapter.baseline())
            .flatMap(List::stream)
            .flatMap(said -> said.rule().peers().stream())
            .anyMatch(
                term -> term instanceof PeerTerm.Namespaces(var wide, var _) && isLabelled(wide))
        || model.admin().stream()
            .anyMatch(each -> speaksFor(each, subject) && isLabelled(each.namespaces()));
  }

  private static boolean isLabelled(LabelSelector namespaces) {
    return Stream.concat(
            namespaces.labels().keySet().stream(),
            namespaces.requirements().stream().map(LabelSelector.Requirement::key))
        .anyMatch(key -> !key.equals(KubeNamespace.NAME_LABEL));
  }

  /// Whether two administrators' policies of one tier have the same priority, which Kubernetes
  /// leaves undefined where their rules meet.
  boolean hasEqualPriorities() {
    var seen = new HashSet<String>();
    return model.admin().stream()
        .anyMatch(policy -> !seen.add(policy.tier() + " " + policy.priority()));
  }

  private int number(Object policy) {
    return numbers.getOrDefault(policy, -1);
  }

  private static boolean saysNames(List<Rule> rules) {
    return rules.stream()
        .anyMatch(rule -> rule.ports().stream().anyMatch(PortTerm.Named.class::isInstance));
  }

  /// What is said for one class of pods in one direction, by tier.
  ///
  /// @param isolated whether any NetworkPolicy selects the class for the direction
  record Chapter(List<Said> admin, boolean isolated, List<Said> policy, List<Said> baseline) {}

  /// A rule and the policy it stands in.
  record Said(String policy, Optional<String> namespace, int priority, Rule rule, Place place) {}

  /// Peers of a rule to whom its ports come down to the same numbers.
  record Clause(BitSet peers, PortSet ports) {}

  Chapter chapter(PodClass subject, Direction direction) {
    var admin = new ArrayList<Said>();
    var baseline = new ArrayList<Said>();
    for (AdminPolicy each : model.admin()) {
      if (speaksFor(each, subject)) {
        (each.tier() == AdminPolicy.Tier.ADMIN ? admin : baseline).addAll(said(each, direction));
      }
    }
    var own = new ArrayList<Said>();
    boolean isolated = false;
    for (NetworkPolicy each : policies(subject, direction)) {
      isolated = true;
      for (Rule rule : each.rules(direction)) {
        own.add(new Said(each.shown(), Optional.of(each.namespace()), 0, rule, each.place()));
      }
    }
    return new Chapter(admin, isolated, own, baseline);
  }

  private static List<Said> said(AdminPolicy policy, Direction direction) {
    return policy.rules(direction).stream()
        .map(rule ->
            new Said(policy.shown(), Optional.empty(), policy.priority(), rule, policy.place()))
        .toList();
  }

  private static boolean speaksFor(AdminPolicy policy, PodClass subject) {
    return !subject.members().isEmpty()
        && !subject.sample().onHostNetwork()
        && policy.namespaces().matches(subject.namespaceLabels())
        && policy.pods().matches(subject.sample().labels());
  }

  /// The NetworkPolicies that isolate the class in this direction.
  List<NetworkPolicy> policies(PodClass subject, Direction direction) {
    return policies.getOrDefault(subject.sample().namespace(), List.of()).stream()
        .filter(policy -> policy.isolates(direction))
        .filter(policy -> policy.subject().matches(subject.sample().labels()))
        .toList();
  }

  /// The rule's peers and ports as they are for this subject. At the receiving end the names of
  /// ports are the subject's; at the sending end they are each peer's own.
  List<Clause> clauses(Said said, PodClass subject, Direction direction) {
    Rule rule = said.rule();
    if (rule.anyPort() || rule.ports().stream().noneMatch(PortTerm.Named.class::isInstance)) {
      return clauses.computeIfAbsent(
          rule, _ -> List.of(new Clause(peers(said, direction), numbers(rule))));
    }
    if (direction == Direction.INGRESS) {
      return List.of(
          new Clause(peers(said, direction), numbers(rule).union(named(rule, subject.sample()))));
    }
    return clauses.computeIfAbsent(rule, _ -> byResolution(said));
  }

  private static PortSet numbers(Rule rule) {
    if (rule.anyPort()) {
      return PortSet.ALL;
    }
    PortSet out = PortSet.NONE;
    for (PortTerm term : rule.ports()) {
      if (term instanceof PortTerm.Numbers(var ports)) {
        out = out.union(ports);
      }
    }
    return out;
  }

  private static PortSet named(Rule rule, Pod destination) {
    PortSet out = PortSet.NONE;
    for (PortTerm term : rule.ports()) {
      if (term instanceof PortTerm.Named named) {
        out = out.union(named.of(destination));
      }
    }
    return out;
  }

  private List<Clause> byResolution(Said said) {
    var groups = new HashMap<PortSet, BitSet>();
    var all = peers(said, Direction.EGRESS);
    var numbers = numbers(said.rule());
    for (int i = all.nextSetBit(0); i >= 0; i = all.nextSetBit(i + 1)) {
      var ports =
          i < universe.classes().size()
              ? numbers.union(named(said.rule(), universe.classes().get(i).sample()))
              : numbers;
      groups.computeIfAbsent(ports, _ -> new BitSet()).set(i);
    }
    return groups.entrySet().stream()
        .filter(group -> !group.getKey().isEmpty())
        .map(group -> new Clause(group.getValue(), group.getKey()))
        .toList();
  }

  private BitSet peers(Said said, Direction direction) {
    return peers.computeIfAbsent(said.rule(), _ -> named(said, direction));
  }

  private BitSet named(Said said, Direction direction) {
    var out = new BitSet();
    if (said.rule().anyPeer()) {
      out.set(0, universe.size(direction));
    }
    for (PeerTerm term : said.rule().peers()) {
      switch (term) {
        case PeerTerm.OwnNamespace(var pods) ->
            universe.classes(said.namespace().orElse("")).stream()
                .filter(each -> pods.matches(each.sample().labels()))
                .forEach(each -> out.set(each.index()));
        case PeerTerm.Namespaces wide -> out.or(selected(wide));
        case PeerTerm.Block(var addresses) -> block(addresses, direction, out);
        case PeerTerm.Opaque _ -> {}
      }
    }
    if (said.namespace().isEmpty()) {
      removeHosts(out);
    }
    return out;
  }

  /// Administrators' rules never name pods on their node's network.
  private void removeHosts(BitSet out) {
    var pods = out.get(0, universe.classes().size());
    pods.andNot(universe.onPodNetwork());
    out.andNot(pods);
  }

  private BitSet selected(PeerTerm.Namespaces term) {
    return selected.computeIfAbsent(
        term,
        _ -> {
          var out = new BitSet();
          for (PodClass each : universe.classes()) {
            if (term.namespaces().matches(each.namespaceLabels())
                && term.pods().matches(each.sample().labels())) {
              out.set(each.index());
            }
          }
          return out;
        });
  }

  private void block(AddressSet addresses, Direction direction, BitSet out) {
    var pieces = universe.pieces(direction);
    for (int i = 0; i < pieces.size(); i++) {
      if (addresses.contains(pieces.get(i).first())) {
        out.set(universe.piece(i));
      }
    }
  }
}
