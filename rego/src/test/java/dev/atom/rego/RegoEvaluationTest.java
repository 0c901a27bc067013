// SPDX-License-Identifier: Apache-2.0
package dev.atom.rego;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Hits, limits, strictness and tests: what this evaluator adds to the language.
class RegoEvaluationTest {
  private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");
  private static final String POLICY =
      """
      package authz
      default allow := false
      allow if count(deny) == 0
      deny contains "revoked" if input.revoked
      deny contains msg if {
        some path in input.paths
        startswith(path, "/etc")
        msg := sprintf("path %s", [path])
      }
      deny contains "revoked" if input.banned
      """;

  @Test
  void tellsWhichRulesMadeTheResult() {
    Evaluation evaluation =
        evaluate(
            POLICY,
            "data.authz.allow",
            "{\"revoked\":true,\"paths\":[\"/etc/a\",\"/b\",\"/etc/c\"]}");
    assertThat(evaluation).isInstanceOf(Evaluation.Defined.class);
    var defined = (Evaluation.Defined) evaluation;
    assertThat(defined.value()).isEqualTo(Value.of(false));
    assertThat(defined.hits())
        .containsExactly(
            new RuleHit("data.authz.deny", "t.rego", 4, Value.of("revoked")),
            new RuleHit("data.authz.deny", "t.rego", 5, Value.of("path /etc/a")),
            new RuleHit("data.authz.deny", "t.rego", 5, Value.of("path /etc/c")));
  }

  @Test
  void tellsAnElementOnceThoughTwoRulesGiveIt() {
    Evaluation evaluation =
        evaluate(POLICY, "data.authz.deny", "{\"revoked\":true,\"banned\":true}");
    assertThat(((Evaluation.Defined) evaluation).hits()).hasSize(1);
  }

  @Test
  void tellsTheRuleThatAllowed() {
    Evaluation evaluation = evaluate(POLICY, "data.authz.allow", "{}");
    assertThat(evaluation)
        .isEqualTo(
            new Evaluation.Defined(
                Value.of(true),
                List.of(new RuleHit("data.authz.allow", "t.rego", 3, Value.of(true)))));
  }

  @Test
  void isUndefinedWhereNoRuleGivesAValue() {
    assertThat(evaluate("package t\np if input.x == 1", "data.t.p", "{}"))
        .isInstanceOf(Evaluation.Undefined.class);
    assertThat(evaluate("package t", "data.nowhere.at.all", "{}"))
        .isInstanceOf(Evaluation.Undefined.class);
  }

  @Test
  void failsOnAnErrorOfABuiltinUnlessLenient() {
    String module = "package t\np if to_number(input.x) == 1";
    PreparedRef ref = program(module).prepare("data.t.p");
    Value input = Value.parseJson("{\"x\":\"one\"}");
    Evaluation strict = ref.evaluate(input, EvaluationLimits.DEFAULT, NOW);
    assertThat(((Evaluation.Failed) strict).error())
        .extracting(RegoError::file, RegoError::line, RegoError::code)
        .containsExactly("t.rego", 2, "eval_builtin_error");
    assertThat(ref.evaluate(input, EvaluationLimits.DEFAULT.lenient(), NOW))
        .isInstanceOf(Evaluation.Undefined.class);
  }

  @Test
  void failsWhenCompleteRulesDisagree() {
    String module = "package t\np := 1 if input.a\np := 2 if input.b";
    Evaluation evaluation = evaluate(module, "data.t.p", "{\"a\":true,\"b\":true}");
    assertThat(((Evaluation.Failed) evaluation).error().code()).isEqualTo("eval_conflict_error");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "p := [x | some x in numbers.range(1, 100000000)]",
        "p if { some a in input.l; some b in input.l; some c in input.l; some d in input.l; a > d }",
        "p if { a := input.s; b := concat(a, [a, a, a]); c := replace(b, \"x\", b); "
            + "d := replace(c, \"x\", c); e := replace(d, \"x\", d); count(e) > 1 }",
        "p := count([1 | some x in net.cidr_expand(\"10.0.0.0/12\"); x != \"\"; some y in numbers.range(1, 1000)])"
      })
  void endsWhatCostsTooMuch(String rule) {
    var items = new StringBuilder("[0");
    for (int i = 1; i < 200; i++) {
      items.append(',').append(i);
    }
    Value input = Value.parseJson("{\"l\":" + items + "],\"s\":\"" + "x".repeat(400) + "\"}");
    Evaluation evaluation =
        program("package t\n" + rule)
            .prepare("data.t.p")
            .evaluate(input, new EvaluationLimits(1_000_000, 100, true), NOW);
    assertThat(evaluation).isInstanceOf(Evaluation.Failed.class);
    assertThat(((Evaluation.Failed) evaluation).error().code())
        .isIn("eval_limit_error", "eval_builtin_error");
  }

  @Test
  void endsCallsThatGoTooDeep() {
    var module = new StringBuilder("package t\np0 := 1\n");
    for (int i = 1; i < 300; i++) {
      module.append("p").append(i).append(" := p").append(i - 1).append(" + 1\n");
    }
    PreparedRef ref = program(module.toString()).prepare("data.t.p299");
    assertThat(
            ((Evaluation.Failed) ref.evaluate(null, new EvaluationLimits(10_000, 100), NOW))
                .error())
        .extracting(RegoError::code)
        .isEqualTo("eval_limit_error");
    assertThat(ref.evaluate(null, new EvaluationLimits(10_000, 400), NOW))
        .isInstanceOf(Evaluation.Defined.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"((((a{100}){100}){100}){100})", "(a|a)*(a|a)*(a|a)*$", "(", "a{2000}"})
  void survivesHostileRegularExpressions(String expression) {
    Value input =
        Value.object(Map.of("e", Value.of(expression), "t", Value.of("a".repeat(20_000) + "b")));
    Evaluation evaluation =
        program("package t\np := regex.match(input.e, input.t)")
            .prepare("data.t.p")
            .evaluate(input, EvaluationLimits.DEFAULT, NOW);
    assertThat(evaluation).isNotInstanceOf(Evaluation.Undefined.class);
  }

  @Test
  void tellsTheInstantItWasGiven() {
    Evaluation evaluation = evaluate("package t\np := time.now_ns()", "data.t.p", "{}");
    assertThat(((Evaluation.Defined) evaluation).value())
        .isEqualTo(Value.of(NOW.getEpochSecond() * 1_000_000_000L));
  }

  @Test
  void answersQueriesWithEveryBinding() {
    QueryResult result =
        program("package t\np contains x if some x in [2, 1]")
            .query("data.t.p[x]; y := x + 1")
            .evaluate(null, EvaluationLimits.DEFAULT, NOW);
    assertThat(((QueryResult.Answers) result).bindings())
        .containsExactly(
            Map.of("x", Value.of(1), "y", Value.of(2)), Map.of("x", Value.of(2), "y", Value.of(3)));
  }

  @Test
  void listsRulesAndRunsTests() {
    RegoProgram program =
        program(
            """
            package t_test
            test_passes if 1 == 1
            test_fails if 1 == 2
            test_errs if 1 / 0 == 1
            test_mocks if input.x == 1 with input.x as 1
            helper := 2
            """);
    assertThat(program.rules()).extracting(RuleInfo::path).contains("data.t_test.helper");
    assertThat(RegoTests.run(program, EvaluationLimits.DEFAULT, NOW))
        .extracting(o -> o.test().line() + " " + o.getClass().getSimpleName())
        .containsExactly("2 Passed", "3 Broken", "4 Errored", "5 Passed");
  }

  private static Evaluation evaluate(String module, String ref, @Nullable String input) {
    return program(module)
        .prepare(ref)
        .evaluate(input == null ? null : Value.parseJson(input), EvaluationLimits.DEFAULT, NOW);
  }

  private static RegoProgram program(String module) {
    Compilation compilation =
        Rego.compile(List.of(new RegoSource("t.rego", module)), ObjectValue.EMPTY);
    assertThat(compilation).isInstanceOf(Compilation.Compiled.class);
    return ((Compilation.Compiled) compilation).program();
  }
}
