// SPDX-License-Identifier: Apache-2.0
package dev.atom.rego.eval;

import dev.atom.rego.ObjectValue;
import dev.atom.rego.Value;
import dev.atom.rego.builtin.Builtin;
import dev.atom.rego.parse.Position;
import dev.atom.rego.parse.RegoException;
import dev.atom.rego.parse.Statement;
import dev.atom.rego.parse.Term;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Gives every name of one rule its meaning: a slot of the rule's frame, a document, a function.
final class Resolver {
  private final Globals globals;
  private int slots;

  Resolver(Globals globals) {
    this.globals = globals;
  }

  /// How many slots have been given out.
  int slots() {
    return slots;
  }

  int fresh() {
    return slots++;
  }

  /// Opens the scope of a body inside another: its undeclared names become variables.
  Names open(@Nullable Names outer, List<Statement> body, List<Term> heads) {
    var names = new Names(outer);
    var declared = new HashSet<String>();
    for (String name : undeclared(outer, body)) {
      names.declare(name, fresh());
    }
    for (Statement statement : body) {
      declarations(statement, declared);
    }
    for (String name : Names.used(heads, n -> declared.contains(n) || known(names, n))) {
      names.declare(name, fresh());
    }
    return names;
  }

  private Set<String> undeclared(@Nullable Names outer, List<Statement> body) {
    return Names.undeclared(
        body,
        name -> known(outer, name),
        term -> globals.functionOrNull(term, name -> known(outer, name)) instanceof Builtin);
  }

  private static void declarations(Statement statement, Set<String> into) {
    switch (statement.ask()) {
      case Statement.Assign a -> Names.declared(a.left(), into);
      case Statement.Some s -> s.names().forEach(n -> Names.declared(n, into));
      case Statement.SomeIn s -> {
        Names.declared(s.value(), into);
        if (s.key() != null) {
          Names.declared(s.key(), into);
        }
      }
      case Statement.Holds _, Statement.Unify _, Statement.Every _ -> {
        // These declare nothing.
      }
    }
  }

  private boolean known(@Nullable Names names, String name) {
    return (names != null && names.find(name) >= 0) || globals.has(name);
  }

  Node.Body body(Names names, List<Statement> statements) {
    var lines = new ArrayList<Node.Line>();
    for (Statement statement : statements) {
      if (isPrint(statement)) {
        continue;
      }
      List<Node.Replace> withs = new ArrayList<>();
      for (Statement.With with : statement.withs()) {
        withs.add(replace(names, with));
      }
      Node.@Nullable Ask ask = ask(names, statement.ask());
      if (ask != null) {
        lines.add(new Node.Line(statement.at(), ask, statement.negated(), withs));
      }
    }
    return new Node.Body(lines);
  }

  /// Printing has no place in a decision: the call is accepted and dropped, as the language allows.
  private static boolean isPrint(Statement statement) {
    return statement.ask() instanceof Statement.Holds(Term.Call call)
        && call.operator() instanceof Term.Var v
        && v.name().equals("print");
  }

  private Node.@Nullable Ask ask(Names names, Statement.Ask ask) {
    return switch (ask) {
      case Statement.Holds h -> new Node.Holds(term(names, h.term()));
      case Statement.Unify u -> new Node.Unify(term(names, u.left()), term(names, u.right()));
      case Statement.Assign a -> {
        Node right = term(names, a.right());
        assignable(a.left());
        declare(names, a.left());
        yield new Node.Unify(term(names, a.left()), right);
      }
      case Statement.Some s -> {
        s.names().forEach(n -> declare(names, n));
        yield null;
      }
      case Statement.SomeIn s -> {
        Node domain = term(names, s.domain());
        if (s.key() != null) {
          declare(names, s.key());
        }
        declare(names, s.value());
        yield new Node.SomeIn(
            s.key() == null ? null : term(names, s.key()), term(names, s.value()), domain);
      }
      case Statement.Every e -> every(names, e);
    };
  }

  private static void assignable(Term left) {
    if (left instanceof Term.Ref || left instanceof Term.Call || left instanceof Term.Literal) {
      throw new RegoException(
          left.at(), "rego_compile_error", "cannot assign to this term: use a variable");
    }
  }

  private void declare(Names names, Term pattern) {
    var declared = new HashSet<String>();
    Names.declared(pattern, declared);
    for (String name : declared) {
      names.declare(name, fresh());
    }
  }

  private Node.Ask every(Names outer, Statement.Every every) {
    Node domain = term(outer, every.domain());
    int first = slots;
    var arguments = new Names(outer);
    declare(arguments, every.value());
    if (every.key() != null) {
      declare(arguments, every.key());
    }
    var key = every.key() == null ? null : (Node.Local) term(arguments, every.key());
    var value = (Node.Local) term(arguments, every.value());
    Names names = open(arguments, every.body(), List.of());
    return new Node.Every(key, value, domain, body(names, every.body()), first);
  }

  Node term(Names names, Term term) {
    return switch (term) {
      case Term.Literal l -> new Node.Const(l.value());
      case Term.Var v -> variable(names, v);
      case Term.Ref r -> reference(names, r);
      case Term.Array a -> array(terms(names, a.items()));
      case Term.SetOf s -> set(terms(names, s.items()));
      case Term.Obj o -> object(names, o);
      case Term.Call c -> call(names, c);
      case Term.Comprehension c -> comprehension(names, c);
      case Term.Template t -> template(names, t);
    };
  }

  private List<Node> terms(Names names, List<Term> terms) {
    var nodes = new ArrayList<Node>(terms.size());
    for (Term term : terms) {
      nodes.add(term(names, term));
    }
    return nodes;
  }

  private Node variable(Names names, Term.Var variable) {
    int slot = names.find(variable.name());
    if (slot < 0) {
      Node global = globals.document(variable);
      if (global != null) {
        return global;
      }
      slot = fresh();
      names.declare(variable.name(), slot);
    }
    return new Node.Local(slot, variable.isWildcard() ? "_" : variable.name(), variable.at());
  }

  private Node reference(Names names, Term.Ref reference) {
    Node head = term(names, reference.head());
    var operands = new ArrayList<Node>();
    if (head instanceof Node.Path path) {
      head = path.head();
      operands.addAll(path.operands());
    }
    operands.addAll(terms(names, reference.path()));
    return new Node.Path(reference.at(), head, operands);
  }

  private static Node array(List<Node> items) {
    Value[] values = constants(items);
    return values == null ? new Node.Array(items) : new Node.Const(Value.array(values));
  }

  private static Node set(List<Node> items) {
    Value[] values = constants(items);
    return values == null ? new Node.SetOf(items) : new Node.Const(Value.set(values));
  }

  private Node object(Names names, Term.Obj object) {
    var keys = new ArrayList<Node>();
    var values = new ArrayList<Node>();
    for (Term.Member member : object.members()) {
      keys.add(term(names, member.key()));
      values.add(term(names, member.value()));
    }
    Value[] constantKeys = constants(keys);
    Value[] constantValues = constants(values);
    if (constantKeys == null || constantValues == null) {
      return new Node.Obj(keys, values);
    }
    var builder = new ObjectValue.Builder(constantKeys.length);
    for (int i = 0; i < constantKeys.length; i++) {
      builder.put(constantKeys[i], constantValues[i]);
    }
    return new Node.Const(builder.build());
  }

  private static Value @Nullable [] constants(List<Node> nodes) {
    var values = new Value[nodes.size()];
    for (int i = 0; i < values.length; i++) {
      if (!(nodes.get(i) instanceof Node.Const(Value value))) {
        return null;
      }
      values[i] = value;
    }
    return values;
  }

  private Node call(Names names, Term.Call call) {
    Object function = globals.function(call.operator(), n -> names.find(n) >= 0);
    List<Node> args = terms(names, call.args());
    int arity = globals.arity(function);
    if (args.size() != arity && args.size() != arity + 1) {
      throw new RegoException(
          call.at(),
          "rego_type_error",
          globals.name(function) + ": takes " + arity + " arguments but got " + args.size());
    }
    return function instanceof Builtin builtin
        ? new Node.CallBuiltin(call.at(), builtin, args)
        : new Node.CallFunction(call.at(), (DocNode) function, args);
  }

  private Node comprehension(Names outer, Term.Comprehension c) {
    int first = slots;
    Names names =
        open(outer, c.body(), c.key() == null ? List.of(c.head()) : List.of(c.key(), c.head()));
    Node.Body body = body(names, c.body());
    Node key = c.key() == null ? null : term(names, c.key());
    return new Node.Comprehension(c.at(), c.kind(), key, term(names, c.head()), body, first);
  }

  private Node template(Names outer, Term.Template template) {
    int first = slots;
    var holes = new ArrayList<Node.Hole>();
    for (Term.Part part : template.parts()) {
      holes.add(part.hole() == null ? new Node.Hole(part.text(), null, null) : hole(outer, part));
    }
    if (holes.isEmpty()) {
      return new Node.Const(Value.of(""));
    }
    return new Node.Template(holes, first);
  }

  /// A hole is a small comprehension: the term made equal to a variable of its own.
  private Node.Hole hole(Names outer, Term.Part part) {
    Statement hole = java.util.Objects.requireNonNull(part.hole());
    if (hole.negated() || !(hole.ask() instanceof Statement.Holds(Term shown))) {
      throw new RegoException(
          hole.at(), "rego_parse_error", "a template expression must be a term");
    }
    var names = new Names(outer);
    var value = new Node.Local(fresh(), "$template", hole.at());
    var withs = new ArrayList<Node.Replace>();
    hole.withs().forEach(w -> withs.add(replace(names, w)));
    var ask = new Node.Unify(value, term(names, shown));
    var line = new Node.Line(hole.at(), ask, false, withs);
    return new Node.Hole("", new Node.Body(List.of(line)), value);
  }

  private Node.Replace replace(Names names, Statement.With with) {
    Position at = with.at();
    List<String> document = globals.replaced(with.target(), n -> names.find(n) >= 0);
    if (document != null) {
      return new Node.Replace(at, document, null, null, term(names, with.value()));
    }
    Object function = globals.function(with.target(), n -> false);
    Object mock = globals.functionOrNull(with.value(), n -> names.find(n) >= 0);
    if (mock != null) {
      if (globals.arity(mock) != globals.arity(function)) {
        throw new RegoException(
            at,
            "rego_type_error",
            globals.name(mock) + " cannot replace " + globals.name(function) + ": other arity");
      }
      return new Node.Replace(at, null, function, mock, null);
    }
    return new Node.Replace(at, null, function, null, term(names, with.value()));
  }
}
