// SPDX-License-Identifier: Apache-2.0
package dev.atom.posture.podsecurity;

import dev.atom.posture.manifest.Container;
import dev.atom.posture.manifest.Node;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Consumer;

/// The controls that the level restricted adds to those of baseline, or puts in their place.
final class RestrictedControls {
  static final List<Control> ALL =
      List.of(
          control("restrictedVolumes", 0, "hostPathVolumes", Volumes::check),
          control("allowPrivilegeEscalation", 8, "", RestrictedControls::escalation),
          control("runAsNonRoot", 0, "", RestrictedControls::nonRoot),
          control("runAsUser", 23, "", RestrictedControls::user),
          control(
              "seccompProfile_restricted",
              19,
              "seccompProfile_baseline",
              RestrictedControls::seccomp),
          control(
              "capabilities_restricted",
              22,
              "capabilities_baseline",
              RestrictedControls::capabilities),
          control("procMount_restricted", 35, "procMount", BaselineControls::plainProcMount));

  private RestrictedControls() {}

  private static Control control(String id, int from, String replaces, Consumer<Judged> check) {
    return new Control(id, Level.RESTRICTED, from, replaces, check);
  }

  /// Not inherited from the pod: every container must say it.
  private static void escalation(Judged pod) {
    if (pod.isWindows()) {
      return;
    }
    for (Container container : pod.containers()) {
      Node allowed = container.security("allowPrivilegeEscalation");
      if (!allowed.isFalse()) {
        pod.violation(
            Judged.securityPath(container, "allowPrivilegeEscalation"),
            allowed,
            "is " + Judged.shown(allowed) + ", must be false");
      }
    }
  }

  /// A false fails wherever it stands, even where every container says true.
  private static void nonRoot(Judged pod) {
    if (pod.hasOwnUsers()) {
      return;
    }
    Node ofPod = pod.security("runAsNonRoot");
    if (!ofPod.isNull() && !ofPod.isTrue()) {
      mustBeNonRoot(pod, pod.securityPath("runAsNonRoot"), ofPod);
    }
    for (Container container : pod.containers()) {
      Node own = container.security("runAsNonRoot");
      if (own.isNull() ? !ofPod.isTrue() : !own.isTrue()) {
        mustBeNonRoot(pod, Judged.securityPath(container, "runAsNonRoot"), own);
      }
    }
  }

  private static void mustBeNonRoot(Judged pod, String path, Node value) {
    pod.violation(
        path, value, "is " + Judged.shown(value) + ", must be true in the pod or each container");
  }

  private static void user(Judged pod) {
    if (pod.hasOwnUsers()) {
      return;
    }
    notZero(pod, pod.securityPath("runAsUser"), pod.security("runAsUser"));
    for (Container container : pod.containers()) {
      notZero(pod, Judged.securityPath(container, "runAsUser"), container.security("runAsUser"));
    }
  }

  private static void notZero(Judged pod, String path, Node user) {
    if (!user.isNull() && user.integer().equals(OptionalLong.of(0))) {
      pod.violation(path, user, "is 0, must be another user or not set");
    }
  }

  private static void seccomp(Judged pod) {
    if (pod.isWindows()) {
      return;
    }
    Node ofPod = pod.security("seccompProfile");
    Profiles.seccomp(pod, pod.securityPath("seccompProfile.type"), ofPod);
    for (Container container : pod.containers()) {
      Node own = container.security("seccompProfile");
      String path = Judged.securityPath(container, "seccompProfile.type");
      Profiles.seccomp(pod, path, own);
      // A bad profile of the pod has been told; its containers are not told again.
      if (own.isNull() && ofPod.isNull()) {
        pod.violation(
            path,
            own,
            "is not set, must be RuntimeDefault or Localhost in the pod or each container");
      }
    }
  }

  private static void capabilities(Judged pod) {
    if (pod.isWindows()) {
      return;
    }
    for (Container container : pod.containers()) {
      Node drop = container.security("capabilities", "drop");
      if (drop.items().stream().noneMatch(dropped -> dropped.text().equals("ALL"))) {
        pod.violation(
            Judged.securityPath(container, "capabilities.drop"), drop, "does not have ALL");
      }
      for (Node added : container.security("capabilities", "add").items()) {
        if (!added.text().equals("NET_BIND_SERVICE")) {
          pod.violation(
              Judged.securityPath(container, "capabilities.add"),
              added,
              "adds " + Judged.shown(added) + ", only NET_BIND_SERVICE may be added");
        }
      }
    }
  }
}
