// SPDX-License-Identifier: Apache-2.0
package dev.atom.rego.parse;

import dev.atom.rego.SetValue;
import dev.atom.rego.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Parses terms: literals, references, calls, operators, collections and comprehensions.
abstract class TermParser extends TokenCursor {
  /// Infix operators by binding strength, with the function each stands for.
  private static final List<Map<String, String>> LEVELS =
      List.of(
          Map.of("==", "equal", "!=", "neq", "<", "lt", "<=", "lte", ">", "gt", ">=", "gte"),
          Map.of("|", "or"),
          Map.of("&", "and"),
          Map.of("+", "plus", "-", "minus"),
          Map.of("*", "mul", "/", "div", "%", "rem"));

  private static final int CHAIN_MAX = 200;

  TermParser(String file, List<Token> tokens) {
    super(file, tokens);
  }

  abstract List<Statement> body(String end);

  abstract Statement hole(Token.Piece piece);

  /// A term where `a, b in c` may stand: a statement or a pair of parentheses.
  final Term wide() {
    return membership(true, false);
  }

  /// A term among others in a list.
  final Term item() {
    return membership(false, false);
  }

  /// A term without `in`: what stands on either side of one.
  final Term narrow() {
    return infix(0, false);
  }

  private Term membership(boolean pair, boolean noPipe) {
    Position at = position();
    Term left = infix(0, noPipe);
    if (pair && peek().is(",")) {
      int mark = mark();
      take();
      Term middle = infix(0, noPipe);
      if (accept("in")) {
        left = call(at, "internal.member_3", left, middle, infix(0, noPipe));
      } else {
        reset(mark);
      }
    }
    for (int chain = 0; peek().is("in"); chain++) {
      bounded(chain);
      take();
      left = call(at, "internal.member_2", left, infix(0, noPipe));
    }
    return left;
  }

  private Term infix(int level, boolean noPipe) {
    if (level == LEVELS.size()) {
      return primary();
    }
    Position at = position();
    Term left = infix(level + 1, noPipe);
    for (int chain = 0; peek().kind() == Token.Kind.SYMBOL; chain++) {
      bounded(chain);
      String function = LEVELS.get(level).get(peek().text());
      if (function == null || (noPipe && function.equals("or"))) {
        break;
      }
      take();
      left = call(at, function, left, infix(level + 1, noPipe));
    }
    return left;
  }

  final void bounded(int chain) {
    if (chain > CHAIN_MAX) {
      throw fail(peek(), "more than " + CHAIN_MAX + " operators or keys in a row");
    }
  }

  private static Term call(Position at, String function, Term... args) {
    return new Term.Call(at, new Term.Var(at, "#" + function), List.of(args));
  }

  private Term primary() {
    enter();
    Term term = postfix(head());
    leave();
    return term;
  }

  private Term head() {
    Token token = peek();
    Position at = position();
    switch (token.kind()) {
      case STRING -> {
        return new Term.Literal(at, Value.of(take().text()));
      }
      case TEMPLATE -> {
        return template(take());
      }
      case NUMBER -> {
        return new Term.Literal(at, number(take(), ""));
      }
      case NAME -> {
        return variable(at);
      }
      case KEYWORD -> {
        return keyword(token, at);
      }
      case SYMBOL -> {
        return symbol(token, at);
      }
      case END -> throw unexpected("expected a term");
    }
    throw unexpected("expected a term");
  }

  private Term variable(Position at) {
    String name = take().text();
    return new Term.Var(at, name.equals("_") ? wildcard(at) : name);
  }

  private Term keyword(Token token, Position at) {
    return switch (token.text()) {
      case "true" -> new Term.Literal(at, constant(Value.Bool.TRUE));
      case "false" -> new Term.Literal(at, constant(Value.Bool.FALSE));
      case "null" -> new Term.Literal(at, constant(Value.Null.NULL));
      case "contains" -> variable(at);
      default -> throw unexpected("expected a term");
    };
  }

  private Value constant(Value value) {
    take();
    return value;
  }

  private Term symbol(Token token, Position at) {
    switch (token.text()) {
      case "-" -> {
        take();
        if (peek().kind() != Token.Kind.NUMBER) {
          throw unexpected("expected a number");
        }
        return new Term.Literal(at, number(take(), "-"));
      }
      case "(" -> {
        take();
        Term inner = wide();
        expect(")");
        return inner;
      }
      case "[" -> {
        return array(at);
      }
      case "{" -> {
        return braces(at);
      }
      default -> throw unexpected("expected a term");
    }
  }

  private Value number(Token token, String sign) {
    try {
      return Value.parseJson(sign + token.text());
    } catch (IllegalArgumentException e) {
      throw new RegoException(
          position(token),
          "rego_parse_error",
          "illegal number '" + token.text() + "': " + e.getMessage());
    }
  }

  private Term postfix(Term head) {
    Term term = head;
    for (int chain = 0; !peek().spaced(); chain++) {
      bounded(chain);
      Position at = term.at();
      if (peek().is(".")) {
        take();
        var key = new Term.Literal(position(), Value.of(name()));
        term = extend(at, term, key);
      } else if (peek().is("[")) {
        if (!indexable(term)) {
          return term;
        }
        take();
        Term operand = wide();
        expect("]");
        term = extend(at, term, operand);
      } else if (peek().is("(") && callable(term)) {
        term = arguments(at, term);
      } else {
        return term;
      }
    }
    return term;
  }

  private static boolean indexable(Term term) {
    return !(term instanceof Term.Literal);
  }

  private static boolean callable(Term term) {
    return (term instanceof Term.Var v && !v.isWildcard())
        || (term instanceof Term.Ref r
            && r.head() instanceof Term.Var
            && r.path().stream()
                .allMatch(p -> p instanceof Term.Literal l && l.value() instanceof Value.Str));
  }

  private static Term extend(Position at, Term term, Term operand) {
    if (term instanceof Term.Ref ref) {
      var path = new ArrayList<>(ref.path());
      path.add(operand);
      return new Term.Ref(at, ref.head(), List.copyOf(path));
    }
    return new Term.Ref(at, term, List.of(operand));
  }

  private Term arguments(Position at, Term operator) {
    List<Term> args = list("(", ")");
    if (args.isEmpty() && operator instanceof Term.Var v && v.name().equals("set")) {
      return new Term.Literal(at, SetValue.EMPTY);
    }
    return new Term.Call(at, operator, args);
  }

  /// Terms between brackets; a comma may stand after the last one.
  final List<Term> list(String open, String close) {
    expect(open);
    var items = new ArrayList<Term>();
    while (!accept(close)) {
      items.add(item());
      if (!peek().is(close)) {
        expect(",");
      }
    }
    return items;
  }

  private Term array(Position at) {
    expect("[");
    var items = new ArrayList<Term>();
    while (!accept("]")) {
      Term item = membership(false, items.isEmpty());
      if (items.isEmpty() && accept("|")) {
        return new Term.Comprehension(at, Term.Kind.ARRAY, null, item, body("]"));
      }
      items.add(item);
      if (!peek().is("]")) {
        expect(",");
      }
    }
    return new Term.Array(at, items);
  }

  private Term braces(Position at) {
    expect("{");
    if (accept("}")) {
      return new Term.Obj(at, List.of());
    }
    Term first = membership(false, true);
    if (accept("|")) {
      return new Term.Comprehension(at, Term.Kind.SET, null, first, body("}"));
    }
    return peek().is(":") ? object(at, first) : set(at, first);
  }

  private Term set(Position at, Term first) {
    var items = new ArrayList<Term>();
    items.add(first);
    while (!accept("}")) {
      expect(",");
      if (accept("}")) {
        break;
      }
      items.add(item());
    }
    return new Term.SetOf(at, items);
  }

  private Term object(Position at, Term first) {
    expect(":");
    Term value = membership(false, true);
    if (accept("|")) {
      return new Term.Comprehension(at, Term.Kind.OBJECT, first, value, body("}"));
    }
    var members = new ArrayList<Term.Member>();
    members.add(new Term.Member(first, value));
    while (!accept("}")) {
      expect(",");
      if (accept("}")) {
        break;
      }
      Term key = item();
      expect(":");
      members.add(new Term.Member(key, item()));
    }
    return new Term.Obj(at, members);
  }

  private Term template(Token token) {
    var parts = new ArrayList<Term.Part>();
    for (Token.Piece piece : token.pieces()) {
      @Nullable Statement hole = piece.hole() ? hole(piece) : null;
      if (hole != null || !piece.text().isEmpty()) {
        parts.add(new Term.Part(piece.text(), hole));
      }
    }
    return new Term.Template(position(token), parts);
  }
}
