// SPDX-License-Identifier: Apache-2.0
package dev.atom.rego.eval;

import dev.atom.rego.Value;
import dev.atom.rego.parse.RegoException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Refuses rules that depend on themselves, directly or through others.
final class Recursion {
  private final DocNode root;
  private final Map<Group, Set<Group>> edges = new LinkedHashMap<>();
  private final Set<Group> done = new HashSet<>();
  private Set<Group> current = new LinkedHashSet<>();

  Recursion(DocNode root, List<RuleCompiler> rules) {
    this.root = root;
    for (RuleCompiler rule : rules) {
      current = edges.computeIfAbsent(rule.group(), _ -> new LinkedHashSet<>());
      for (RuleCompiler.Resolved branch : rule.branches()) {
        body(branch.body());
        all(branch.keys());
        term(branch.value());
      }
    }
  }

  /// Walks without the Java stack: chains of rules may be long.
  void check() {
    for (Group start : edges.keySet()) {
      if (!done.contains(start)) {
        from(start);
      }
    }
  }

  private void from(Group start) {
    var path = new ArrayList<Group>();
    var open = new HashSet<Group>();
    var waiting = new ArrayList<Iterator<Group>>();
    enter(start, path, open, waiting);
    while (!waiting.isEmpty()) {
      if (!waiting.getLast().hasNext()) {
        waiting.removeLast();
        Group finished = path.removeLast();
        open.remove(finished);
        done.add(finished);
        continue;
      }
      Group next = waiting.getLast().next();
      if (open.contains(next)) {
        throw recursive(next, path);
      }
      if (!done.contains(next)) {
        enter(next, path, open, waiting);
      }
    }
  }

  private void enter(
      Group group, List<Group> path, Set<Group> open, List<Iterator<Group>> waiting) {
    path.add(group);
    open.add(group);
    waiting.add(edges.getOrDefault(group, Set.of()).iterator());
  }

  private static RegoException recursive(Group group, List<Group> path) {
    var shown = new StringBuilder();
    for (Group step : path.subList(path.indexOf(group), path.size())) {
      shown.append(step.node.path).append(" -> ");
    }
    shown.append(group.node.path);
    return new RegoException(
        group.at, "rego_recursion_error", "rule " + group.node.path + " is recursive: " + shown);
  }

  private void body(Node.Body body) {
    for (Node.Line line : body.lines()) {
      switch (line.ask()) {
        case Node.Holds h -> term(h.term());
        case Node.Unify u -> {
          term(u.left());
          term(u.right());
        }
        case Node.SomeIn s -> {
          term(s.key());
          term(s.value());
          term(s.domain());
        }
        case Node.Every e -> {
          term(e.domain());
          body(e.body());
        }
      }
      for (Node.Replace with : line.withs()) {
        term(with.value());
        if (with.mock() instanceof DocNode function && function.group != null) {
          current.add(function.group);
        }
      }
    }
  }

  private void all(List<Node> nodes) {
    nodes.forEach(this::term);
  }

  private void term(@Nullable Node node) {
    switch (node) {
      case null -> {}
      case Node.Const _, Node.Local _ -> {}
      case Node.Root r -> {
        if (r.data()) {
          below(root);
        }
      }
      case Node.Path p -> {
        if (p.head() instanceof Node.Root(boolean data)) {
          if (data) {
            path(root, p.operands(), 0);
          }
        } else {
          term(p.head());
        }
        all(p.operands());
      }
      case Node.Array a -> all(a.items());
      case Node.SetOf s -> all(s.items());
      case Node.Obj o -> {
        all(o.keys());
        all(o.values());
      }
      case Node.CallBuiltin c -> all(c.args());
      case Node.CallFunction c -> {
        below(c.function());
        all(c.args());
      }
      case Node.Comprehension c -> {
        body(c.body());
        term(c.key());
        term(c.head());
      }
      case Node.Template t -> {
        for (Node.Hole hole : t.holes()) {
          if (hole.body() != null) {
            body(hole.body());
          }
        }
      }
    }
  }

  /// All documents that a reference below `data` may reach.
  private void path(DocNode node, List<Node> operands, int position) {
    if (node.group != null || position == operands.size()) {
      below(node);
      return;
    }
    if (!(operands.get(position) instanceof Node.Const(Value key))) {
      node.children.values().forEach(child -> path(child, operands, position + 1));
    } else if (key instanceof Value.Str name) {
      DocNode child = node.children.get(name.text());
      if (child != null) {
        path(child, operands, position + 1);
      }
    }
  }

  private void below(DocNode node) {
    if (node.group != null) {
      current.add(node.group);
    }
    node.children.values().forEach(this::below);
  }
}
