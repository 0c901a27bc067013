// SPDX-License-Identifier: Apache-2.0
package dev.atom.posture.manifest;

import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/// The whole of what is judged: all objects, the pods in them, their namespaces.
///
/// In one order whatever the order of reading: by namespace, kind, name, place.
public final class Cluster {
  private static final Comparator<Manifest> ORDER =
      Comparator.comparing(Manifest::namespace)
          .thenComparing(Manifest::kind)
          .thenComparing(Manifest::name)
          .thenComparing(Manifest::apiVersion)
          .thenComparing(Manifest::place);

  private final List<Manifest> manifests;
  private final Workloads workloads;
  private final SortedMap<String, KubeNamespace> namespaces = new TreeMap<>();

  /// The cluster that these objects make, with pods found by `table`.
  public Cluster(List<Manifest> manifests, KindTable table) {
    this.manifests = manifests.stream().sorted(ORDER).toList();
    this.workloads = Workloads.of(this.manifests, table);
    for (Manifest manifest : this.manifests) {
      if (manifest.is("", "Namespace")) {
        namespaces.put(manifest.name(), KubeNamespace.of(manifest));
      } else if (!manifest.namespace().isEmpty()) {
        namespaces.computeIfAbsent(manifest.namespace(), KubeNamespace::implied);
      }
    }
  }

  /// The cluster that these objects make.
  public static Cluster of(List<Manifest> manifests) {
    return new Cluster(manifests, KindTable.shipped());
  }

  /// All objects.
  public List<Manifest> manifests() {
    return manifests;
  }

  /// The objects of one kind, whatever the version.
  public List<Manifest> manifests(String group, String kind) {
    return manifests.stream().filter(manifest -> manifest.is(group, kind)).toList();
  }

  /// The pods and the templates of pods.
  public List<Workload> workloads() {
    return workloads.workloads();
  }

  /// The objects whose pods cannot be judged.
  public List<NotJudged> notJudged() {
    return workloads.notJudged();
  }

  /// The namespaces by name, implied ones included.
  public SortedMap<String, KubeNamespace> namespaces() {
    return Collections.unmodifiableSortedMap(namespaces);
  }
}
