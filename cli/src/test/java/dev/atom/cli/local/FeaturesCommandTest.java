// SPDX-License-Identifier: Apache-2.0
package dev.atom.cli.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atom.testing.Feature;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FeaturesCommandTest {
  @TempDir Path home;

  /// Stands for a compiled test class: its marks are read from its class file, it is never run.
  abstract static class Contract {
    @Feature("Z1")
    void holds() {}
  }

  static final class Marked extends Contract {
    @Feature({"Z2", "Z3"})
    void alsoHolds() {}
  }

  @BeforeEach
  void writeTableAndClasses() throws Exception {
    Files.createDirectories(home.resolve("docs"));
    Files.writeString(
        home.resolve("docs/features.md"),
        """
        | # | feature | source | detail | how it is verified |
        |---|---|---|---|---|
        | Z1 | first | S1 | | test |
        | Z2 | second | S1 | | test |
        | Z3 | third | S1 | | test |
        | Z4 | fourth | S1 | | test |
        """);
    Path classes = home.resolve("room/target/test-classes");
    Files.createDirectories(classes);
    Files.writeString(home.resolve("room/pom.xml"), "<project/>");
    for (Class<?> type : List.of(Contract.class, Marked.class)) {
      String file = type.getName().replace('.', '/') + ".class";
      try (var bytes = type.getClassLoader().getResourceAsStream(file)) {
        Files.copy(bytes, classes.resolve(type.getSimpleName() + ".class"));
      }
    }
  }

  private void report(String cases) throws Exception {
    Path reports = Files.createDirectories(home.resolve("room/target/surefire-reports"));
    Files.writeString(
        reports.resolve("TEST-x.xml"), "<testsuite name='x' tests='2'>" + cases + "</testsuite>");
  }

  private String states() throws Exception {
    var text = new StringBuilder();
    for (var row : FeatureStates.read(home)) {
      text.append(row.row().id()).append(' ').append(row.state().word()).append('\n');
    }
    return text.toString();
  }

  @Test
  void aRowIsDoneWhenItsTestsPassedAlsoInheritedOnes() throws Exception {
    String name = Marked.class.getName();
    report(
        "<testcase classname='%s' name='holds'/><testcase classname='%s' name='alsoHolds(int)[1]'/>"
            .formatted(name, name));

    assertThat(states()).isEqualTo("Z1 done\nZ2 done\nZ3 done\nZ4 absent\n");
  }

  @Test
  void aFailedErroneousOrSkippedTestMakesItsRowsFail() throws Exception {
    for (String outcome : List.of("failure", "error", "skipped")) {
      report(
          "<testcase classname='%s' name='alsoHolds'><%s/></testcase>"
              .formatted(Marked.class.getName(), outcome));

      assertThat(states()).isEqualTo("Z1 absent\nZ2 failing\nZ3 failing\nZ4 absent\n");
    }
  }
}
