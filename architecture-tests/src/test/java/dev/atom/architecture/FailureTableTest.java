// SPDX-License-Identifier: Apache-2.0
package dev.atom.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/// What happens when something fails is a table, and each of its rows names the test that shows it.
final class FailureTableTest {
  private static final Path PAGE = Repository.root().resolve("docs/failure-table.md");
  private static final Set<String> DEPENDENCIES =
      Set.of("PostgreSQL", "Redis", "upstream", "control plane", "disk", "clock");
  private static final String HEAD =
      """
      # When something fails

      Made from `architecture-tests/src/test/resources/failure-table.txt`; change that file, then run `FailureTableTest` with `-Datom.write=true`. Each row names the test that shows it; the build fails when there is no such test. Codes are those of [errors.md](errors.md); "none" means that no caller is told anything.

      | what | state | process | what it does | code | test |
      |---|---|---|---|---|---|
      """;

  private final List<List<String>> rows = Repository.table("failure-table.txt");

  @Test
  void thePageIsMadeFromTheTable() throws IOException {
    var wanted = new StringBuilder(HEAD);
    for (List<String> row : rows) {
      wanted.append("| ").append(String.join(" | ", row.subList(0, 5)));
      wanted.append(" | `").append(row.get(5)).append("` |\n");
    }
    if (Boolean.getBoolean("atom.write")) {
      Files.writeString(PAGE, wanted.toString());
    }

    assertThat(PAGE)
        .as("run this test with -Datom.write=true to write the page anew")
        .content()
        .isEqualTo(wanted.toString());
  }

  @Test
  void everyRowNamesATestThatExists() {
    var names = new Names();
    var findings = new Findings("A row of failure-table.txt whose test is not there:");
    for (List<String> row : rows) {
      String[] test = row.size() == 6 ? row.get(5).split("#", -1) : new String[0];
      if (test.length != 2 || !names.isMethodOf(test[0], test[1])) {
        findings.add(String.join(" | ", row));
      }
    }
    findings.expectNone();
  }

  @Test
  void everyDependencyHasItsRows() {
    var told = new TreeSet<String>();
    for (List<String> row : rows) {
      DEPENDENCIES.stream().filter(name -> row.getFirst().startsWith(name)).forEach(told::add);
    }

    assertThat(told).containsExactlyInAnyOrderElementsOf(DEPENDENCIES);
  }
}
