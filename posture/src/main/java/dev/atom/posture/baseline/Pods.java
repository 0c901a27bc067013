// SPDX-License-Identifier: Apache-2.0
package dev.atom.posture.baseline;

import dev.atom.posture.manifest.Container;
import dev.atom.posture.manifest.Node;
import dev.atom.posture.manifest.Workload;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiPredicate;

/// What the containers of pods have in effect: their own setting, or the pod's.
final class Pods {
  private Pods() {}

  /// The setting of a container that it may inherit from its pod.
  static Node inherited(Workload workload, Container container, String field) {
    Node own = container.security(field);
    return own.isNull() ? workload.podSpec().at("securityContext", field) : own;
  }

  static boolean isNonRoot(Workload workload, Container container) {
    return inherited(workload, container, "runAsNonRoot").isTrue();
  }

  static boolean isReadOnly(Container container) {
    return container.security("readOnlyRootFilesystem").isTrue();
  }

  static boolean dropsAll(Container container) {
    return container.security("capabilities", "drop").items().stream()
        .anyMatch(it -> it.scalar().equals("ALL"));
  }

  /// The containers of which something does not hold, named.
  static List<String> without(
      List<Workload> workloads, String says, BiPredicate<Workload, Container> holds) {
    List<String> bad = new ArrayList<>();
    for (Workload workload : workloads) {
      for (Container container : workload.containers()) {
        if (!holds.test(workload, container)) {
          bad.add(
              World.name(workload)
                  + " container "
                  + container.name()
                  + " ("
                  + container.path()
                  + "): "
                  + says);
        }
      }
    }
    return bad;
  }
}
