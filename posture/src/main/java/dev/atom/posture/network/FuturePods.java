// SPDX-License-Identifier: Apache-2.0
package dev.atom.posture.network;

import dev.atom.posture.manifest.KubeNamespace;
import dev.atom.posture.manifest.Place;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Pods that do not exist yet but that a rule's peer would name: with the least labels that its
/// selectors ask for. What they could reach is open to whoever may create them.
final class FuturePods {
  /// Of the namespaces that a peer names, so many are tried: one is enough to refute a claim.
  private static final int EXISTING_MAX = 5;

  private final NetworkModel model;
  private final Map<String, Pod> pods = new LinkedHashMap<>();
  private final Map<String, Map<String, String>> namespaces = new HashMap<>();

  FuturePods(NetworkModel model) {
    this.model = model;
  }

  /// Adds the pods that the peer would name, in the namespace it means, or in a new one when its
  /// namespace selector asks for labels and not for a name.
  void add(PeerTerm term, String policyNamespace, boolean existingToo) {
    switch (term) {
      case PeerTerm.OwnNamespace(var selector) -> add(policyNamespace, selector);
      case PeerTerm.Namespaces(var wide, var selector) -> {
        example(wide).ifPresent(labels -> add(namespace(wide, labels), selector));
        if (existingToo) {
          model.namespaces().entrySet().stream()
              .filter(namespace -> wide.matches(namespace.getValue()))
              .map(Map.Entry::getKey)
              .sorted()
              .limit(EXISTING_MAX)
              .forEach(name -> add(name, selector));
        }
      }
      case PeerTerm.Block _, PeerTerm.Opaque _ -> {}
    }
  }

  private String namespace(LabelSelector selector, Map<String, String> labels) {
    String named = labels.get(KubeNamespace.NAME_LABEL);
    String name = named == null ? "[namespace with " + selector + "]" : named;
    if (!model.namespaces().containsKey(name)) {
      namespaces.put(name, labels);
    }
    return name;
  }

  private void add(String namespace, LabelSelector selector) {
    example(selector)
        .ifPresent(labels -> {
          String shown = selector.isEverything() ? "[all pods]" : "[pod with " + selector + "]";
          String name = namespace + "/" + shown;
          pods.putIfAbsent(name, pod(name, namespace, labels));
        });
  }

  private static Pod pod(String name, String namespace, Map<String, String> labels) {
    return new Pod(
        name,
        namespace,
        labels,
        List.of(),
        Pod.RunsOn.POD_NETWORK,
        "",
        List.of(),
        new Place("", 0, 0));
  }

  Collection<Pod> pods() {
    return pods.values();
  }

  /// The model with these pods in it.
  NetworkModel model() {
    var all = new ArrayList<>(model.pods());
    all.addAll(pods.values());
    var labels = new HashMap<>(model.namespaces());
    labels.putAll(namespaces);
    return new NetworkModel(
        all,
        labels,
        model.policies(),
        model.admin(),
        model.services(),
        model.routes(),
        model.foreign(),
        model.remarks());
  }

  /// The least labels that the selector selects; none when it contradicts itself.
  static Optional<Map<String, String>> example(LabelSelector selector) {
    var labels = new TreeMap<>(selector.labels());
    for (LabelSelector.Requirement each : selector.requirements()) {
      switch (each.operator()) {
        case IN ->
            each.values().stream()
                .sorted()
                .filter(value -> isFree(selector, each.key(), value))
                .findFirst()
                .ifPresent(value -> labels.putIfAbsent(each.key(), value));
        case EXISTS -> labels.putIfAbsent(each.key(), free(selector, each.key()));
        case NOT_IN, DOES_NOT_EXIST -> {}
      }
    }
    return selector.matches(labels) ? Optional.of(labels) : Optional.empty();
  }

  private static boolean isFree(LabelSelector selector, String key, String value) {
    return selector.requirements().stream()
        .filter(each -> each.key().equals(key))
        .allMatch(each -> each.matches(Map.of(key, value)));
  }

  private static String free(LabelSelector selector, String key) {
    var listed =
        selector.requirements().stream()
            .filter(each -> each.key().equals(key))
            .filter(each -> each.operator() == LabelSelector.Operator.IN)
            .flatMap(each -> each.values().stream())
            .sorted()
            .filter(value -> isFree(selector, key, value))
            .findFirst();
    String value = listed.orElse("any");
    while (!isFree(selector, key, value) && value.length() < 10) {
      value += "-other";
    }
    return value;
  }
}
