// SPDX-License-Identifier: Apache-2.0
package dev.atom.rego.builtin;

import dev.atom.rego.ObjectValue;
import dev.atom.rego.SetValue;
import dev.atom.rego.Value;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Reachability in graphs given as an object of node to neighbours.
final class Graphs {
  private static final int PATH_MAX = 500;

  private Graphs() {}

  static List<Builtin> table() {
    return List.of(
        new Builtin("graph.reachable", 2, (c, a) -> reachable(c, a)),
        new Builtin("graph.reachable_paths", 2, (c, a) -> paths(c, a)));
  }

  private static Value reachable(BuiltinContext context, Value[] args) {
    ObjectValue graph = Args.object(args, 0);
    var open = new ArrayList<>(Args.items(args, 1));
    var reached = new SetValue.Builder(graph.size());
    while (!open.isEmpty()) {
      Value node = open.removeLast();
      Value next = graph.get(node);
      if (next != null && reached.add(node)) {
        context.charge(1);
        open.addAll(neighbours(next));
      }
    }
    return reached.build();
  }

  private static List<Value> neighbours(Value value) {
    return switch (value) {
      case Value.Arr a -> a.items();
      case SetValue s -> s.items();
      default -> List.of();
    };
  }

  private static Value paths(BuiltinContext context, Value[] args) {
    ObjectValue graph = Args.object(args, 0);
    var found = new SetValue.Builder(8);
    for (Value start : Args.items(args, 1)) {
      Value edges = graph.get(start);
      if (edges == null) {
        continue;
      }
      List<Value> first = neighbours(edges);
      if (first.isEmpty()) {
        found.add(Value.array(start));
      }
      for (Value neighbour : first) {
        var followed = new HashSet<>(Set.of(start));
        extend(context, graph, neighbour, List.of(start), followed, found);
      }
    }
    return found.build();
  }

  /// Follows every edge until it leaves the graph or comes to a node whose edges were followed.
  private static void extend(
      BuiltinContext context,
      ObjectValue graph,
      Value node,
      List<Value> before,
      Set<Value> followed,
      SetValue.Builder found) {
    context.charge(1 + before.size() / 4);
    if (before.size() > PATH_MAX) {
      throw BuiltinException.failed("path longer than " + PATH_MAX + " nodes");
    }
    Value next = graph.get(node);
    if (next == null) {
      found.add(Value.array(before));
      return;
    }
    var path = new ArrayList<>(before);
    path.add(node);
    List<Value> neighbours = neighbours(next);
    if (neighbours.isEmpty()) {
      found.add(Value.array(path));
    }
    for (Value neighbour : neighbours) {
      if (followed.contains(neighbour)) {
        found.add(Value.array(path));
      } else {
        followed.add(node);
        extend(context, graph, neighbour, path, followed, found);
      }
    }
  }
}
