// SPDX-License-Identifier: Apache-2.0
package dev.atom.rego;

import dev.atom.rego.eval.Program;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// The question what one document is, ready to be asked. Safe for any number of threads.
public final class PreparedRef {
  private final Program.Question<Value> question;

  PreparedRef(Program.Question<Value> question) {
    this.question = question;
  }

  /// Evaluates the document.
  ///
  /// @param input the input document, or null for none
  /// @param now the instant that `time.now_ns` tells
  public Evaluation evaluate(@Nullable Value input, EvaluationLimits limits, Instant now) {
    Program.Result<Value> result = question.ask(input, limits, now);
    if (result.error() != null) {
      return new Evaluation.Failed(result.error());
    }
    return result.value() == null
        ? new Evaluation.Undefined(result.hits())
        : new Evaluation.Defined(result.value(), result.hits());
  }
}
