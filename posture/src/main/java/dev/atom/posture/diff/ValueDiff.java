// SPDX-License-Identifier: Apache-2.0
package dev.atom.posture.diff;

import dev.atom.posture.diff.Change.Aspect;
import dev.atom.posture.diff.Change.Direction;
import dev.atom.posture.manifest.Manifest;
import dev.atom.posture.manifest.Node;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;

/// Changed values of high-risk keys, in values files and in rendered objects.
final class ValueDiff {
  private final List<Change> changes = new ArrayList<>();

  private ValueDiff() {}

  static List<Change> of(Release before, Release after) {
    var diff = new ValueDiff();
    diff.files(before.values(), after.values());
    diff.objects(objects(before), objects(after));
    return diff.changes;
  }

  private void files(SortedMap<String, Node> before, SortedMap<String, Node> after) {
    Set<String> names = new TreeSet<>(before.keySet());
    names.addAll(after.keySet());
    for (String name : names) {
      compare(
          name,
          before.containsKey(name) ? Leaves.of(before.get(name)) : new TreeMap<>(),
          after.containsKey(name) ? Leaves.of(after.get(name)) : new TreeMap<>(),
          Families::inValues);
    }
  }

  /// By kind and name only: a new version of the API is no change in effect.
  private static SortedMap<String, Manifest> objects(Release release) {
    SortedMap<String, Manifest> objects = new TreeMap<>();
    for (Manifest it : release.cluster().manifests()) {
      String where = it.namespace().isEmpty() ? "" : it.namespace() + "/";
      objects.putIfAbsent(it.kind() + " " + where + it.name(), it);
    }
    return objects;
  }

  private void objects(Map<String, Manifest> before, Map<String, Manifest> after) {
    Set<String> names = new TreeSet<>(before.keySet());
    names.addAll(after.keySet());
    for (String name : names) {
      Manifest old = before.get(name);
      Manifest now = after.get(name);
      Manifest any = now == null ? old : now;
      if (any != null) {
        compare(
            name,
            old == null ? new TreeMap<>() : Leaves.of(old.root()),
            now == null ? new TreeMap<>() : Leaves.of(now.root()),
            path -> Families.inObject(any, path));
      }
    }
  }

  private void compare(
      String subject,
      SortedMap<String, String> before,
      SortedMap<String, String> after,
      Function<String, Optional<HighRisk>> family) {
    Set<String> paths = new TreeSet<>(before.keySet());
    paths.addAll(after.keySet());
    for (String path : paths) {
      String was = before.get(path);
      String is = after.get(path);
      Optional<HighRisk> of = family.apply(path);
      if (of.isEmpty() || (was == null ? is == null : was.equals(is))) {
        continue;
      }
      changes.add(
          new Change(
              Aspect.VALUE,
              direction(path, was == null ? "" : was, is == null ? "" : is),
              subject,
              path,
              was == null ? "" : Shown.value(path, was),
              is == null ? "" : Shown.value(path, is),
              of));
    }
  }

  private static Direction direction(String path, String was, String is) {
    return Openness.compare(path, was, is)
        .orElseGet(() -> {
          if (was.isEmpty()) {
            return Direction.NEW;
          }
          return is.isEmpty() ? Direction.GONE : Direction.CHANGED;
        });
  }
}
