// SPDX-License-Identifier: Apache-2.0
package dev.atom.posture.contract;

import dev.atom.posture.finding.Judgement;
import dev.atom.posture.finding.Scope;
import dev.atom.posture.manifest.Container;
import dev.atom.posture.manifest.Node;
import dev.atom.posture.manifest.Shown;
import dev.atom.posture.manifest.Workload;
import java.util.function.Predicate;

/// The checks of images.
final class ImageChecks {
  private ImageChecks() {}

  static void digest(Scene scene) {
    each(scene, image -> !image.isPinned(), "must be pinned by a sha256 digest");
  }

  static void latest(Scene scene) {
    each(
        scene,
        image ->
            image.digest().isEmpty() && (image.tag().isEmpty() || image.tag().equals("latest")),
        "must name a version");
  }

  static void registry(Scene scene) {
    var registries = scene.profile().registries();
    if (!registries.isEmpty()) {
      each(
          scene,
          image -> !registries.contains(image.registry()),
          "must come from " + String.join(" or ", registries));
    }
  }

  private static void each(Scene scene, Predicate<ImageName> isBad, String demanded) {
    for (Workload workload : scene.cluster().workloads()) {
      for (Container container : workload.containers()) {
        Node image = container.node().get("image");
        if (isBad.test(ImageName.parse(image.scalar()))) {
          scene.broken(
              workload.owner(),
              container.path() + ".image",
              image,
              "is " + (image.isEmpty() ? "not set" : Shown.plain(image.scalar())),
              demanded,
              new Scope(container.name(), "", Judgement.digest(image.scalar())));
        }
      }
    }
  }
}
