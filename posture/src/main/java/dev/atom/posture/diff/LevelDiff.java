// SPDX-License-Identifier: Apache-2.0
package dev.atom.posture.diff;

import dev.atom.posture.diff.Change.Aspect;
import dev.atom.posture.diff.Change.Direction;
import dev.atom.posture.manifest.Workload;
import dev.atom.posture.podsecurity.Level;
import dev.atom.posture.podsecurity.PodSecurity;
import dev.atom.posture.podsecurity.PolicyVersion;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Workloads whose strictest pod security level changed, with what stands against the old one.
final class LevelDiff {
  private LevelDiff() {}

  static List<Change> of(Release before, Release after, PolicyVersion version) {
    List<Change> changes = new ArrayList<>();
    SortedMap<String, Standing> was = standings(before, version);
    SortedMap<String, Standing> is = standings(after, version);
    Set<String> names = new TreeSet<>(was.keySet());
    names.addAll(is.keySet());
    for (String name : names) {
      change(name, was.get(name), is.get(name)).ifPresent(changes::add);
    }
    return changes;
  }

  private static Optional<Change> change(
      String name, @Nullable Standing was, @Nullable Standing is) {
    if (is == null) {
      return was == null
          ? Optional.empty()
          : Optional.of(made(Direction.GONE, name, was.text(), ""));
    }
    if (was == null) {
      return Optional.of(made(Direction.NEW, name, "", is.text()));
    }
    int order = is.level().compareTo(was.level());
    if (order == 0) {
      return Optional.empty();
    }
    var way = order < 0 ? Direction.WIDENED : Direction.NARROWED;
    return Optional.of(made(way, name, was.text(), is.text()));
  }

  /// A workload that is new and not restricted, or no longer as strict, demands a review.
  private static Change made(Direction way, String name, String before, String after) {
    boolean open =
        way == Direction.WIDENED
            || (way == Direction.NEW && !after.equals(Level.RESTRICTED.word()));
    return new Change(
        Aspect.POD_SECURITY,
        way,
        name,
        "",
        before,
        after,
        open ? Optional.of(HighRisk.POD_SECURITY_CONTEXT) : Optional.empty());
  }

  /// The least strict of the pods an object makes counts.
  private static SortedMap<String, Standing> standings(Release release, PolicyVersion version) {
    SortedMap<String, Standing> standings = new TreeMap<>();
    for (Workload workload : release.cluster().workloads()) {
      standings.merge(
          SecretDiff.name(workload),
          Standing.of(workload, version),
          (one, other) -> one.level().compareTo(other.level()) <= 0 ? one : other);
    }
    return standings;
  }

  private record Standing(Level level, String against) {
    static Standing of(Workload workload, PolicyVersion version) {
      var restricted = PodSecurity.judge(workload, Level.RESTRICTED, version);
      if (restricted.allowed()) {
        return new Standing(Level.RESTRICTED, "");
      }
      var baseline = PodSecurity.judge(workload, Level.BASELINE, version);
      var against = baseline.allowed() ? restricted : baseline;
      Set<String> controls = new TreeSet<>();
      against.violations().forEach(it -> controls.add(it.control()));
      return new Standing(
          baseline.allowed() ? Level.BASELINE : Level.PRIVILEGED, String.join(", ", controls));
    }

    String text() {
      return against.isEmpty() ? level.word() : level.word() + " (" + against + ")";
    }
  }
}
