// SPDX-License-Identifier: Apache-2.0
package dev.atom.posture.network;

import dev.atom.posture.manifest.Cluster;
import dev.atom.posture.manifest.Manifest;
import dev.atom.posture.manifest.ManifestReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// Networks for tests.
public final class Networks {
  private Networks() {}

  /// The network of a folder of manifests.
  public static NetworkModel read(Path folder) throws IOException {
    var manifests = new ArrayList<Manifest>();
    var reader = ManifestReader.usual();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
        manifests.addAll(read(reader, file));
      }
    }
    return NetworkModel.of(Cluster.of(manifests));
  }

  private static List<Manifest> read(ManifestReader reader, Path file) {
    try {
      return reader.read(file.toString(), Files.readAllBytes(file)).manifests();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// The manifests of one text, read as `test.yaml`.
  public static Cluster cluster(String yaml) {
    var set = ManifestReader.usual().read("test.yaml", yaml.getBytes(StandardCharsets.UTF_8));
    if (!set.unreadable().isEmpty()) {
      throw new IllegalArgumentException(set.unreadable().toString());
    }
    return Cluster.of(set.manifests());
  }

  public static NetworkModel of(String yaml) {
    return NetworkModel.of(cluster(yaml));
  }

  /// A pod's manifest.
  public static String pod(String namespace, String name, String labels, String spec) {
    return """
    ---
    apiVersion: v1
    kind: Pod
    metadata: {namespace: %s, name: %s, labels: {%s}}
    spec: {containers: [{name: c, image: i}], %s}
    """
        .formatted(namespace, name, labels, spec);
  }

  public static String pod(String namespace, String name, String labels) {
    return """
    ---
    apiVersion: v1
    kind: Pod
    metadata: {namespace: %s, name: %s, labels: {%s}}
    spec: {containers: [{name: c, image: i}]}
    """
        .formatted(namespace, name, labels);
  }

  /// A policy's manifest; `spec` in flow style without its braces.
  public static String policy(String namespace, String name, String spec) {
    return """
    ---
    apiVersion: networking.k8s.io/v1
    kind: NetworkPolicy
    metadata: {namespace: %s, name: %s}
    spec: {%s}
    """
        .formatted(namespace, name, spec);
  }

  public static List<String> lines(NetworkModel model) {
    var out = new ArrayList<String>();
    new Connectivity(Reachability.of(model), false).tell(line -> out.add(line.toString()));
    return out;
  }

  /// What is open between two pods by the names `namespace/name`.
  public static PortSet open(NetworkModel model, String source, String target) {
    return Reachability.of(model).allowed(pod(model, source), pod(model, target));
  }

  public static Pod pod(NetworkModel model, String name) {
    return model.pods().stream()
        .filter(pod -> pod.workload().startsWith(name + "["))
        .findFirst()
        .orElseThrow();
  }
}
