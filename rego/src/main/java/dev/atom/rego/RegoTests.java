// SPDX-License-Identifier: Apache-2.0
package dev.atom.rego;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Runs the tests of a program: every rule whose name begins with `test_`.
///
/// A test passes when its document is defined and not false. A `todo_test_` rule is no test.
public final class RegoTests {
  private RegoTests() {}

  /// What became of one test.
  public sealed interface Outcome {
    RuleInfo test();

    record Passed(RuleInfo test) implements Outcome {}

    /// The document is false or undefined.
    record Broken(RuleInfo test) implements Outcome {}

    /// The test could not be evaluated.
    record Errored(RuleInfo test, RegoError error) implements Outcome {}
  }

  /// The tests of a program, each at its first rule, in the order of the sources.
  public static List<RuleInfo> find(RegoProgram program) {
    Map<String, RuleInfo> tests = new LinkedHashMap<>();
    for (RuleInfo rule : program.rules()) {
      if (rule.path().substring(rule.path().lastIndexOf('.') + 1).startsWith("test_")) {
        tests.putIfAbsent(rule.path(), rule);
      }
    }
    return List.copyOf(tests.values());
  }

  /// Runs all tests without input.
  public static List<Outcome> run(RegoProgram program, EvaluationLimits limits, Instant now) {
    var outcomes = new ArrayList<Outcome>();
    for (RuleInfo test : find(program)) {
      outcomes.add(
          switch (program.prepare(test.path()).evaluate(null, limits, now)) {
            case Evaluation.Defined(Value value, _) when !value.equals(Value.of(false)) ->
                new Outcome.Passed(test);
            case Evaluation.Defined _, Evaluation.Undefined _ -> new Outcome.Broken(test);
            case Evaluation.Failed(RegoError error) -> new Outcome.Errored(test, error);
          });
    }
    return outcomes;
  }
}
