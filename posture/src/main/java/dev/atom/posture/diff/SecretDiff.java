// SPDX-License-Identifier: Apache-2.0
package dev.atom.posture.diff;

import dev.atom.posture.diff.Change.Aspect;
import dev.atom.posture.diff.Change.Direction;
import dev.atom.posture.manifest.Workload;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/// Secrets that workloads get now and did not before, and the other way round.
final class SecretDiff {
  private SecretDiff() {}

  static List<Change> of(Release before, Release after) {
    List<Change> changes = new ArrayList<>();
    SortedMap<String, Set<String>> was = uses(before);
    SortedMap<String, Set<String>> is = uses(after);
    Set<String> names = new TreeSet<>(was.keySet());
    names.addAll(is.keySet());
    for (String name : names) {
      Set<String> old = was.getOrDefault(name, Set.of());
      Set<String> now = is.getOrDefault(name, Set.of());
      new TreeSet<>(now)
          .stream()
              .filter(use -> !old.contains(use))
              .forEach(use -> changes.add(change(Direction.NEW, name, "", use)));
      new TreeSet<>(old)
          .stream()
              .filter(use -> !now.contains(use))
              .forEach(use -> changes.add(change(Direction.GONE, name, use, "")));
    }
    return changes;
  }

  private static Change change(Direction way, String name, String before, String after) {
    return new Change(
        Aspect.SECRET, way, name, "", before, after, Optional.of(HighRisk.ENV_FROM_SECRETS));
  }

  private static SortedMap<String, Set<String>> uses(Release release) {
    SortedMap<String, Set<String>> uses = new TreeMap<>();
    for (Workload workload : release.cluster().workloads()) {
      uses.computeIfAbsent(name(workload), _ -> new TreeSet<>()).addAll(SecretUse.of(workload));
    }
    return uses;
  }

  /// `Deployment ns/name`.
  static String name(Workload workload) {
    return workload.kind() + " " + workload.namespace() + "/" + workload.name();
  }
}
