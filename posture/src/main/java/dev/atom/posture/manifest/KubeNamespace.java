// SPDX-License-Identifier: Apache-2.0
package dev.atom.posture.manifest;

import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// A namespace, written down or implied by what lives in it.
///
/// @param name its name
/// @param labels its labels, `kubernetes.io/metadata.name` always among them
/// @param manifest the object, unless the namespace is only implied
public record KubeNamespace(
    String name, SortedMap<String, String> labels, Optional<Manifest> manifest) {
  /// The label the API server puts on every namespace.
  public static final String NAME_LABEL = "kubernetes.io/metadata.name";

  /// The namespace that `manifest` describes.
  static KubeNamespace of(Manifest manifest) {
    SortedMap<String, String> labels = Labels.of(manifest.root().at("metadata", "labels"));
    labels.put(NAME_LABEL, manifest.name());
    return new KubeNamespace(manifest.name(), labels, Optional.of(manifest));
  }

  /// A namespace nobody wrote down.
  static KubeNamespace implied(String name) {
    return new KubeNamespace(name, new TreeMap<>(Map.of(NAME_LABEL, name)), Optional.empty());
  }
}
