// SPDX-License-Identifier: Apache-2.0
package dev.atom.config;

import dev.atom.config.Shape.Many;
import dev.atom.config.Shape.Maybe;
import dev.atom.config.Shape.Node;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Refuses keys that no record asks for, with the known key that was probably meant, and keys that
/// were retired, with their advice. A key that is silently ignored is a control that is not there.
final class UnknownKeys {
  private final Map<String, String> everywhere = new TreeMap<>();
  private final Map<String, String> retired = new TreeMap<>();
  private final List<ConfigProblem> problems;

  UnknownKeys(Class<? extends Record> type, Node root, List<ConfigProblem> problems) {
    this.problems = problems;
    for (Retired each : type.getAnnotationsByType(Retired.class)) {
      retired.put(each.key(), each.advice());
    }
    collect("", root);
  }

  private void collect(String path, Shape shape) {
    switch (shape) {
      case Node node ->
          node.fields()
              .forEach(field -> {
                String below = Names.join(path, field.key());
                everywhere.putIfAbsent(field.key(), below);
                collect(below, field.shape());
              });
      case Maybe(var element) -> collect(path, element);
      case Many(var element) -> collect(path + "[]", element);
      case Shape.Scalar _, Shape.Choice _ -> {}
    }
  }

  void check(String path, Node node, ConfigTree.Keys keys) {
    List<String> known = node.keys();
    keys.children()
        .forEach((key, child) -> {
          if (!known.contains(key)) {
            refuse(Names.join(path, key), key, known, child.origin());
          }
        });
  }

  private void refuse(String path, String key, List<String> known, Origin origin) {
    String advice = retired.get(path);
    if (advice != null) {
      problems.add(new ConfigProblem(path, "", origin.where(), "the key is retired", advice));
      return;
    }
    Optional<String> near = Names.nearest(key, known);
    String elsewhere = everywhere.get(key);
    String wayOut;
    if (near.isPresent()) {
      wayOut = "did you mean " + near.get() + "?";
    } else if (elsewhere != null) {
      wayOut = "did you mean " + elsewhere + "?";
    } else {
      wayOut = "keys here are " + String.join(", ", known);
    }
    problems.add(new ConfigProblem(path, "", origin.where(), "the key is not known", wayOut));
  }
}
