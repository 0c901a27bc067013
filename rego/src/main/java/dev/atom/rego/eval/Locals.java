// SPDX-License-Identifier: Apache-2.0
package dev.atom.rego.eval;

import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Finds, for an error message, where one of some variables is written.
final class Locals {
  private final BitSet wanted;

  Locals(BitSet wanted) {
    this.wanted = wanted;
  }

  Node.@Nullable Local find(Node.Ask ask) {
    return switch (ask) {
      case Node.Holds h -> find(h.term());
      case Node.Unify u -> first(List.of(u.left(), u.right()));
      case Node.SomeIn s -> first(List.of(s.domain(), s.value()));
      case Node.Every e -> {
        Node.Local found = find(e.domain());
        yield found != null ? found : body(e.body());
      }
    };
  }

  Node.@Nullable Local find(@Nullable Node node) {
    return switch (node) {
      case null -> null;
      case Node.Const _, Node.Root _ -> null;
      case Node.Local l -> wanted.get(l.slot()) ? l : null;
      case Node.Path p -> {
        Node.Local found = find(p.head());
        yield found != null ? found : first(p.operands());
      }
      case Node.Array a -> first(a.items());
      case Node.SetOf s -> first(s.items());
      case Node.Obj o -> {
        Node.Local found = first(o.keys());
        yield found != null ? found : first(o.values());
      }
      case Node.CallBuiltin c -> first(c.args());
      case Node.CallFunction c -> first(c.args());
      case Node.Comprehension c -> {
        Node.Local found = body(c.body());
        yield found != null ? found : find(c.head());
      }
      case Node.Template t -> {
        for (Node.Hole hole : t.holes()) {
          Node.Local found = hole.body() == null ? null : body(hole.body());
          if (found != null) {
            yield found;
          }
        }
        yield null;
      }
    };
  }

  private Node.@Nullable Local body(Node.Body body) {
    for (Node.Line line : body.lines()) {
      Node.Local found = find(line.ask());
      if (found != null) {
        return found;
      }
    }
    return null;
  }

  private Node.@Nullable Local first(List<Node> nodes) {
    for (Node node : nodes) {
      Node.Local found = find(node);
      if (found != null) {
        return found;
      }
    }
    return null;
  }
}
