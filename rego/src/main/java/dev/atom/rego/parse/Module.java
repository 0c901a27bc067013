// SPDX-License-Identifier: Apache-2.0
package dev.atom.rego.parse;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// One source file: its package, what it imports, its rules.
public record Module(List<String> path, List<Import> imports, List<Rule> rules) {
  /// A name for a document of `data` or `input`.
  public record Import(Position at, List<String> path, String name) {}

  /// A rule as written; `otherwise` holds its else branches in order.
  public record Rule(
      Position at, Head head, List<Statement> body, List<Otherwise> otherwise, boolean isDefault) {}

  /// What a rule defines. Operands follow the name as in `p.q[x]`; arguments make it a function; an
  /// element makes it a partial set.
  public record Head(
      String name,
      List<Term> operands,
      @Nullable List<Term> args,
      @Nullable Term element,
      Term value) {}

  /// An else branch.
  public record Otherwise(Position at, Term value, List<Statement> body) {}
}
