// SPDX-License-Identifier: Apache-2.0
package dev.atom.posture.diff;

import dev.atom.posture.diff.Change.Direction;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Which way a value went, for keys where more and less have a meaning. What is missing counts as
/// its default.
final class Openness {
  /// Open when true; false is the default, except where [#ON_BY_DEFAULT] says otherwise.
  private static final Set<String> OPENS =
      Set.of(
          "privileged",
          "hostNetwork",
          "hostPID",
          "hostIPC",
          "hostProcess",
          "shareProcessNamespace",
          "allowPrivilegeEscalation",
          "automountServiceAccountToken",
          "automount",
          "relaxedEgress",
          "prodDisableAllowed",
          "debug",
          "allowDns");

  private static final Set<String> ON_BY_DEFAULT =
      Set.of("allowPrivilegeEscalation", "automountServiceAccountToken", "automount");

  /// Closed when true; false is the default.
  private static final Set<String> CLOSES = Set.of("runAsNonRoot", "readOnlyRootFilesystem");

  /// Modes of network policies, the most open last. Custom may be anything.
  private static final List<String> MODES =
      List.of(
          "deny-all", "same-namespace", "selected", "cluster-aware", "internet-only", "disabled");

  private static final Map<String, List<String>> ORDERED =
      Map.of("procMount", List.of("Default", "Unmasked"), "mode", MODES);

  private Openness() {}

  static Optional<Direction> compare(String path, String was, String is) {
    String key = path.substring(Math.max(path.lastIndexOf('.'), path.lastIndexOf(']')) + 1);
    if (OPENS.contains(key)) {
      boolean absent = ON_BY_DEFAULT.contains(key);
      return way(truth(was, absent), truth(is, absent));
    }
    boolean guard =
        CLOSES.contains(key)
            || (key.equals("enabled")
                && (path.contains("networkPolicy") || path.contains("audit")));
    if (guard) {
      return way(!truth(was, false), !truth(is, false));
    }
    List<String> order = ORDERED.getOrDefault(key, List.of());
    int from = order.indexOf(was);
    int to = order.indexOf(is);
    return from < 0 || to < 0
        ? Optional.empty()
        : Optional.of(to > from ? Direction.WIDENED : Direction.NARROWED);
  }

  /// Written out and equal to the default is neither more nor less.
  private static Optional<Direction> way(boolean wasOpen, boolean isOpen) {
    if (wasOpen == isOpen) {
      return Optional.of(Direction.CHANGED);
    }
    return Optional.of(isOpen ? Direction.WIDENED : Direction.NARROWED);
  }

  private static boolean truth(String value, boolean absent) {
    return value.isEmpty() ? absent : value.equals("true");
  }
}
