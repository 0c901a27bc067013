// SPDX-License-Identifier: Apache-2.0
package dev.atom.posture.podsecurity;

import dev.atom.posture.manifest.Defaulting;
import dev.atom.posture.manifest.Workload;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Judges pods by a Pod Security Standard, as the admission plugin of Kubernetes does: defaults
/// first, then every control of the level, over containers of every role.
public final class PodSecurity {
  private PodSecurity() {}

  /// What speaks against these pods at `level`, by the standards of `version`.
  public static PodVerdict judge(Workload workload, Level level, PolicyVersion version) {
    var pod = new Judged(Defaulting.of(workload, version.minor()), version.minor());
    for (Control control : controls(level, version)) {
      pod.under(control.id());
      control.check().accept(pod);
    }
    return new PodVerdict(pod.violations());
  }

  /// The ids of the controls of `level` in `version`.
  public static List<String> controlIds(Level level, PolicyVersion version) {
    return controls(level, version).stream().map(Control::id).toList();
  }

  private static List<Control> controls(Level level, PolicyVersion version) {
    List<Control> controls = new ArrayList<>();
    Set<String> replaced = new HashSet<>();
    if (level == Level.RESTRICTED) {
      for (Control control : RestrictedControls.ALL) {
        if (control.from() <= version.minor()) {
          controls.add(control);
          replaced.add(control.replaces());
        }
      }
    }
    if (level != Level.PRIVILEGED) {
      for (Control control : BaselineControls.ALL) {
        if (control.from() <= version.minor() && !replaced.contains(control.id())) {
          controls.add(control);
        }
      }
    }
    return controls;
  }
}
