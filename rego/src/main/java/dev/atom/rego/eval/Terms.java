// SPDX-License-Identifier: Apache-2.0
package dev.atom.rego.eval;

import dev.atom.rego.Value;
import dev.atom.rego.parse.Position;
import dev.atom.rego.parse.RegoException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Compiles terms. A reference with variables to bind becomes a step of its own before the
/// statement that holds it, and its result a slot.
final class Terms {
  private static final int BUDGET = 2_000_000;

  private final Planner planner;
  private final Vars vars;
  private final Docs docs;
  private final Position at;
  private int slots;
  private int aux;
  private int budget = BUDGET;

  Terms(Planner planner, Vars vars, Docs docs, Position at, int slots, int aux) {
    this.planner = planner;
    this.vars = vars;
    this.docs = docs;
    this.at = at;
    this.slots = slots;
    this.aux = aux;
  }

  int slots() {
    return slots;
  }

  int aux() {
    return aux;
  }

  int freshAux() {
    return aux++;
  }

  /// Bounds the work spent on one rule: ordering tries statements again and again.
  void spend() {
    if (--budget < 0) {
      throw new RegoException(at, "rego_compile_error", "rule too complex to be ordered");
    }
  }

  static int arity(Node.CallFunction call) {
    Group group = call.function().group;
    return group == null ? 0 : group.arity;
  }

  /// The term as an expression, or null while it reads a variable that is not bound.
  @Nullable Expr expr(Node node, Plan plan) {
    spend();
    return switch (node) {
      case Node.Const c -> {
        Value value = c.value();
        yield frame -> value;
      }
      case Node.Local l -> {
        int slot = l.slot();
        yield plan.bound.get(slot) ? frame -> frame.slots[slot] : null;
      }
      case Node.Root r -> r.data() ? docs.path(new Expr[0], List.of()) : Exprs.INPUT;
      case Node.Path p -> path(p, plan);
      case Node.Array a -> {
        Expr[] items = exprs(a.items(), plan);
        yield items == null ? null : Exprs.array(items);
      }
      case Node.SetOf s -> {
        Expr[] items = exprs(s.items(), plan);
        yield items == null ? null : Exprs.set(items);
      }
      case Node.Obj o -> {
        Expr[] keys = exprs(o.keys(), plan);
        Expr[] values = keys == null ? null : exprs(o.values(), plan);
        yield keys == null || values == null ? null : Exprs.object(keys, values);
      }
      case Node.CallBuiltin c -> builtin(c, plan);
      case Node.CallFunction c -> {
        Expr[] args = c.args().size() == arity(c) ? exprs(c.args(), plan) : null;
        yield args == null ? null : Calls.function(c.at(), c.function(), args);
      }
      case Node.Comprehension c -> ready(c, plan) ? comprehension(c, plan) : null;
      case Node.Template t -> ready(t, plan) ? template(t, plan) : null;
    };
  }

  /// Several terms; one may bind what another before it reads, as in `x == input.list[x]`.
  private Expr @Nullable [] exprs(List<Node> nodes, Plan plan) {
    var exprs = new Expr[nodes.size()];
    int missing = nodes.size();
    while (missing > 0) {
      int before = missing;
      for (int i = 0; i < exprs.length; i++) {
        Expr expr = exprs[i] == null ? attempt(nodes.get(i), plan) : null;
        if (expr != null) {
          exprs[i] = expr;
          missing--;
        }
      }
      if (missing == before) {
        return null;
      }
    }
    return exprs;
  }

  /// An expression whose steps are taken over only when it works out.
  private @Nullable Expr attempt(Node node, Plan plan) {
    if (node instanceof Node.Const || node instanceof Node.Local) {
      return expr(node, plan);
    }
    Plan attempt = plan.attempt();
    Expr expr = expr(node, attempt);
    if (expr != null) {
      plan.commit(attempt);
    }
    return expr;
  }

  private boolean ready(Node closure, Plan plan) {
    var outer = new BitSet();
    vars.of(closure, outer);
    outer.andNot(plan.bound);
    return outer.isEmpty();
  }

  private @Nullable Expr builtin(Node.CallBuiltin call, Plan plan) {
    if (call.args().size() != call.builtin().arity()) {
      return null;
    }
    Expr[] args = exprs(call.args(), plan);
    if (args == null) {
      return null;
    }
    Expr expr = Calls.builtin(call.at(), call.builtin(), args);
    if (!call.builtin().name().equals("walk")) {
      return expr;
    }
    int slot = slots++;
    plan.bound.set(slot);
    Pattern bind = Steps.bind(slot);
    plan.add(next -> Steps.each(expr, Steps.ANY, bind, next));
    return frame -> frame.slots[slot];
  }

  private @Nullable Expr path(Node.Path path, Plan plan) {
    Plan attempt = plan.attempt();
    var operands = new ArrayList<Expr>();
    for (Node operand : path.operands()) {
      Expr expr = expr(operand, attempt);
      if (expr == null) {
        return generated(path, plan);
      }
      operands.add(expr);
    }
    Expr[] exprs = operands.toArray(Expr[]::new);
    Expr whole;
    if (path.head() instanceof Node.Root root) {
      whole = root.data() ? docs.path(exprs, path.operands()) : Exprs.input(exprs, path.operands());
    } else {
      Expr head = expr(path.head(), attempt);
      if (head == null) {
        return null;
      }
      whole = Exprs.index(head, exprs, path.operands());
    }
    plan.commit(attempt);
    return whole;
  }

  /// A path with variables to bind: walked by a step before, its result kept in a slot.
  private @Nullable Expr generated(Node.Path path, Plan plan) {
    int slot = slots++;
    if (!generate(path, plan, after -> Steps.bind(slot))) {
      return null;
    }
    plan.bound.set(slot);
    return frame -> frame.slots[slot];
  }

  /// Adds a step that walks a path, binds the variables in it and matches what stands at its end.
  boolean generate(Node.Path path, Plan plan, Function<Plan, @Nullable Pattern> result) {
    spend();
    Plan attempt = plan.attempt();
    Expr head = path.head() instanceof Node.Root ? Exprs.INPUT : expr(path.head(), attempt);
    if (head == null) {
      return false;
    }
    Plan inside = attempt.attempt();
    var operands = new ArrayList<Walk.Operand>();
    boolean open = false;
    for (int i = 0; i < path.operands().size(); i++) {
      Node operand = path.operands().get(i);
      Plan before = inside.attempt();
      Expr expr = expr(operand, before);
      if (expr != null && open && !before.steps.isEmpty()) {
        return split(path, i, plan, result);
      }
      if (expr != null) {
        attempt.commit(before);
        inside.bound.or(before.bound);
        operands.add(Walk.Operand.given(expr, operand));
        continue;
      }
      Pattern pattern = pattern(operand, inside);
      if (pattern == null || !inside.steps.isEmpty()) {
        return false;
      }
      open = true;
      operands.add(Walk.Operand.open(pattern));
    }
    attempt.bound.or(inside.bound);
    Pattern end = result.apply(attempt);
    if (end == null) {
      return false;
    }
    plan.commit(attempt);
    Walk.Operand[] steps = operands.toArray(Walk.Operand[]::new);
    boolean data = path.head() instanceof Node.Root(boolean isData) && isData;
    plan.add(next -> data ? docs.walk(steps, end, next) : new Walk(head, steps, end, next));
    return true;
  }

  /// Walks the path up to an operand whose own steps need what the walk binds, then the rest.
  private boolean split(
      Node.Path path, int at, Plan plan, Function<Plan, @Nullable Pattern> result) {
    int slot = slots++;
    var front = new Node.Path(path.at(), path.head(), path.operands().subList(0, at));
    Plan attempt = plan.attempt();
    if (!generate(front, attempt, after -> Steps.bind(slot))) {
      return false;
    }
    attempt.bound.set(slot);
    var middle = new Node.Local(slot, "_", path.at());
    var rest =
        new Node.Path(path.at(), middle, path.operands().subList(at, path.operands().size()));
    if (!generate(rest, attempt, result)) {
      return false;
    }
    plan.commit(attempt);
    return true;
  }

  /// The term as a pattern that binds its free variables, or null when it cannot be one yet.
  @Nullable Pattern pattern(Node node, Plan plan) {
    spend();
    if (node instanceof Node.Local l && !plan.bound.get(l.slot())) {
      plan.bound.set(l.slot());
      return l.name().equals("_") ? Steps.ANY : Steps.bind(l.slot());
    }
    if (node instanceof Node.Array array) {
      return arrayPattern(array, plan);
    }
    if (node instanceof Node.Obj object) {
      return objectPattern(object, plan);
    }
    Expr expr = expr(node, plan);
    return expr == null ? null : Steps.same(expr);
  }

  private @Nullable Pattern arrayPattern(Node.Array array, Plan plan) {
    var items = new Pattern[array.items().size()];
    for (int i = 0; i < items.length; i++) {
      Pattern item = pattern(array.items().get(i), plan);
      if (item == null) {
        return null;
      }
      items[i] = item;
    }
    return Steps.items(items);
  }

  private @Nullable Pattern objectPattern(Node.Obj object, Plan plan) {
    Expr[] keys = exprs(object.keys(), plan);
    if (keys == null) {
      return null;
    }
    var values = new Pattern[keys.length];
    for (int i = 0; i < values.length; i++) {
      Pattern value = pattern(object.values().get(i), plan);
      if (value == null) {
        return null;
      }
      values[i] = value;
    }
    return Steps.members(keys, values);
  }

  private Expr comprehension(Node.Comprehension c, Plan outer) {
    Plan plan = outer.attempt();
    planner.body(c.body(), plan);
    Expr key = c.key() == null ? null : required(c.key(), plan, c.at());
    Expr head = required(c.head(), plan, c.at());
    return switch (c.kind()) {
      case ARRAY -> Comprehensions.array(aux++, head, plan);
      case SET -> Comprehensions.set(aux++, head, plan);
      case OBJECT -> Comprehensions.object(c.at(), aux++, key == null ? head : key, head, plan);
    };
  }

  private Expr template(Node.Template template, Plan outer) {
    var parts = new Expr[template.holes().size()];
    for (int i = 0; i < parts.length; i++) {
      Node.Hole hole = template.holes().get(i);
      if (hole.body() == null || hole.value() == null) {
        Value text = Value.of(hole.text());
        parts[i] = frame -> text;
      } else {
        Plan plan = outer.attempt();
        planner.body(hole.body(), plan);
        parts[i] = Comprehensions.set(aux++, required(hole.value(), plan, at), plan);
      }
    }
    return Exprs.template(parts);
  }

  /// The expression of a head, after a body that must have bound all it reads.
  Expr required(Node node, Plan plan, Position at) {
    Expr expr = expr(node, plan);
    if (expr != null) {
      return expr;
    }
    var read = new BitSet();
    vars.of(node, read);
    read.andNot(plan.bound);
    Node.Local culprit = new Locals(read).find(node);
    throw culprit == null
        ? new RegoException(at, "rego_unsafe_var_error", "expression is unsafe")
        : new RegoException(
            culprit.at(), "rego_unsafe_var_error", "var " + culprit.name() + " is unsafe");
  }

  Replacement replacement(List<Node.Replace> withs, @Nullable Expr[] values) {
    return new Replacement(docs, withs, values);
  }
}
