// SPDX-License-Identifier: Apache-2.0
package dev.atom.rego.eval;

import dev.atom.rego.RuleInfo;
import dev.atom.rego.parse.Position;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// All rules that define one document or one function.
final class Group {
  enum Kind {
    COMPLETE,
    SET,
    OBJECT,
    FUNCTION
  }

  final DocNode node;
  final Kind kind;
  final int index;
  final int arity;
  final Position at;
  final List<RuleCode> rules = new ArrayList<>();

  @Nullable Branch fallback;

  /// Whether every rule gives the same constant, so that the first success settles it.
  boolean settledByFirst;

  Group(DocNode node, Kind kind, int index, int arity, Position at) {
    this.node = node;
    this.kind = kind;
    this.index = index;
    this.arity = arity;
    this.at = at;
  }

  /// A rule ready to run: its branches in the order they are tried.
  record RuleCode(RuleInfo info, List<Branch> branches) {}

  /// A body of a rule: what its frame needs and its first step. Arguments fill the first slots.
  record Branch(int slots, int aux, Step start) {}
}
