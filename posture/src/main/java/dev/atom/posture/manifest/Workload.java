// SPDX-License-Identifier: Apache-2.0
package dev.atom.posture.manifest;

import java.util.ArrayList;
import java.util.List;

/// Pods to be: a pod, or the template of some in another object.
///
/// @param owner the object
/// @param podPath where in the object the pod or template is; empty for a pod
/// @param podMetadata the metadata of the pods
/// @param podSpec the spec of the pods, not yet defaulted
/// @param bare whether [#podPath] is that of the spec itself
public record Workload(
    Manifest owner, String podPath, Node podMetadata, MapNode podSpec, boolean bare) {
  /// The kind of the object.
  public String kind() {
    return owner.kind();
  }

  /// The namespace of the object.
  public String namespace() {
    return owner.namespace();
  }

  /// The name of the object.
  public String name() {
    return owner.name();
  }

  /// Whether the object is itself a pod and no template of one.
  public boolean isPod() {
    return owner.is("", "Pod");
  }

  /// The path of the pod spec in the object.
  public String specPath() {
    return bare ? podPath : FieldPath.of(podPath, "spec");
  }

  /// The path of the pods' metadata in the object.
  public String metadataPath() {
    return FieldPath.of(podPath, "metadata");
  }

  /// All containers: initial ones, main ones, ephemeral ones.
  public List<Container> containers() {
    List<Container> containers = new ArrayList<>();
    for (Container.Role role : Container.Role.values()) {
      int index = 0;
      for (Node node : podSpec.get(role.field()).items()) {
        String path =
            specPath() + "." + role.field() + "[" + FieldPath.element(node, index++) + "]";
        containers.add(new Container(role, node.get("name").scalar(), path, node));
      }
    }
    return containers;
  }

  /// This workload with another pod spec.
  public Workload with(MapNode spec) {
    return new Workload(owner, podPath, podMetadata, spec, bare);
  }
}
