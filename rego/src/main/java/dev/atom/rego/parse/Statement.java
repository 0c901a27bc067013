// SPDX-License-Identifier: Apache-2.0
package dev.atom.rego.parse;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// One line of a body: what is asked, whether its negation is meant, and what is replaced
/// meanwhile.
public record Statement(Position at, Ask ask, boolean negated, List<With> withs) {
  /// What a statement asks.
  public sealed interface Ask {}

  /// A term that must be defined and not false.
  public record Holds(Term term) implements Ask {}

  /// Two terms made equal.
  public record Unify(Term left, Term right) implements Ask {}

  /// New variables on the left, given what the right is.
  public record Assign(Term left, Term right) implements Ask {}

  /// Names declared as variables of this body.
  public record Some(List<Term.Var> names) implements Ask {}

  /// Each item of a collection, optionally with its key.
  public record SomeIn(@Nullable Term key, Term value, Term domain) implements Ask {}

  /// A body that must hold for every item.
  public record Every(Term.@Nullable Var key, Term.Var value, Term domain, List<Statement> body)
      implements Ask {}

  /// `with target as value`.
  public record With(Position at, Term target, Term value) {}
}
