// SPDX-License-Identifier: Apache-2.0
package dev.atom.rego.parse;

import dev.atom.rego.RegoSource;
import dev.atom.rego.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Parses modules and queries of the language's first version (`if` and `contains` required).
///
/// Total: any text gives a tree or a [RegoException] with line and column.
public final class Parser extends TermParser {
  private static final int SOURCE_MAX = 4 << 20;
  private static final int STATEMENTS_MAX = 500;

  private final int nesting;

  private Parser(String file, List<Token> tokens, int nesting) {
    super(file, tokens);
    this.nesting = nesting;
  }

  public static Module module(RegoSource source) {
    return open(source.file(), source.text()).module();
  }

  public static List<Statement> query(String text) {
    Parser parser = open("query", text);
    List<Statement> statements = parser.statements();
    if (parser.peek().kind() != Token.Kind.END) {
      throw parser.unexpected("expected a new line or ';'");
    }
    return statements;
  }

  private static Parser open(String file, String text) {
    if (text.length() > SOURCE_MAX) {
      throw new RegoException(
          new Position(file, 1, 1),
          "rego_parse_error",
          "source of " + text.length() + " characters; at most " + SOURCE_MAX + " are read");
    }
    return new Parser(file, new Lexer(file, text, 1, 1).tokens(), 0);
  }

  private Module module() {
    expect("package");
    List<String> path = path();
    var imports = new ArrayList<Module.Import>();
    var rules = new ArrayList<Module.Rule>();
    while (peek().kind() != Token.Kind.END) {
      if (peek().is("import")) {
        importing(imports);
      } else {
        rules.add(rule());
      }
      while (accept(";")) {
        // A semicolon may end a rule, as a new line does.
      }
    }
    return new Module(path, imports, rules);
  }

  private List<String> path() {
    var path = new ArrayList<String>();
    path.add(name());
    while (!peek().spaced()) {
      if (accept(".")) {
        path.add(name());
      } else if (accept("[")) {
        if (peek().kind() != Token.Kind.STRING) {
          throw unexpected("expected a string");
        }
        path.add(take().text());
        expect("]");
      } else {
        break;
      }
      bounded(path.size());
    }
    return path;
  }

  private void importing(List<Module.Import> imports) {
    Token start = expect("import");
    List<String> path = path();
    @Nullable String alias = accept("as") ? name() : null;
    String root = path.getFirst();
    if (path.equals(List.of("rego", "v1"))
        || (root.equals("future") && path.size() > 1 && path.get(1).equals("keywords"))) {
      return;
    }
    if (!Set.of("data", "input").contains(root)) {
      throw fail(
          start, "import of '" + String.join(".", path) + "': must begin with data or input");
    }
    imports.add(new Module.Import(position(start), path, alias == null ? path.getLast() : alias));
  }

  private Module.Rule rule() {
    Token start = peek();
    boolean isDefault = accept("default");
    Module.Head head = head();
    boolean valued = head.value() != NO_VALUE;
    if (isDefault) {
      if (!valued) {
        throw unexpected("expected ':=' and a value for the default");
      }
      return new Module.Rule(position(start), head, List.of(), List.of(), true);
    }
    boolean hasIf = peek().is("if");
    List<Statement> body = hasIf ? ifBody() : List.of();
    if (!valued) {
      if (!hasIf && head.element() == null) {
        throw fail(start, "rule '" + head.name() + "' needs 'if', 'contains' or a value");
      }
      head =
          new Module.Head(
              head.name(),
              head.operands(),
              head.args(),
              head.element(),
              new Term.Literal(position(start), Value.Bool.TRUE));
    }
    return new Module.Rule(position(start), head, body, otherwise(head), false);
  }

  private static final Term NO_VALUE = new Term.Literal(new Position("", 0, 0), Value.Null.NULL);

  private Module.Head head() {
    if (peek().kind() != Token.Kind.NAME) {
      throw unexpected("expected a rule");
    }
    String name = take().text();
    var operands = new ArrayList<Term>();
    @Nullable List<Term> args = null;
    while (!peek().spaced() && args == null) {
      if (accept(".")) {
        operands.add(new Term.Literal(position(), Value.of(name())));
      } else if (accept("[")) {
        operands.add(wide());
        expect("]");
      } else if (peek().is("(")) {
        args = list("(", ")");
      } else {
        break;
      }
      bounded(operands.size());
    }
    @Nullable Term element = accept("contains") ? item() : null;
    Term value = NO_VALUE;
    if (element == null && (accept(":=") || accept("="))) {
      value = item();
    }
    if (element != null && args != null) {
      throw unexpected("a function cannot be a set");
    }
    return new Module.Head(name, operands, args, element, value);
  }

  private List<Statement> ifBody() {
    expect("if");
    if (!peek().is("{")) {
      return List.of(statement());
    }
    if (peekSecond().is("}")) {
      take();
      throw unexpected("found empty body");
    }
    int mark = mark();
    int depth = depth();
    try {
      take();
      return body("}");
    } catch (RegoException asBody) {
      reset(mark, depth);
      return collection(asBody);
    }
  }

  /// After `if`, braces that are no body may be a set, an object or a comprehension.
  private List<Statement> collection(RegoException asBody) {
    try {
      return List.of(statement());
    } catch (RegoException asTerm) {
      throw asBody;
    }
  }

  private List<Module.Otherwise> otherwise(Module.Head head) {
    var branches = new ArrayList<Module.Otherwise>();
    while (peek().is("else")) {
      if (head.element() != null) {
        throw unexpected("a partial rule has no else");
      }
      Position at = position(take());
      Term value = accept(":=") || accept("=") ? item() : new Term.Literal(at, Value.Bool.TRUE);
      branches.add(new Module.Otherwise(at, value, peek().is("if") ? ifBody() : List.of()));
    }
    return branches;
  }

  @Override
  List<Statement> body(String end) {
    List<Statement> statements = statements();
    expect(end);
    return statements;
  }

  private List<Statement> statements() {
    enter();
    var statements = new ArrayList<Statement>();
    while (accept(";")) {
      // Empty statements are nothing.
    }
    while (true) {
      statements.add(statement());
      if (statements.size() > STATEMENTS_MAX) {
        throw fail(peek(), "more than " + STATEMENTS_MAX + " statements in a body");
      }
      boolean separated = false;
      while (accept(";")) {
        separated = true;
      }
      Token next = peek();
      if (next.kind() == Token.Kind.END || next.is("}") || next.is("]")) {
        leave();
        return statements;
      }
      if (!separated && next.line() == lastLine()) {
        throw unexpected("expected a new line or ';'");
      }
    }
  }

  private Statement statement() {
    Position at = position();
    if (peek().is("some")) {
      return new Statement(at, some(), false, withs());
    }
    if (peek().is("every")) {
      return new Statement(at, every(), false, withs());
    }
    boolean negated = accept("not");
    Term left = wide();
    Statement.Ask ask;
    if (accept(":=")) {
      if (negated) {
        throw fail(peek(), "cannot assign vars inside negated expression");
      }
      ask = new Statement.Assign(left, wide());
    } else if (accept("=")) {
      ask = new Statement.Unify(left, wide());
    } else {
      ask = new Statement.Holds(left);
    }
    return new Statement(at, ask, negated, withs());
  }

  private Statement.Ask some() {
    expect("some");
    var terms = new ArrayList<Term>();
    do {
      terms.add(narrow());
    } while (accept(","));
    if (peek().is("in")) {
      Token in = take();
      if (terms.size() > 2) {
        throw fail(in, "expected at most a key and a value before 'in'");
      }
      return new Statement.SomeIn(
          terms.size() == 2 ? terms.getFirst() : null, terms.getLast(), narrow());
    }
    var names = new ArrayList<Term.Var>();
    for (Term term : terms) {
      if (!(term instanceof Term.Var name)) {
        throw unexpected("expected a variable after 'some'");
      }
      names.add(name);
    }
    return new Statement.Some(names);
  }

  private Statement.Ask every() {
    expect("every");
    Term.Var first = plainVariable();
    Term.@Nullable Var second = accept(",") ? plainVariable() : null;
    expect("in");
    Term domain = narrow();
    expect("{");
    List<Statement> body = body("}");
    return second == null
        ? new Statement.Every(null, first, domain, body)
        : new Statement.Every(first, second, domain, body);
  }

  private Term.Var plainVariable() {
    Position at = position();
    String name = name();
    return new Term.Var(at, name.equals("_") ? wildcard(at) : name);
  }

  private List<Statement.With> withs() {
    if (!peek().is("with")) {
      return List.of();
    }
    var withs = new ArrayList<Statement.With>();
    while (peek().is("with")) {
      Position at = position(take());
      Term target = narrow();
      expect("as");
      withs.add(new Statement.With(at, target, item()));
    }
    return withs;
  }

  @Override
  Statement hole(Token.Piece piece) {
    if (nesting > 50) {
      throw unexpected("template strings nested deeper than 50");
    }
    var inner =
        new Parser(
            file,
            new Lexer(file, piece.text(), piece.line(), piece.column()).tokens(),
            nesting + 1);
    Statement statement = inner.statement();
    if (inner.peek().kind() != Token.Kind.END) {
      throw inner.unexpected("expected the end of the template expression");
    }
    return statement;
  }
}
