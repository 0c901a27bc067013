// SPDX-License-Identifier: Apache-2.0
package dev.atom.posture.podsecurity;

import dev.atom.posture.manifest.Node;
import java.util.Map;

/// The kernel parameters that pods may set: those that reach no further than the pod.
final class Sysctls {
  /// Each with the first minor version that allows it.
  private static final Map<String, Integer> ALLOWED =
      Map.ofEntries(
          Map.entry("kernel.shm_rmid_forced", 0),
          Map.entry("net.ipv4.ip_local_port_range", 0),
          Map.entry("net.ipv4.tcp_syncookies", 0),
          Map.entry("net.ipv4.ping_group_range", 0),
          Map.entry("net.ipv4.ip_unprivileged_port_start", 0),
          Map.entry("net.ipv4.ip_local_reserved_ports", 27),
          Map.entry("net.ipv4.tcp_keepalive_time", 29),
          Map.entry("net.ipv4.tcp_fin_timeout", 29),
          Map.entry("net.ipv4.tcp_keepalive_intvl", 29),
          Map.entry("net.ipv4.tcp_keepalive_probes", 29),
          Map.entry("net.ipv4.tcp_rmem", 32),
          Map.entry("net.ipv4.tcp_wmem", 32),
          Map.entry("net.ipv4.tcp_slow_start_after_idle", 37),
          Map.entry("net.ipv4.tcp_notsent_lowat", 37));

  private Sysctls() {}

  static void check(Judged pod) {
    int index = 0;
    for (Node sysctl : pod.security("sysctls").items()) {
      Node name = sysctl.get("name");
      Integer from = ALLOWED.get(name.text());
      if (from == null || pod.minor() < from) {
        pod.violation(
            pod.securityPath("sysctls[" + index + "].name"),
            name,
            "is " + Judged.shown(name) + ", which is not among the safe ones");
      }
      index++;
    }
  }
}
