// SPDX-License-Identifier: Apache-2.0
package dev.atom.rego.eval;

import dev.atom.rego.parse.Position;
import dev.atom.rego.parse.RegoException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Orders the statements of a body so that whatever reads a variable comes after what binds it, and
/// compiles them on the way. A statement that never becomes ready has an unsafe variable.
final class Planner {
  private final Terms terms;
  private final Vars vars;

  Planner(Docs docs, Position at, int slots, int aux) {
    this.vars = new Vars();
    this.terms = new Terms(this, vars, docs, at, slots, aux);
  }

  Terms terms() {
    return terms;
  }

  /// Plans all statements of a body.
  void body(Node.Body body, Plan plan) {
    List<Node.Line> waiting = new ArrayList<>(body.lines());
    while (!waiting.isEmpty()) {
      int before = waiting.size();
      waiting.removeIf(line -> tryLine(line, plan));
      if (waiting.size() == before) {
        throw unsafe(waiting.getFirst(), plan);
      }
    }
  }

  private boolean tryLine(Node.Line line, Plan plan) {
    terms.spend();
    Plan attempt = plan.attempt();
    if (!line(line, attempt)) {
      return false;
    }
    plan.commit(attempt);
    return true;
  }

  private boolean line(Node.Line line, Plan plan) {
    if (line.withs().isEmpty()) {
      return negatable(line, plan);
    }
    var values = new @Nullable Expr[line.withs().size()];
    for (int i = 0; i < values.length; i++) {
      Node value = line.withs().get(i).value();
      if (value != null) {
        values[i] = terms.expr(value, plan);
        if (values[i] == null) {
          return false;
        }
      }
    }
    Plan inner = plan.attempt();
    if (!negatable(line, inner)) {
      return false;
    }
    int saved = terms.freshAux();
    var replacement = terms.replacement(line.withs(), values);
    plan.bound.or(inner.bound);
    plan.add(next -> {
      Step leave = Steps.leave(saved, next);
      return Steps.enter(saved, replacement, inner.link(leave));
    });
    return true;
  }

  private boolean negatable(Node.Line line, Plan plan) {
    if (!line.negated()) {
      return ask(line.ask(), plan);
    }
    var read = new BitSet();
    vars.of(line.ask(), read);
    read.andNot(plan.bound);
    if (!read.isEmpty()) {
      return false;
    }
    Plan inner = plan.attempt();
    if (!ask(line.ask(), inner)) {
      return false;
    }
    Step body = inner.link(Steps.FOUND);
    plan.add(next -> frame -> !body.run(frame) && next.run(frame));
    return true;
  }

  private boolean ask(Node.Ask ask, Plan plan) {
    return switch (ask) {
      case Node.Holds h -> holds(h.term(), plan);
      case Node.Unify u -> unify(u, plan);
      case Node.SomeIn s -> someIn(s, plan);
      case Node.Every e -> every(e, plan);
    };
  }

  private boolean holds(Node term, Plan plan) {
    if (term instanceof Node.CallBuiltin c && c.args().size() == c.builtin().arity() + 1) {
      var call =
          new Node.CallBuiltin(c.at(), c.builtin(), c.args().subList(0, c.args().size() - 1));
      return pair(c.args().getLast(), call, plan);
    }
    if (term instanceof Node.CallFunction c && c.args().size() == Terms.arity(c) + 1) {
      var call =
          new Node.CallFunction(c.at(), c.function(), c.args().subList(0, c.args().size() - 1));
      return pair(c.args().getLast(), call, plan);
    }
    if (term instanceof Node.Path path) {
      return terms.generate(path, plan, after -> (frame, value) -> Steps.holds(value));
    }
    Expr expr = terms.expr(term, plan);
    if (expr == null) {
      return false;
    }
    plan.add(next -> frame -> Steps.holds(expr.eval(frame)) && next.run(frame));
    return true;
  }

  /// Makes two terms equal, taking them apart where both have variables to bind.
  private boolean unify(Node.Unify unify, Plan plan) {
    List<Node.Unify> open = new ArrayList<>();
    open.add(unify);
    while (!open.isEmpty()) {
      int before = open.size();
      var parts = new ArrayList<Node.Unify>();
      open.removeIf(u -> pair(u.left(), u.right(), plan) || apart(u, parts, plan));
      if (parts.isEmpty() && open.size() == before) {
        return false;
      }
      open.addAll(parts);
    }
    return true;
  }

  private boolean pair(Node left, Node right, Plan plan) {
    return oneSide(right, left, plan) || oneSide(left, right, plan);
  }

  /// Evaluates one side and matches the other with it.
  private boolean oneSide(Node value, Node pattern, Plan plan) {
    Plan attempt = plan.attempt();
    if (value instanceof Node.Path path) {
      if (!terms.generate(path, attempt, after -> terms.pattern(pattern, after))) {
        return false;
      }
      plan.commit(attempt);
      return true;
    }
    Expr expr = terms.expr(value, attempt);
    if (expr == null) {
      return false;
    }
    Pattern match = terms.pattern(pattern, attempt);
    if (match == null) {
      return false;
    }
    plan.commit(attempt);
    plan.add(Steps.match(expr, match));
    return true;
  }

  private static boolean apart(Node.Unify unify, List<Node.Unify> parts, Plan plan) {
    if (unify.left() instanceof Node.Array a && unify.right() instanceof Node.Array b) {
      if (a.items().size() != b.items().size()) {
        plan.add(next -> frame -> false);
        return true;
      }
      for (int i = 0; i < a.items().size(); i++) {
        parts.add(new Node.Unify(a.items().get(i), b.items().get(i)));
      }
      return true;
    }
    if (unify.left() instanceof Node.Obj a && unify.right() instanceof Node.Obj b) {
      return members(a, b, parts);
    }
    return false;
  }

  private static boolean members(Node.Obj a, Node.Obj b, List<Node.Unify> parts) {
    if (a.keys().size() != b.keys().size()) {
      return false;
    }
    var found = new ArrayList<Node.Unify>();
    for (int i = 0; i < a.keys().size(); i++) {
      int at = b.keys().indexOf(a.keys().get(i));
      if (at < 0) {
        return false;
      }
      found.add(new Node.Unify(a.values().get(i), b.values().get(at)));
    }
    parts.addAll(found);
    return true;
  }

  private boolean someIn(Node.SomeIn some, Plan plan) {
    Expr domain = terms.expr(some.domain(), plan);
    if (domain == null) {
      return false;
    }
    Pattern key = some.key() == null ? Steps.ANY : terms.pattern(some.key(), plan);
    Pattern value = key == null ? null : terms.pattern(some.value(), plan);
    if (key == null || value == null) {
      return false;
    }
    plan.add(next -> Steps.each(domain, key, value, next));
    return true;
  }

  private boolean every(Node.Every every, Plan plan) {
    Expr domain = terms.expr(every.domain(), plan);
    BitSet outer = (BitSet) vars.closure(every).clone();
    outer.andNot(plan.bound);
    if (domain == null || !outer.isEmpty()) {
      return false;
    }
    Plan inner = plan.attempt();
    inner.bound.set(every.value().slot());
    int key = every.key() == null ? -1 : every.key().slot();
    if (key >= 0) {
      inner.bound.set(key);
    }
    body(every.body(), inner);
    Step body = inner.link(Steps.FOUND);
    int value = every.value().slot();
    plan.add(next -> Steps.every(domain, key, value, body, next));
    return true;
  }

  private RegoException unsafe(Node.Line line, Plan plan) {
    return unsafe(line.at(), line.ask(), line.withs(), plan);
  }

  private RegoException unsafe(Position at, Node.Ask ask, List<Node.Replace> withs, Plan plan) {
    var read = new BitSet();
    vars.of(ask, read);
    withs.forEach(w -> vars.of(w.value(), read));
    read.andNot(plan.bound);
    Node.Local culprit = new Locals(read).find(ask);
    return culprit == null
        ? new RegoException(at, "rego_unsafe_var_error", "expression is unsafe")
        : new RegoException(
            culprit.at(), "rego_unsafe_var_error", "var " + culprit.name() + " is unsafe");
  }
}
