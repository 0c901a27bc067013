// SPDX-License-Identifier: Apache-2.0
package dev.atom.policy;

import dev.atom.base.AtomException;
import dev.atom.rego.Compilation;
import dev.atom.rego.EvaluationLimits;
import dev.atom.rego.Rego;
import dev.atom.rego.RegoError;
import dev.atom.rego.RegoProgram;
import dev.atom.rego.RegoTests;
import dev.atom.rego.RuleInfo;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;

/// Runs the unit tests of a policy folder: the rules whose name begins with `test_`, compiled
/// together with the policies they test. A test passes when its rule is defined and not false.
public final class PolicyTests {
  private PolicyTests() {}

  /// What a run gave.
  public sealed interface Run {
    /// Every test's result, in the order of files and lines; empty when there is no test.
    ///
    /// @param results all of them
    record Ran(List<Result> results) implements Run {
      public Ran {
        results = List.copyOf(results);
      }

      /// Whether there is a test and none failed.
      public boolean passed() {
        return !results.isEmpty() && results.stream().allMatch(Result::passed);
      }
    }

    /// Nothing could be run.
    ///
    /// @param problems as `file:line:column: message` where a place is known
    record Unusable(List<String> problems) implements Run {
      public Unusable {
        problems = List.copyOf(problems);
      }
    }
  }

  /// One test.
  ///
  /// @param test the rule and its place
  /// @param passed whether it passed
  /// @param detail what it was instead; `""` when it passed
  public record Result(Rule test, boolean passed, String detail) {}

  /// Runs all tests of a folder.
  ///
  /// @param now the instant that policies see
  public static Run run(Path directory, Instant now) {
    try {
      PolicyFiles files = PolicyFiles.readWithTests(directory);
      return switch (Rego.compile(files.sources(), PolicyLoad.data(files))) {
        case Compilation.Compiled(RegoProgram program) -> run(program, now);
        case Compilation.Rejected(List<RegoError> errors) ->
            new Run.Unusable(errors.stream().map(RegoError::toString).toList());
      };
    } catch (IOException | AtomException e) {
      return new Run.Unusable(List.of(directory + " cannot be tested: " + e.getMessage()));
    }
  }

  private static Run run(RegoProgram program, Instant now) {
    return new Run.Ran(
        RegoTests.run(program, EvaluationLimits.DEFAULT, now).stream()
            .map(PolicyTests::result)
            .toList());
  }

  private static Result result(RegoTests.Outcome outcome) {
    RuleInfo rule = outcome.test();
    var test = new Rule(rule.path(), rule.file(), rule.line());
    return switch (outcome) {
      case RegoTests.Outcome.Passed _ -> new Result(test, true, "");
      case RegoTests.Outcome.Broken _ -> new Result(test, false, "false or undefined");
      case RegoTests.Outcome.Errored(RuleInfo _, RegoError error) ->
          new Result(test, false, error.toString());
    };
  }
}
