// SPDX-License-Identifier: Apache-2.0
package dev.atom.rego.eval;

import dev.atom.rego.Value;
import dev.atom.rego.builtin.Builtin;
import dev.atom.rego.parse.Position;
import dev.atom.rego.parse.Term;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A term whose names are resolved: to slots of the rule's frame, to documents, to functions.
sealed interface Node {
  record Const(Value value) implements Node {}

  record Local(int slot, String name, Position at) implements Node {}

  /// The root of `input` or of `data`.
  record Root(boolean data) implements Node {}

  record Path(Position at, Node head, List<Node> operands) implements Node {}

  record Array(List<Node> items) implements Node {}

  record SetOf(List<Node> items) implements Node {}

  record Obj(List<Node> keys, List<Node> values) implements Node {}

  record CallBuiltin(Position at, Builtin builtin, List<Node> args) implements Node {}

  record CallFunction(Position at, DocNode function, List<Node> args) implements Node {}

  record Comprehension(
      Position at, Term.Kind kind, @Nullable Node key, Node head, Body body, int firstSlot)
      implements Node {}

  record Template(List<Hole> holes, int firstSlot) implements Node {}

  /// Text, or a body with the value to show.
  record Hole(String text, @Nullable Body body, @Nullable Node value) {}

  /// Statements that must all hold.
  record Body(List<Line> lines) {}

  /// One statement.
  record Line(Position at, Ask ask, boolean negated, List<Replace> withs) {}

  /// What a statement asks.
  sealed interface Ask {}

  record Holds(Node term) implements Ask {}

  record Unify(Node left, Node right) implements Ask {}

  record SomeIn(@Nullable Node key, Node value, Node domain) implements Ask {}

  record Every(@Nullable Local key, Local value, Node domain, Body body, int firstSlot)
      implements Ask {}

  /// A replacement in force during one statement. Exactly one of the targets is set.
  record Replace(
      Position at,
      @Nullable List<String> document,
      @Nullable Object function,
      @Nullable Object mock,
      @Nullable Node value) {}
}
