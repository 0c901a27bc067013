// SPDX-License-Identifier: Apache-2.0
package dev.atom.rego;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// Runs every case of the language's own compliance suite. A case comes out right, is refused when
/// it is loaded because it needs a builtin that is not supported, or is wrong; none may be wrong.
class RegoComplianceTest {
  private static final Path CASES = Path.of("src/test/resources/rego-compliance");
  private static final int RIGHT_FLOOR = 1033;

  /// Files that may hold refused cases: what they are about is not supported, or one case of them
  /// uses something that is not.
  private static final Set<String> WITH_REFUSALS =
      Set.of(
          "cryptoparsersaprivatekeys",
          "cryptox509parseandverifycertificates",
          "cryptox509parsecertificaterequest",
          "cryptox509parsecertificates",
          "cryptox509parsekeypair",
          "cryptox509parsersaprivatekey",
          "graphql",
          "invalidkeyerror",
          "jsonschema",
          "jwtdecodeverify",
          "jwtencodesign",
          "jwtencodesignheadererrors",
          "jwtencodesignpayloaderrors",
          "jwtencodesignraw",
          "netlookupipaddr",
          "providers-aws",
          "regometadatachain",
          "regometadatarule",
          "regoparsemodule",
          "rendertemplate",
          "time",
          "withkeyword");

  private final Map<String, Integer> refusals = new TreeMap<>();
  private final Set<String> filesRefused = new TreeSet<>();
  private final List<String> wrong = new ArrayList<>();
  private int right;

  @Test
  void answersEveryCaseRightlyOrRefusesToLoadIt() throws IOException {
    List<Path> files;
    try (var list = Files.list(CASES)) {
      files = list.filter(f -> f.toString().endsWith(".json")).sorted().toList();
    }
    int total = 0;
    for (Path file : files) {
      var cases = (Value.Arr) required(Value.parseJson(Files.readString(file)), "cases");
      for (Value item : cases.items()) {
        total++;
        run(file.getFileName().toString().replace(".json", ""), item);
      }
    }
    int refused = refusals.values().stream().mapToInt(n -> n).sum();
    System.out.printf(
        "compliance: %d cases, %d right, %d refused, %d wrong%n",
        total, right, refused, wrong.size());
    refusals.forEach((reason, count) -> System.out.printf("  refused %3d  %s%n", count, reason));
    wrong.forEach(System.out::println);
    assertThat(total).isEqualTo(1161);
    assertThat(wrong).isEmpty();
    assertThat(WITH_REFUSALS).containsAll(filesRefused);
    assertThat(right).isGreaterThanOrEqualTo(RIGHT_FLOOR);
  }

  private void run(String file, Value item) {
    String problem = outcome(file, item);
    if (problem == null) {
      right++;
    } else if (!problem.isEmpty()) {
      wrong.add(file + ": " + text(item, "note") + ": " + problem);
    }
  }

  /// Null when right, empty when refused, else what is wrong.
  private @Nullable String outcome(String file, Value item) {
    var sources = new ArrayList<RegoSource>();
    if (member(item, "modules") instanceof Value.Arr modules) {
      for (Value module : modules.items()) {
        sources.add(
            new RegoSource("test-" + sources.size() + ".rego", ((Value.Str) module).text()));
      }
    }
    Value data = member(item, "data") instanceof ObjectValue o ? o : ObjectValue.EMPTY;
    return switch (Rego.compile(sources, data)) {
      case Compilation.Rejected(List<RegoError> errors) -> rejected(file, item, errors.getFirst());
      case Compilation.Compiled(RegoProgram program) -> evaluated(program, item);
    };
  }

  private @Nullable String rejected(String file, Value item, RegoError error) {
    if (error.code().equals("rego_unsupported")) {
      assertThat(error.line()).as(error.toString()).isPositive();
      assertThat(error.column()).as(error.toString()).isPositive();
      refusals.merge(error.message(), 1, Integer::sum);
      filesRefused.add(file);
      return "";
    }
    boolean wanted = error.code().equals(text(item, "want_error_code"));
    return wanted ? null : "rejected: " + error;
  }

  private static @Nullable String evaluated(RegoProgram program, Value item) {
    boolean strict = Value.of(true).equals(member(item, "strict_error"));
    var limits = new EvaluationLimits(10_000_000, 500, strict);
    Instant now = Instant.parse("2020-01-01T00:00:00Z");
    QueryResult result =
        program.query(text(item, "query")).evaluate(input(program, item), limits, now);
    boolean failure = member(item, "want_error_code") != null || member(item, "want_error") != null;
    return switch (result) {
      case QueryResult.Failed(RegoError error) -> failed(item, error, failure);
      case QueryResult.Answers(List<Map<String, Value>> answers) ->
          failure ? "answered, but an error is wanted" : compared(item, answers);
    };
  }

  private static @Nullable String failed(Value item, RegoError error, boolean failure) {
    String code = text(item, "want_error_code");
    boolean wanted =
        failure
            && (code.isEmpty()
                ? text(item, "want_error").contains(error.code())
                : code.equals(error.code()));
    return wanted ? null : "failed: " + error;
  }

  private static @Nullable Value input(RegoProgram program, Value item) {
    if (!(member(item, "input_term") instanceof Value.Str term)) {
      return member(item, "input");
    }
    QueryResult result =
        program.query("x = " + term.text()).evaluate(null, EvaluationLimits.DEFAULT, Instant.EPOCH);
    return ((QueryResult.Answers) result).bindings().getFirst().get("x");
  }

  private static @Nullable String compared(Value item, List<Map<String, Value>> answers) {
    boolean unordered = Value.of(true).equals(member(item, "sort_bindings"));
    var got = new ArrayList<String>();
    for (Map<String, Value> answer : answers) {
      got.add(canonical(Value.parseJson(Value.object(answer).toJson()), unordered));
    }
    var want = new ArrayList<String>();
    if (member(item, "want_result") instanceof Value.Arr results) {
      results.items().forEach(r -> want.add(canonical(r, unordered)));
    }
    Collections.sort(got);
    Collections.sort(want);
    return got.equals(want) ? null : "got " + got + ", want " + want;
  }

  private static String canonical(Value value, boolean unordered) {
    return (unordered ? sorted(value) : value).toJson();
  }

  private static Value sorted(Value value) {
    return switch (value) {
      case Value.Arr a ->
          Value.array(a.items().stream().map(RegoComplianceTest::sorted).sorted().toList());
      case ObjectValue o -> {
        var members = new HashMap<String, Value>();
        o.forEach((k, v) -> members.put(((Value.Str) k).text(), sorted(v)));
        yield Value.object(members);
      }
      default -> value;
    };
  }

  private static @Nullable Value member(Value item, String name) {
    Value value = ((ObjectValue) item).get(name);
    return value instanceof Value.Null ? null : value;
  }

  private static Value required(Value item, String name) {
    return java.util.Objects.requireNonNull(member(item, name), name);
  }

  private static String text(Value item, String name) {
    return member(item, name) instanceof Value.Str s ? s.text() : "";
  }
}
