// SPDX-License-Identifier: Apache-2.0
package dev.atom.node.container;

import java.util.Optional;

/// Reads who a control group belongs to from its path: every runtime writes its container's id
/// there, in a form of its own.
///
/// @param runtime docker, containerd, cri-containerd, crio, podman
/// @param id 64 hex digits
/// @param pod the pod's uid, or empty
record ContainerName(String runtime, String id, String pod) {
  private static final int ID_LENGTH = 64;

  /// The container of a path below the root of the hierarchy, if it is one.
  static Optional<ContainerName> of(String path) {
    String leaf = path.substring(path.lastIndexOf('/') + 1);
    if (leaf.contains("conmon")) {
      return Optional.empty();
    }
    String name = leaf.endsWith(".scope") ? leaf.substring(0, leaf.length() - 6) : leaf;
    // A runtime may put its own prefix and colons in front: slice:cri-containerd:id
    name = name.substring(name.lastIndexOf(':') + 1);
    int dash = name.lastIndexOf('-');
    String id = name.substring(dash + 1);
    if (!isId(id)) {
      return Optional.empty();
    }
    String prefix =
        dash < 0 ? leaf.contains(":") ? colonPrefix(leaf) : "" : name.substring(0, dash);
    return Optional.of(new ContainerName(runtime(prefix, path), id, pod(path)));
  }

  private static String colonPrefix(String leaf) {
    int last = leaf.lastIndexOf(':');
    return leaf.substring(leaf.lastIndexOf(':', last - 1) + 1, last);
  }

  private static String runtime(String prefix, String path) {
    return switch (prefix) {
      case "docker" -> "docker";
      case "cri-containerd" -> "cri-containerd";
      case "nerdctl" -> "containerd";
      case "crio" -> "crio";
      case "libpod" -> "podman";
      default -> byParent(path);
    };
  }

  /// Without systemd the id stands alone, below a folder of the runtime or of the pod.
  private static String byParent(String path) {
    if (path.contains("/docker/")) {
      return "docker";
    }
    if (path.contains("libpod")) {
      return "podman";
    }
    return path.contains("crio") ? "crio" : "containerd";
  }

  private static boolean isId(String text) {
    if (text.length() != ID_LENGTH) {
      return false;
    }
    for (int i = 0; i < ID_LENGTH; i++) {
      char c = text.charAt(i);
      if ((c < '0' || c > '9') && (c < 'a' || c > 'f')) {
        return false;
      }
    }
    return true;
  }

  /// The uid behind `pod` in a folder of the path; systemd writes its dashes as underscores.
  private static String pod(String path) {
    for (String part : path.split("[/:]")) {
      int at = part.startsWith("pod") ? 0 : part.lastIndexOf("-pod") + 1;
      if (at > 0 || part.startsWith("pod")) {
        String uid = part.substring(at + 3).replace(".slice", "").replace('_', '-');
        if (uid.length() >= 32) {
          return uid;
        }
      }
    }
    return "";
  }
}
