// SPDX-License-Identifier: Apache-2.0
package dev.atom.rego.eval;

import java.util.BitSet;
import java.util.IdentityHashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Which slots a term reads. Of a closure only those count that belong to a body around it.
final class Vars {
  private final IdentityHashMap<Node, BitSet> closures = new IdentityHashMap<>();
  private final IdentityHashMap<Node.Every, BitSet> everies = new IdentityHashMap<>();

  /// Adds the slots of a term.
  void of(@Nullable Node node, BitSet into) {
    switch (node) {
      case null -> {}
      case Node.Const _, Node.Root _ -> {}
      case Node.Local l -> into.set(l.slot());
      case Node.Path p -> {
        of(p.head(), into);
        all(p.operands(), into);
      }
      case Node.Array a -> all(a.items(), into);
      case Node.SetOf s -> all(s.items(), into);
      case Node.Obj o -> {
        all(o.keys(), into);
        all(o.values(), into);
      }
      case Node.CallBuiltin c -> all(c.args(), into);
      case Node.CallFunction c -> all(c.args(), into);
      case Node.Comprehension c -> into.or(closures.computeIfAbsent(c, _ -> comprehension(c)));
      case Node.Template t -> into.or(closures.computeIfAbsent(t, _ -> template(t)));
    }
  }

  void of(Node.Ask ask, BitSet into) {
    switch (ask) {
      case Node.Holds h -> of(h.term(), into);
      case Node.Unify u -> {
        of(u.left(), into);
        of(u.right(), into);
      }
      case Node.SomeIn s -> {
        of(s.key(), into);
        of(s.value(), into);
        of(s.domain(), into);
      }
      case Node.Every e -> {
        of(e.domain(), into);
        into.or(closure(e));
      }
    }
  }

  /// The outer slots that the body of an `every` reads.
  BitSet closure(Node.Every every) {
    return everies.computeIfAbsent(
        every,
        e -> {
          var slots = new BitSet();
          body(e.body(), slots);
          slots.clear(e.firstSlot(), Math.max(e.firstSlot(), slots.length()));
          return slots;
        });
  }

  private BitSet comprehension(Node.Comprehension c) {
    var slots = new BitSet();
    body(c.body(), slots);
    of(c.key(), slots);
    of(c.head(), slots);
    slots.clear(c.firstSlot(), Math.max(c.firstSlot(), slots.length()));
    return slots;
  }

  private BitSet template(Node.Template t) {
    var slots = new BitSet();
    for (Node.Hole hole : t.holes()) {
      if (hole.body() != null) {
        body(hole.body(), slots);
      }
    }
    slots.clear(t.firstSlot(), Math.max(t.firstSlot(), slots.length()));
    return slots;
  }

  private void body(Node.Body body, BitSet into) {
    for (Node.Line line : body.lines()) {
      of(line.ask(), into);
      line.withs().forEach(w -> of(w.value(), into));
    }
  }

  private void all(List<Node> nodes, BitSet into) {
    nodes.forEach(n -> of(n, into));
  }
}
