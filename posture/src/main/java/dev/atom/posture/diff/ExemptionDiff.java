// SPDX-License-Identifier: Apache-2.0
package dev.atom.posture.diff;

import dev.atom.posture.diff.Change.Aspect;
import dev.atom.posture.diff.Change.Direction;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// Recorded deviations that came, went or say something else.
final class ExemptionDiff {
  private ExemptionDiff() {}

  static List<Change> of(Map<String, String> before, Map<String, String> after) {
    List<Change> changes = new ArrayList<>();
    Set<String> names = new TreeSet<>(before.keySet());
    names.addAll(after.keySet());
    for (String name : names) {
      String was = before.getOrDefault(name, "");
      String is = after.getOrDefault(name, "");
      if (!was.equals(is)) {
        Direction way = Direction.CHANGED;
        if (was.isEmpty()) {
          way = Direction.NEW;
        } else if (is.isEmpty()) {
          way = Direction.GONE;
        }
        changes.add(new Change(Aspect.EXEMPTION, way, name, "", was, is, Optional.empty()));
      }
    }
    return changes;
  }
}
