// SPDX-License-Identifier: Apache-2.0
package dev.atom.rego;

import dev.atom.rego.eval.Program;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A query ready to be asked. Safe for any number of threads.
public final class Prepared {
  private final Program.Question<List<Map<String, Value>>> question;

  Prepared(Program.Question<List<Map<String, Value>>> question) {
    this.question = question;
  }

  /// Finds every way in which the query holds.
  ///
  /// @param input the input document, or null for none
  /// @param now the instant that `time.now_ns` tells
  public QueryResult evaluate(@Nullable Value input, EvaluationLimits limits, Instant now) {
    Program.Result<List<Map<String, Value>>> result = question.ask(input, limits, now);
    if (result.error() != null) {
      return new QueryResult.Failed(result.error());
    }
    return new QueryResult.Answers(result.value() == null ? List.of() : result.value());
  }
}
