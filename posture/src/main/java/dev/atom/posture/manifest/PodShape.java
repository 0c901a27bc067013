// SPDX-License-Identifier: Apache-2.0
package dev.atom.posture.manifest;

import java.util.List;
import java.util.Optional;

/// Whether a pod spec has the shape that judging relies on. An API server refuses what has not; a
/// judge that looked for a list and found a text would see nothing wrong.
final class PodShape {
  private PodShape() {}

  /// The first value of another shape, and what it should be.
  static Optional<Wrong> wrong(Node metadata, Node spec) {
    return map(metadata, "metadata")
        .or(() -> map(metadata.get("annotations"), "annotations"))
        .or(() -> map(spec.get("securityContext"), "securityContext"))
        .or(() -> maps(spec.at("securityContext", "sysctls"), "sysctls"))
        .or(() -> profiles(spec.get("securityContext")))
        .or(() -> maps(spec.get("volumes"), "volumes"))
        .or(() -> containers(spec));
  }

  /// A value of the wrong shape.
  record Wrong(Node node, String why) {}

  private static Optional<Wrong> containers(Node spec) {
    for (Container.Role role : Container.Role.values()) {
      Node list = spec.get(role.field());
      Optional<Wrong> wrong = maps(list, role.field());
      for (Node container : list.items()) {
        wrong = wrong.or(() -> container(container));
      }
      if (wrong.isPresent()) {
        return wrong;
      }
    }
    return Optional.empty();
  }

  private static Optional<Wrong> container(Node container) {
    Node security = container.get("securityContext");
    return map(security, "securityContext")
        .or(() -> profiles(security))
        .or(() -> map(security.get("capabilities"), "capabilities"))
        .or(() -> list(security.at("capabilities", "add"), "capabilities.add"))
        .or(() -> list(security.at("capabilities", "drop"), "capabilities.drop"))
        .or(() -> maps(container.get("ports"), "ports"))
        .or(() -> maps(container.get("env"), "env"))
        .or(() -> maps(container.get("envFrom"), "envFrom"))
        .or(() -> maps(container.get("volumeMounts"), "volumeMounts"));
  }

  private static Optional<Wrong> profiles(Node security) {
    for (String field :
        List.of("seccompProfile", "appArmorProfile", "seLinuxOptions", "windowsOptions")) {
      Optional<Wrong> wrong = map(security.get(field), field);
      if (wrong.isPresent()) {
        return wrong;
      }
    }
    return Optional.empty();
  }

  private static Optional<Wrong> map(Node node, String field) {
    return node.isNull() || node instanceof MapNode
        ? Optional.empty()
        : Optional.of(new Wrong(node, field + " must be a mapping: " + ManifestReader.type(node)));
  }

  private static Optional<Wrong> list(Node node, String field) {
    return node.isNull() || node instanceof ListNode
        ? Optional.empty()
        : Optional.of(new Wrong(node, field + " must be a list: " + ManifestReader.type(node)));
  }

  private static Optional<Wrong> maps(Node node, String field) {
    Optional<Wrong> wrong = list(node, field);
    for (Node item : node.items()) {
      if (wrong.isEmpty() && !(item instanceof MapNode)) {
        return Optional.of(
            new Wrong(item, field + " must hold mappings: " + ManifestReader.type(item)));
      }
    }
    return wrong;
  }
}
