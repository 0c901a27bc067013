// SPDX-License-Identifier: Apache-2.0
package dev.atom.cli.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/// Which rows of the feature table the last test run showed.
public final class FeatureStates {
  /// Where a row stands.
  public enum State {
    DONE,
    FAILING,
    ABSENT;

    /// The name for people and programs.
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /// A row with its state.
  ///
  /// @param tests how many tests that name it passed
  /// @param failed those that did not, as `class.method`
  public record RowState(FeatureRow row, State state, int tests, List<String> failed) {}

  private FeatureStates() {}

  /// Reads table, marks and results below the program's folder.
  public static List<RowState> read(Path home) throws IOException {
    var marks = new TestClasses();
    List<TestResult> results = new ArrayList<>();
    for (Path target : targets(home)) {
      marks.add(target.resolve("test-classes"));
      results.addAll(TestResult.in(target.resolve("surefire-reports")));
    }
    Map<String, Integer> passed = new HashMap<>();
    Map<String, List<String>> failed = new HashMap<>();
    for (TestResult result : results) {
      for (String row : marks.rows(result.className(), result.method())) {
        if (result.passed()) {
          passed.merge(row, 1, Integer::sum);
        } else {
          String test = result.className() + "." + result.method();
          failed.computeIfAbsent(row, _ -> new ArrayList<>()).add(test);
        }
      }
    }
    return FeatureRow.of(Files.readAllLines(home.resolve("docs/features.md"))).stream()
        .map(row -> state(row, passed, failed))
        .toList();
  }

  private static RowState state(
      FeatureRow row, Map<String, Integer> passed, Map<String, List<String>> failed) {
    int good = passed.getOrDefault(row.id(), 0);
    List<String> bad = failed.getOrDefault(row.id(), List.of());
    State state = !bad.isEmpty() ? State.FAILING : good > 0 ? State.DONE : State.ABSENT;
    return new RowState(row, state, good, bad);
  }

  /// Every result of the last test run below the program's folder.
  public static List<TestResult> results(Path home) throws IOException {
    List<TestResult> results = new ArrayList<>();
    for (Path target : targets(home)) {
      results.addAll(TestResult.in(target.resolve("surefire-reports")));
    }
    return results;
  }

  /// The `target` folders of the rooms, one or two levels down.
  private static List<Path> targets(Path home) throws IOException {
    try (Stream<Path> folders = Files.walk(home, 3)) {
      return folders
          .filter(it -> it.endsWith("target") && Files.exists(it.resolveSibling("pom.xml")))
          .toList();
    }
  }
}
