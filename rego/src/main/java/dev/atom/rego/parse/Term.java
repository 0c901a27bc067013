// SPDX-License-Identifier: Apache-2.0
package dev.atom.rego.parse;

import dev.atom.rego.Value;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A term of the syntax tree, with its place in the text.
public sealed interface Term {
  Position at();

  /// A constant.
  record Literal(Position at, Value value) implements Term {}

  /// A name; `_` is given a fresh name for each use, starting with `$`.
  record Var(Position at, String name) implements Term {
    public boolean isWildcard() {
      return name.charAt(0) == '$';
    }
  }

  /// A reference: a head and one operand or more.
  record Ref(Position at, Term head, List<Term> path) implements Term {}

  record Array(Position at, List<Term> items) implements Term {}

  record SetOf(Position at, List<Term> items) implements Term {}

  record Obj(Position at, List<Member> members) implements Term {}

  /// One key with its value.
  record Member(Term key, Term value) {}

  /// A call of a function named by `operator`, a variable or a reference of constants.
  record Call(Position at, Term operator, List<Term> args) implements Term {}

  /// An array, set or object comprehension; only that of an object has a key.
  record Comprehension(Position at, Kind kind, @Nullable Term key, Term head, List<Statement> body)
      implements Term {}

  /// What a comprehension makes.
  enum Kind {
    ARRAY,
    SET,
    OBJECT
  }

  /// A string with holes: each part is a constant string or a statement to be evaluated.
  record Template(Position at, List<Part> parts) implements Term {}

  /// A part of a template: text, or a statement when there is one.
  record Part(String text, @Nullable Statement hole) {}
}
