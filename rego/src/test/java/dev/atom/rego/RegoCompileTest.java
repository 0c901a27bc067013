// SPDX-License-Identifier: Apache-2.0
package dev.atom.rego;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What is refused when it is loaded, with its place and the language's own code.
class RegoCompileTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "p := 1 2                                    | 2:8  | rego_parse_error",
        "p if { x := }                               | 2:13 | rego_parse_error",
        "p if { \"abc }                              | 2:14 | rego_parse_error",
        "p if { ? }                                  | 2:8  | rego_parse_error",
        "p { true }                                  | 2:1  | rego_parse_error",
        "p[x] { x = 1 }                              | 2:1  | rego_parse_error",
        "p := 0123                                   | 2:10 | rego_parse_error",
        "p if {}                                     | 2:7  | rego_parse_error",
        "import foo.bar                              | 2:1  | rego_parse_error",
        "p if { x > 1 }                              | 2:8  | rego_unsafe_var_error",
        "p if { not input.list[_] == 1 }             | 2:23 | rego_unsafe_var_error",
        "p := x                                      | 2:6  | rego_unsafe_var_error",
        "p contains x if { y := 1 }                  | 2:12 | rego_unsafe_var_error",
        "p if { every x in input.l { y > x } }       | 2:29 | rego_unsafe_var_error",
        "p if q; q if p                              | 2:1  | rego_recursion_error",
        "p := data.t[x]                              | 2:1  | rego_recursion_error",
        "f(x) := f(x)                                | 2:1  | rego_recursion_error",
        "p if nosuch(1)                              | 2:6  | rego_type_error",
        "p if count(1, 2, 3)                         | 2:6  | rego_type_error",
        "p := 1; p contains 2                        | 2:9  | rego_type_error",
        "f(x) := 1; f(x, y) := 2                     | 2:12 | rego_type_error",
        "p := 1; p.q := 2                            | 2:9  | rego_type_error",
        "default p := 1; default p := 2              | 2:17 | rego_type_error",
        "p if { x := 1; x := 2 }                     | 2:16 | rego_compile_error",
        "p if { y := x; x := 2 }                     | 2:16 | rego_compile_error",
        "f(x) := x; p if f(1) with f as time.now_ns  | 2:22 | rego_type_error",
        "p if http.send({})                          | 2:6  | rego_unsupported",
        "p := graphql.is_valid(1, 2)                 | 2:6  | rego_unsupported",
      })
  void refusesWithPlaceAndCode(String rules, String place, String code) {
    RegoError error = error("package t\n" + rules);
    assertThat(error.line() + ":" + error.column() + " " + error.code())
        .as(error.toString())
        .isEqualTo(place + " " + code);
  }

  @Test
  void namesTheBuiltinItDoesNotSupport() {
    assertThat(error("package t\np if http.send({})").message()).contains("http.send");
  }

  @Test
  void tellsAllFilesThatCannotBeParsed() {
    Compilation compilation =
        Rego.compile(
            List.of(new RegoSource("a.rego", "package"), new RegoSource("b.rego", "nothing")),
            ObjectValue.EMPTY);
    assertThat(((Compilation.Rejected) compilation).errors())
        .extracting(RegoError::file)
        .containsExactly("a.rego", "b.rego");
  }

  @ParameterizedTest
  @CsvSource({
    "(, 100000",
    "[, 100000",
    "'{x|', 50000",
    "f(, 50000",
    "'$\"{', 20000",
    "1+, 50000",
    "a., 50000",
    "'x[', 50000",
    "not , 1000",
    "'p if ', 1000",
    "'- ', 1000",
    "'[[x|', 10000",
    "'1 in ', 10000"
  })
  void survivesNestingWithoutEnd(String piece, int times) {
    error("package t\np := " + piece.repeat(times));
    error("package t\np if { " + piece.repeat(times));
    assertThat(compile("package " + piece.repeat(times))).isNotNull();
  }

  @Test
  void refusesSourceThatIsTooLarge() {
    assertThat(error("package t\n" + "# comment\n".repeat(500_000)).message()).contains("at most");
  }

  @Test
  void acceptsTheImportsOfEarlierVersions() {
    Compilation compilation =
        compile("package t\nimport rego.v1\nimport future.keywords.in\np if 1 in [1]");
    assertThat(compilation).isInstanceOf(Compilation.Compiled.class);
  }

  private static Compilation compile(String text) {
    return Rego.compile(List.of(new RegoSource("t.rego", text)), ObjectValue.EMPTY);
  }

  private static RegoError error(String text) {
    Compilation compilation = compile(text);
    assertThat(compilation).isInstanceOf(Compilation.Rejected.class);
    RegoError error = ((Compilation.Rejected) compilation).errors().getFirst();
    assertThat(error.line()).as(error.toString()).isPositive();
    return error;
  }
}
