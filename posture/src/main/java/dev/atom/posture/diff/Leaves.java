// SPDX-License-Identifier: Apache-2.0
package dev.atom.posture.diff;

import dev.atom.posture.manifest.BoolNode;
import dev.atom.posture.manifest.ListNode;
import dev.atom.posture.manifest.MapNode;
import dev.atom.posture.manifest.Node;
import dev.atom.posture.manifest.NullNode;
import dev.atom.posture.manifest.NumberNode;
import dev.atom.posture.manifest.TextNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/// The values of a tree by their path, without anything that is only text: the order of keys, of
/// named elements and of lists that are sets, comments, quotes, and what is empty.
final class Leaves {
  /// Lists whose order means something.
  private static final Set<String> ORDERED = Set.of("command", "args", "initContainers");

  /// What names an element of a list, the first that all elements have.
  private static final List<String> NAMES =
      List.of("name", "mountPath", "containerPort", "port", "key", "ip", "host");

  private final SortedMap<String, String> leaves = new TreeMap<>();

  private Leaves() {}

  static SortedMap<String, String> of(Node root) {
    var leaves = new Leaves();
    leaves.walk("", "", root);
    return leaves.leaves;
  }

  private void walk(String path, String key, Node node) {
    switch (node) {
      case MapNode map -> map.keys().forEach(each -> walk(join(path, each), each, map.get(each)));
      case ListNode list -> list(path, key, list.items());
      case TextNode _, NumberNode _, BoolNode _ -> leaves.put(path, node.scalar());
      case NullNode _ -> {
        // nothing is nothing
      }
    }
  }

  private void list(String path, String key, List<Node> items) {
    String name = NAMES.stream().filter(each -> names(items, each)).findFirst().orElse("");
    if (!name.isEmpty()) {
      for (Node item : items) {
        walk(path + "[" + item.get(name).scalar() + "]", "", item);
      }
      return;
    }
    List<Node> sorted = new ArrayList<>(items);
    if (!ORDERED.contains(key)) {
      sorted.sort(java.util.Comparator.comparing(Leaves::text));
    }
    for (int i = 0; i < sorted.size(); i++) {
      walk(path + "[" + i + "]", "", sorted.get(i));
    }
  }

  private static boolean names(List<Node> items, String key) {
    List<String> names = new ArrayList<>();
    for (Node item : items) {
      String name = item.get(key).scalar();
      if (name.isEmpty()) {
        return false;
      }
      names.add(name);
    }
    Collections.sort(names);
    return !names.isEmpty() && names.stream().distinct().count() == names.size();
  }

  private static String text(Node node) {
    return of(node).toString();
  }

  private static String join(String path, String key) {
    String safe = key.indexOf('.') >= 0 ? "[" + key + "]" : key;
    return path.isEmpty() || safe.startsWith("[") ? path + safe : path + "." + safe;
  }
}
