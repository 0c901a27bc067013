// SPDX-License-Identifier: Apache-2.0
package dev.atom.posture.podsecurity;

import dev.atom.posture.manifest.FieldPath;
import dev.atom.posture.manifest.Node;
import java.util.Set;

/// The control over types of volumes.
final class Volumes {
  private static final Set<String> ALLOWED =
      Set.of(
          "name",
          "configMap",
          "csi",
          "downwardAPI",
          "emptyDir",
          "ephemeral",
          "image",
          "persistentVolumeClaim",
          "projected",
          "secret");

  private Volumes() {}

  static void check(Judged pod) {
    for (Node volume : pod.spec().get("volumes").items()) {
      for (String type : volume.keys()) {
        if (!ALLOWED.contains(type) && !volume.get(type).isNull()) {
          pod.violation(
              path(pod, volume) + "." + type,
              volume.get(type),
              "is a type of volume that the level restricted does not have");
        }
      }
    }
  }

  static String path(Judged pod, Node volume) {
    return pod.specPath() + ".volumes[" + FieldPath.element(volume, 0) + "]";
  }
}
