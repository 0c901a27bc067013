// SPDX-License-Identifier: Apache-2.0
package dev.atom.posture.assertion;

import dev.atom.posture.network.AddressSet;
import dev.atom.posture.network.LabelSelector;
import dev.atom.posture.network.NetworkModel;
import dev.atom.posture.network.Pod;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// A name in a claim: pods by namespace and labels, pods of one workload, or addresses outside.
///
/// @param name the name
/// @param namespaces which namespaces
/// @param pods which pods in them; nothing for a group of addresses
/// @param workload only the pods of this workload, `namespace/name`
/// @param addresses the addresses outside that belong to it
public record Group(
    String name,
    LabelSelector namespaces,
    Optional<LabelSelector> pods,
    Optional<String> workload,
    AddressSet addresses) {
  /// Whether the pod belongs to it, by the labels that it and its namespace have.
  public boolean has(Pod pod, NetworkModel model) {
    if (workload.isPresent()) {
      return pod.workload().startsWith(workload.get() + "[");
    }
    return pods.isPresent()
        && pods.get().matches(pod.labels())
        && namespaces.matches(model.namespaceLabels(pod.namespace()));
  }

  /// Its pods that carry traffic.
  List<Pod> members(NetworkModel model) {
    return model.pods().stream()
        .filter(pod -> !pod.hasEnded() && has(pod, model))
        .sorted(Comparator.comparing(Pod::workload))
        .toList();
  }
}
