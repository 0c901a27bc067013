// SPDX-License-Identifier: Apache-2.0
package dev.atom.posture.podsecurity;

import dev.atom.posture.manifest.Container;
import dev.atom.posture.manifest.Node;
import java.util.List;
import java.util.Set;

/// The controls of the level baseline: against known ways from a pod to its host.
final class BaselineControls {
  static final List<Control> ALL =
      List.of(
          control("hostNamespaces", 0, BaselineControls::hostNamespaces),
          control("privileged", 0, BaselineControls::privileged),
          control("hostPathVolumes", 0, BaselineControls::hostPathVolumes),
          control("hostPorts", 0, BaselineControls::hostPorts),
          control("hostProbesAndHostLifecycle", 34, BaselineControls::probeHosts),
          control("capabilities_baseline", 0, BaselineControls::capabilities),
          control("appArmorProfile", 0, Profiles::appArmor),
          control("seLinuxOptions", 0, Profiles::seLinux),
          control("procMount", 0, BaselineControls::procMount),
          control("seccompProfile_baseline", 0, Profiles::seccompBaseline),
          control("sysctls", 0, Sysctls::check),
          control("windowsHostProcess", 0, BaselineControls::windowsHostProcess));

  private static final Set<String> CAPABILITIES =
      Set.of(
          "AUDIT_WRITE",
          "CHOWN",
          "DAC_OVERRIDE",
          "FOWNER",
          "FSETID",
          "KILL",
          "MKNOD",
          "NET_BIND_SERVICE",
          "SETFCAP",
          "SETGID",
          "SETPCAP",
          "SETUID",
          "SYS_CHROOT");

  private static final List<String> PROBES =
      List.of("livenessProbe", "readinessProbe", "startupProbe");
  private static final List<String> HOOKS = List.of("postStart", "preStop");

  private BaselineControls() {}

  private static Control control(String id, int from, java.util.function.Consumer<Judged> check) {
    return new Control(id, Level.BASELINE, from, "", check);
  }

  private static void hostNamespaces(Judged pod) {
    for (String field : List.of("hostNetwork", "hostPID", "hostIPC")) {
      pod.off(pod.specPath() + "." + field, pod.spec().get(field));
    }
  }

  private static void privileged(Judged pod) {
    for (Container container : pod.containers()) {
      pod.off(Judged.securityPath(container, "privileged"), container.security("privileged"));
    }
  }

  private static void hostPathVolumes(Judged pod) {
    for (Node volume : pod.spec().get("volumes").items()) {
      if (!volume.get("hostPath").isNull()) {
        pod.violation(
            Volumes.path(pod, volume) + ".hostPath",
            volume.get("hostPath"),
            "mounts a path of the host, must be another type of volume");
      }
    }
  }

  private static void hostPorts(Judged pod) {
    for (Container container : pod.containers()) {
      int index = 0;
      for (Node port : container.node().get("ports").items()) {
        Node hostPort = port.get("hostPort");
        if (!hostPort.isNull() && hostPort.integer().orElse(-1) != 0) {
          pod.violation(
              container.path() + ".ports[" + index + "].hostPort",
              hostPort,
              "is " + Judged.shown(hostPort) + ", must be 0 or not set");
        }
        index++;
      }
    }
  }

  private static void probeHosts(Judged pod) {
    for (Container container : pod.containers()) {
      for (String probe : PROBES) {
        probeHost(pod, container.path() + "." + probe, container.node().get(probe));
      }
      for (String hook : HOOKS) {
        probeHost(
            pod, container.path() + ".lifecycle." + hook, container.node().at("lifecycle", hook));
      }
    }
  }

  private static void probeHost(Judged pod, String path, Node handler) {
    for (String action : List.of("httpGet", "tcpSocket")) {
      Node host = handler.at(action, "host");
      if (!host.isEmpty()) {
        pod.violation(
            path + "." + action + ".host",
            host,
            "is " + Judged.shown(host) + ", must be empty or not set");
      }
    }
  }

  private static void capabilities(Judged pod) {
    for (Container container : pod.containers()) {
      for (Node added : container.security("capabilities", "add").items()) {
        if (!CAPABILITIES.contains(added.text())) {
          pod.violation(
              Judged.securityPath(container, "capabilities.add"),
              added,
              "adds " + Judged.shown(added) + ", which is beyond the default capabilities");
        }
      }
    }
  }

  private static void procMount(Judged pod) {
    if (!pod.hasOwnUsers()) {
      plainProcMount(pod);
    }
  }

  /// Also what the level restricted demands of pods with users of their own.
  static void plainProcMount(Judged pod) {
    for (Container container : pod.containers()) {
      Node mount = container.security("procMount");
      if (!mount.isNull() && !mount.text().equals("Default")) {
        pod.violation(
            Judged.securityPath(container, "procMount"),
            mount,
            "is " + Judged.shown(mount) + ", must be Default or not set");
      }
    }
  }

  private static void windowsHostProcess(Judged pod) {
    pod.off(
        pod.securityPath("windowsOptions.hostProcess"),
        pod.security("windowsOptions", "hostProcess"));
    for (Container container : pod.containers()) {
      pod.off(
          Judged.securityPath(container, "windowsOptions.hostProcess"),
          container.security("windowsOptions", "hostProcess"));
    }
  }
}
