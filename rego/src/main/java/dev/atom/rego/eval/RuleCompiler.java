// SPDX-License-Identifier: Apache-2.0
package dev.atom.rego.eval;

import dev.atom.rego.RuleInfo;
import dev.atom.rego.parse.Module;
import dev.atom.rego.parse.Position;
import dev.atom.rego.parse.Statement;
import dev.atom.rego.parse.Term;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Compiles one rule in two strokes: all rules are resolved, so that recursion can be seen, before
/// any is turned into closures.
final class RuleCompiler {
  private final Docs docs;
  private final Globals globals;
  private final Group group;
  private final Module.Rule rule;
  private final List<Term> tail;
  private final RuleInfo info;
  private final List<Resolved> branches = new ArrayList<>();

  RuleCompiler(
      Docs docs, Globals globals, Group group, Module.Rule rule, List<Term> tail, RuleInfo info) {
    this.docs = docs;
    this.globals = globals;
    this.group = group;
    this.rule = rule;
    this.tail = tail;
    this.info = info;
  }

  /// A branch with its names resolved.
  record Resolved(Position at, Node.Body body, List<Node> keys, Node value, int slots) {}

  List<Resolved> branches() {
    return branches;
  }

  Group group() {
    return group;
  }

  void resolve() {
    Term element = rule.head().element();
    branches.add(branch(rule.at(), rule.body(), element == null ? rule.head().value() : element));
    for (Module.Otherwise otherwise : rule.otherwise()) {
      branches.add(branch(otherwise.at(), otherwise.body(), otherwise.value()));
    }
  }

  private Resolved branch(Position at, List<Statement> body, Term value) {
    var resolver = new Resolver(globals);
    List<Term> args = rule.head().args() == null ? List.of() : rule.head().args();
    args.forEach(a -> resolver.fresh());
    Names arguments = arguments(args, resolver);
    var heads = new ArrayList<>(tail);
    heads.add(value);
    heads.addAll(args);
    Names names = resolver.open(arguments, body, heads);
    var lines = new ArrayList<Node.Line>();
    for (int i = 0; i < args.size(); i++) {
      var slot = new Node.Local(i, "$argument", at);
      Node argument = resolver.term(names, args.get(i));
      if (!(argument instanceof Node.Local l && l.slot() == i)) {
        lines.add(new Node.Line(at, new Node.Unify(argument, slot), false, List.of()));
      }
    }
    lines.addAll(resolver.body(names, body).lines());
    var keys = new ArrayList<Node>();
    tail.forEach(t -> keys.add(resolver.term(names, t)));
    Node head = resolver.term(names, value);
    return new Resolved(at, new Node.Body(lines), keys, head, resolver.slots());
  }

  /// Plain variables take the slot the argument arrives in; those inside patterns get their own.
  private static Names arguments(List<Term> args, Resolver resolver) {
    var names = new Names(null);
    for (int i = 0; i < args.size(); i++) {
      if (args.get(i) instanceof Term.Var v && names.find(v.name()) < 0) {
        names.declare(v.name(), i);
      } else {
        var inside = new HashSet<String>();
        Names.declared(args.get(i), inside);
        inside.stream()
            .filter(n -> names.find(n) < 0)
            .forEach(n -> names.declare(n, resolver.fresh()));
      }
    }
    return names;
  }

  void compile() {
    if (rule.isDefault()) {
      group.fallback = compile(branches.getFirst());
    } else {
      var code = new ArrayList<Group.Branch>();
      branches.forEach(branch -> code.add(compile(branch)));
      group.rules.add(new Group.RuleCode(info, List.copyOf(code)));
    }
  }

  private Group.Branch compile(Resolved branch) {
    var planner = new Planner(docs, branch.at(), branch.slots(), 1);
    var start = new BitSet();
    start.set(0, group.arity);
    var plan = new Plan(start);
    planner.body(branch.body(), plan);
    Terms terms = planner.terms();
    var keys = new Expr[branch.keys().size()];
    boolean constant = branch.value() instanceof Node.Const;
    for (int i = 0; i < keys.length; i++) {
      keys[i] = terms.required(branch.keys().get(i), plan, branch.at());
      constant &= branch.keys().get(i) instanceof Node.Const;
    }
    Expr value = terms.required(branch.value(), plan, branch.at());
    Step first = plan.link(last(keys, value, constant, branch.at()));
    return new Group.Branch(terms.slots(), terms.aux(), first);
  }

  private Step last(Expr[] keys, Expr value, boolean constant, Position at) {
    if (rule.isDefault()) {
      return Emit.fallback(value);
    }
    boolean set = rule.head().element() != null;
    return switch (group.kind) {
      case COMPLETE -> Emit.value(info, value, constant, false);
      case FUNCTION -> Emit.value(info, value, constant, true);
      case SET -> Emit.element(info, value, constant);
      case OBJECT -> Emit.member(info, at, keys, value, set, constant);
    };
  }

  /// The constant that every branch of the rule gives, or null.
  @Nullable Node constant() {
    Node value = branches.getFirst().value();
    boolean same =
        value instanceof Node.Const && branches.stream().allMatch(b -> b.value().equals(value));
    return same ? value : null;
  }

  boolean isDefault() {
    return rule.isDefault();
  }
}
