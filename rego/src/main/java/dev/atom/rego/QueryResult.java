// SPDX-License-Identifier: Apache-2.0
package dev.atom.rego;

import java.util.List;
import java.util.Map;

/// What a query answers.
public sealed interface QueryResult {
  /// One map of variable to value for each way the query holds; empty when it never does.
  record Answers(List<Map<String, Value>> bindings) implements QueryResult {
    public Answers {
      bindings = List.copyOf(bindings);
    }
  }

  /// The query could not be answered.
  record Failed(RegoError error) implements QueryResult {}
}
