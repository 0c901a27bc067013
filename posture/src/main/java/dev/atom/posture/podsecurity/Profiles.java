// SPDX-License-Identifier: Apache-2.0
package dev.atom.posture.podsecurity;

import dev.atom.posture.manifest.Container;
import dev.atom.posture.manifest.Node;
import java.util.List;
import java.util.Set;

/// The controls over what the kernel's guards are told: AppArmor, SELinux, seccomp.
final class Profiles {
  private static final String APP_ARMOR = "container.apparmor.security.beta.kubernetes.io/";
  private static final String SECCOMP_POD = "seccomp.security.alpha.kubernetes.io/pod";
  private static final String SECCOMP_CONTAINER = "container.seccomp.security.alpha.kubernetes.io/";
  private static final Set<String> SELINUX_TYPES =
      Set.of("", "container_t", "container_init_t", "container_kvm_t");
  private static final int FIELDS_FROM = 19;

  private Profiles() {}

  static void appArmor(Judged pod) {
    appArmor(pod, pod.securityPath("appArmorProfile.type"), pod.security("appArmorProfile"));
    for (Container container : pod.containers()) {
      appArmor(
          pod,
          Judged.securityPath(container, "appArmorProfile.type"),
          container.security("appArmorProfile"));
    }
    for (String key : pod.annotations().keys()) {
      if (key.startsWith(APP_ARMOR)) {
        String value = pod.annotations().get(key).scalar();
        if (!value.isEmpty()
            && !value.equals("runtime/default")
            && !value.startsWith("localhost/")) {
          bad(
              pod,
              pod.annotationPath(key),
              pod.annotations().get(key),
              "runtime/default, localhost/*");
        }
      }
    }
  }

  private static void appArmor(Judged pod, String path, Node profile) {
    if (!profile.isNull() && !isGood(profile.get("type"))) {
      bad(pod, path, profile.get("type"), "RuntimeDefault, Localhost");
    }
  }

  static void seLinux(Judged pod) {
    seLinux(pod, pod.securityPath("seLinuxOptions"), pod.security("seLinuxOptions"));
    for (Container container : pod.containers()) {
      seLinux(
          pod,
          Judged.securityPath(container, "seLinuxOptions"),
          container.security("seLinuxOptions"));
    }
  }

  private static void seLinux(Judged pod, String path, Node options) {
    Node type = options.get("type");
    boolean engine = pod.minor() >= 31 && type.text().equals("container_engine_t");
    if (!type.isNull() && !engine && !SELINUX_TYPES.contains(type.scalar())) {
      bad(
          pod,
          path + ".type",
          type,
          "container_t, container_init_t, container_kvm_t"
              + (pod.minor() >= 31 ? ", container_engine_t" : ""));
    }
    for (String field : List.of("user", "role")) {
      if (!options.get(field).isEmpty()) {
        pod.violation(
            path + "." + field,
            options.get(field),
            "is " + Judged.shown(options.get(field)) + ", must not be set");
      }
    }
  }

  /// Until 1.18 by annotations alone, since then by fields alone.
  static void seccompBaseline(Judged pod) {
    if (pod.minor() < FIELDS_FROM) {
      seccompAnnotation(pod, SECCOMP_POD);
      pod.containers().forEach(c -> seccompAnnotation(pod, SECCOMP_CONTAINER + c.name()));
      return;
    }
    seccomp(pod, pod.securityPath("seccompProfile.type"), pod.security("seccompProfile"));
    for (Container container : pod.containers()) {
      seccomp(
          pod,
          Judged.securityPath(container, "seccompProfile.type"),
          container.security("seccompProfile"));
    }
  }

  private static void seccompAnnotation(Judged pod, String key) {
    Node annotation = pod.annotations().get(key);
    String value = annotation.scalar();
    if (pod.annotations().keys().contains(key)
        && !value.equals("runtime/default")
        && !value.equals("docker/default")
        && !value.startsWith("localhost/")) {
      bad(pod, pod.annotationPath(key), annotation, "runtime/default, docker/default, localhost/*");
    }
  }

  /// Says so when a profile is there and no good one.
  static void seccomp(Judged pod, String path, Node profile) {
    if (!profile.isNull() && !isGood(profile.get("type"))) {
      bad(pod, path, profile.get("type"), "RuntimeDefault, Localhost");
    }
  }

  private static boolean isGood(Node type) {
    return type.text().equals("RuntimeDefault") || type.text().equals("Localhost");
  }

  private static void bad(Judged pod, String path, Node value, String allowed) {
    pod.violation(
        path, value, "is " + Judged.shown(value) + ", must not be set or be one of " + allowed);
  }
}
