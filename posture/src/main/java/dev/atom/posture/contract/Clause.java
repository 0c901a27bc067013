// SPDX-License-Identifier: Apache-2.0
package dev.atom.posture.contract;

import dev.atom.posture.manifest.Node;
import java.util.List;
import java.util.Set;

/// How a [Rule] is judged.
public sealed interface Clause {
  /// A field must be as the rule says.
  ///
  /// @param where where the field is
  /// @param field its path from there
  /// @param inherited whether a container that says nothing is as its pod says
  /// @param operator how it is compared
  /// @param values what it is compared with
  record Field(Where where, String field, boolean inherited, Operator operator, List<Node> values)
      implements Clause {
    public Field {
      values = List.copyOf(values);
    }
  }

  /// A check that is built in.
  ///
  /// @param name its name
  record Check(String name) implements Clause {}

  /// An expression of the Common Expression Language must be true.
  ///
  /// @param where what `self` is; `object` is always the whole object
  /// @param expression the expression
  record Cel(Where where, String expression) implements Clause {}

  /// What a clause looks at, one after the other.
  ///
  /// @param target containers, pods or objects
  /// @param kinds of objects of these kinds; empty for all
  record Where(Target target, Set<String> kinds) {
    public Where {
      kinds = Set.copyOf(kinds);
    }
  }

  /// What a clause looks at.
  enum Target {
    CONTAINER,
    POD,
    OBJECT
  }

  /// How a field is compared.
  enum Operator {
    EQUALS,
    NOT,
    ONE_OF,
    PRESENT,
    ABSENT,
    AT_LEAST,
    AT_MOST
  }
}
