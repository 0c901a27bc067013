// SPDX-License-Identifier: Apache-2.0
package dev.atom.posture.manifest;

import java.util.ArrayList;
import java.util.List;

/// Where pods are in an object of some kind.
///
/// @param steps the keys from the object to the template; one that ends in `[]` means every element
///   of a list
/// @param bare whether a pod spec is there without a template around it
record PodPath(List<String> steps, boolean bare) {
  PodPath {
    steps = List.copyOf(steps);
  }

  /// Reads `spec.groups[].template`, `spec.predictor!`, `.`.
  static PodPath parse(String path) {
    boolean bare = path.endsWith("!");
    String steps = bare ? path.substring(0, path.length() - 1) : path;
    return new PodPath(steps.equals(".") ? List.of() : List.of(steps.split("\\.")), bare);
  }

  /// What is there: each with its path.
  List<Found> in(Node root) {
    List<Found> found = List.of(new Found("", root));
    for (String step : steps) {
      found = found.stream().flatMap(f -> next(f, step).stream()).toList();
    }
    return found.stream().filter(f -> f.node instanceof MapNode).toList();
  }

  private static List<Found> next(Found from, String step) {
    boolean each = step.endsWith("[]");
    String key = each ? step.substring(0, step.length() - 2) : step;
    String path = from.path.isEmpty() ? key : from.path + "." + key;
    Node value = from.node.get(key);
    if (!each) {
      return List.of(new Found(path, value));
    }
    List<Found> found = new ArrayList<>();
    for (Node item : value.items()) {
      found.add(new Found(path + "[" + FieldPath.element(item, found.size()) + "]", item));
    }
    return found;
  }

  /// A value and where it is.
  record Found(String path, Node node) {}
}
