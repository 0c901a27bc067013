// SPDX-License-Identifier: Apache-2.0
package dev.atom.rego;

import dev.atom.rego.eval.Program;
import dev.atom.rego.parse.Parser;
import dev.atom.rego.parse.RegoException;
import dev.atom.rego.parse.Statement;
import dev.atom.rego.parse.Term;
import java.util.ArrayList;
import java.util.List;

/// A compiled program: prepare a question once, ask it for every input.
///
/// Immutable and safe for any number of threads; nothing in it blocks.
public final class RegoProgram {
  private final Program program;

  RegoProgram(Program program) {
    this.program = program;
  }

  /// Prepares the question what a document is, such as `data.atom.authz.allow`.
  ///
  /// @throws IllegalArgumentException when the text is no such reference
  public PreparedRef prepare(String ref) {
    return new PreparedRef(program.document(path(ref)));
  }

  /// Prepares any query. Its variables come back with each answer.
  ///
  /// @throws IllegalArgumentException naming line and column of what is wrong with the query
  public Prepared query(String query) {
    try {
      return new Prepared(program.query(Parser.query(query)));
    } catch (RegoException e) {
      throw new IllegalArgumentException("query '" + query + "': " + e.error(), e);
    }
  }

  /// Every rule, in the order of the sources.
  public List<RuleInfo> rules() {
    return program.rules();
  }

  private static List<String> path(String ref) {
    try {
      List<Statement> statements = Parser.query(ref);
      if (statements.size() == 1
          && statements.getFirst().ask() instanceof Statement.Holds(Term term)
          && statements.getFirst().withs().isEmpty()
          && !statements.getFirst().negated()) {
        return path(ref, term);
      }
    } catch (RegoException e) {
      throw new IllegalArgumentException("'" + ref + "' is not a reference: " + e.error(), e);
    }
    throw notData(ref);
  }

  private static List<String> path(String ref, Term term) {
    if (term instanceof Term.Var(_, String name) && name.equals("data")) {
      return List.of();
    }
    if (!(term instanceof Term.Ref(_, Term.Var(_, String head), List<Term> operands))
        || !head.equals("data")) {
      throw notData(ref);
    }
    var path = new ArrayList<String>();
    for (Term operand : operands) {
      if (!(operand instanceof Term.Literal(_, Value.Str key))) {
        throw notData(ref);
      }
      path.add(key.text());
    }
    return path;
  }

  private static IllegalArgumentException notData(String ref) {
    return new IllegalArgumentException(
        "'" + ref + "' is not a document: write a reference such as data.atom.authz.allow");
  }
}
