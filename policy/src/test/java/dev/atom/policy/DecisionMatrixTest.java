// SPDX-License-Identifier: Apache-2.0
package dev.atom.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Every row of `decisions.txt`: principal, call and policies give the decision, with reasons and
/// rules.
class DecisionMatrixTest {
  @TempDir Path folder;

  /// One row, already split.
  record Row(String text, String principal, String call, String set, String kind, String detail) {
    @Override
    public String toString() {
      return text;
    }
  }

  static Stream<Row> rows() throws IOException {
    List<Row> rows = new ArrayList<>();
    for (String line : resource("/decisions.txt").split("\n")) {
      if (!line.isBlank() && !line.startsWith("#")) {
        String[] cells = line.split("\\|");
        rows.add(
            new Row(
                line,
                cells[0].strip(),
                cells[1].strip(),
                cells[2].strip(),
                cells[3].strip(),
                cells[4].strip()));
      }
    }
    return rows.stream();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("rows")
  void theRowHolds(Row row) throws IOException {
    Decision decision = engine(row.set()).decide(call(row), Samples.NOW);

    switch (decision) {
      case Decision.Permit(AuthorizedCall call, List<Rule> rules) -> {
        assertThat(row.kind()).isEqualTo("permit");
        assertThat(rules).allMatch(rule -> rule.path().equals(PolicyEngine.ALLOW));
        assertThat(places(rules)).isEqualTo(row.detail());
        assertThat(call.policyRevision()).hasSize(64);
      }
      case Decision.Forbid(List<Reason> reasons, List<Rule> _) -> {
        assertThat(row.kind()).as(decision.toString()).isEqualTo("forbid");
        assertThat(
                reasons.stream().map(DecisionMatrixTest::written).collect(Collectors.joining("; ")))
            .isEqualTo(row.detail());
      }
      case Decision.Undecided(String why) -> {
        assertThat(row.kind()).as(why).isEqualTo("undecided");
        assertThat(why).contains(row.detail());
      }
    }
  }

  private PolicyEngine engine(String name) throws IOException {
    String header =
        sets().keySet().stream()
            .filter(set -> set.split(" ")[0].equals(name))
            .findFirst()
            .orElseThrow();
    if (header.endsWith("+")) {
      Samples.shippedBase(folder);
    }
    String text = Objects.requireNonNull(sets().get(header));
    if (!text.isBlank()) {
      Samples.write(folder, "custom/policy.rego", text);
    }
    Samples.write(folder, "data.json", "{\"open_domains\":[\"" + Samples.DOMAIN + "\"]}");
    return PolicyEngine.open(folder);
  }

  private static PolicyInput call(Row row) {
    String[] call = row.call().split(" ");
    return Samples.call(
        caller(row.principal()),
        RouteName.read(call[0]).orElseThrow(),
        call[1].equals("d1") ? Samples.DOMAIN : Samples.OTHER_DOMAIN,
        call[2].equals("a1") ? Samples.AGENT : Samples.OTHER_AGENT,
        tool(call[3]));
  }

  private static @Nullable String tool(String cell) {
    return cell.equals("-") ? null : cell;
  }

  private static PolicyInput.Caller caller(String principal) {
    return switch (principal) {
      case "agent a1" -> Samples.agent(false);
      case "revoked a1" -> Samples.agent(true);
      case "admin", "developer" -> Samples.human(principal);
      case "nobody" -> Samples.human(null);
      default -> throw new IllegalArgumentException(principal);
    };
  }

  private static String places(List<Rule> rules) {
    return rules.stream().map(DecisionMatrixTest::place).collect(Collectors.joining("; "));
  }

  private static String place(Rule rule) {
    return rule.file() + ":" + rule.line();
  }

  private static String written(Reason reason) {
    return reason.rule().file().isEmpty()
        ? reason.text()
        : reason.text() + " @ " + place(reason.rule());
  }

  private static Map<String, String> sets() throws IOException {
    Map<String, String> sets = new HashMap<>();
    for (String part : resource("/policy-sets.txt").split("\n== ")) {
      int end = part.indexOf('\n');
      sets.put(part.substring(0, end), part.substring(end + 1).strip());
    }
    return sets;
  }

  private static String resource(String name) throws IOException {
    try (var in = Objects.requireNonNull(DecisionMatrixTest.class.getResourceAsStream(name))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
