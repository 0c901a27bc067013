// SPDX-License-Identifier: Apache-2.0
package dev.atom.posture.network;

import dev.atom.posture.manifest.Cluster;
import dev.atom.posture.manifest.KubeNamespace;
import dev.atom.posture.manifest.Manifest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Reads a cluster's manifests into a [NetworkModel].
final class NetworkReader {
  private static final Set<String> PLUGIN_GROUPS =
      Set.of(
          "cilium.io",
          "projectcalico.org",
          "crd.projectcalico.org",
          "crd.antrea.io",
          "k8s.cni.cncf.io",
          "k8s.ovn.org");

  private final Cluster cluster;
  private final List<NetworkPolicy> policies = new ArrayList<>();
  private final List<AdminPolicy> admin = new ArrayList<>();
  private final List<KubeService> services = new ArrayList<>();
  private final List<RouteBackend> routes = new ArrayList<>();
  private final List<Remark> foreign = new ArrayList<>();
  private final List<Remark> remarks = new ArrayList<>();

  NetworkReader(Cluster cluster) {
    this.cluster = cluster;
  }

  NetworkModel read() {
    cluster.manifests().forEach(this::add);
    Map<String, Map<String, String>> namespaces = new HashMap<>();
    for (KubeNamespace namespace : cluster.namespaces().values()) {
      namespaces.put(namespace.name(), Map.copyOf(namespace.labels()));
    }
    return new NetworkModel(
        new PodReader(cluster).read(),
        namespaces,
        policies,
        admin,
        services,
        routes,
        foreign,
        remarks.stream().sorted().distinct().toList());
  }

  private void add(Manifest manifest) {
    if (manifest.is("networking.k8s.io", "NetworkPolicy")
        || manifest.is("extensions", "NetworkPolicy")) {
      policies.add(new PolicyReader(remarks).read(manifest));
    } else if (AdminReader.reads(manifest)) {
      new AdminReader(remarks).read(manifest).ifPresent(admin::add);
    } else if (manifest.is("", "Service")) {
      services.add(ServiceReader.service(manifest));
    } else if (PLUGIN_GROUPS.contains(manifest.group()) && manifest.kind().contains("Policy")) {
      foreign.add(
          new Remark(
              manifest.place(),
              manifest.kind()
                  + " "
                  + manifest.name()
                  + " of "
                  + manifest.group()
                  + " is a network plugin's own kind and is not judged"));
    } else {
      routes.addAll(ServiceReader.backends(manifest));
    }
  }
}
