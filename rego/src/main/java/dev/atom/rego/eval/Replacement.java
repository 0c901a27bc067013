// SPDX-License-Identifier: Apache-2.0
package dev.atom.rego.eval;

import dev.atom.rego.ObjectValue;
import dev.atom.rego.Value;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The compiled `with` clauses of a statement: makes the world the statement sees.
final class Replacement {
  private final Docs docs;
  private final List<Node.Replace> withs;
  private final @Nullable Expr[] values;

  Replacement(Docs docs, List<Node.Replace> withs, @Nullable Expr[] values) {
    this.docs = docs;
    this.withs = withs;
    this.values = values;
  }

  /// The world with the replacements, or null when a value is undefined.
  @Nullable Scope apply(Frame frame) {
    Scope scope = frame.run.scope;
    Value input = scope.input;
    Value data = scope.data;
    Set<DocNode> masked = scope.masked;
    Map<Object, Object> mocks = scope.mocks;
    for (int i = 0; i < values.length; i++) {
      Node.Replace with = withs.get(i);
      Value value = null;
      Expr expr = values[i];
      if (expr != null) {
        value = expr.eval(frame);
        if (value == null) {
          return null;
        }
      }
      if (with.document() == null) {
        mocks = mocks == null ? new HashMap<>() : new HashMap<>(mocks);
        mocks.put(with.function(), value != null ? value : with.mock());
      } else if (value != null && with.document().getFirst().equals("input")) {
        input = put(input, with.document(), 1, value);
      } else if (value != null) {
        data = put(data, with.document(), 1, value);
        DocNode node = docs.root.find(with.document().subList(1, with.document().size()));
        if (node != null) {
          masked = masked == null ? new HashSet<>() : new HashSet<>(masked);
          masked.add(node);
        }
      }
    }
    frame.run.step();
    return new Scope(
        input,
        data instanceof ObjectValue object ? object : ObjectValue.EMPTY,
        masked,
        mocks,
        scope.cache.length);
  }

  private static Value put(@Nullable Value whole, List<String> path, int from, Value value) {
    if (from == path.size()) {
      return value;
    }
    var object = whole instanceof ObjectValue o ? o : ObjectValue.EMPTY;
    Value key = Value.of(path.get(from));
    return object.with(key, put(object.get(key), path, from + 1, value));
  }
}
