// SPDX-License-Identifier: Apache-2.0
package dev.atom.posture.assertion;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class SentenceTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          only gate reaches atom-llm:4000           | ONLY_REACHES  | gate         | atom-llm TCP 4000
          only gate and studio reach atom-llm       | ONLY_REACHES  | gate, studio | atom-llm All Connections
          agents reach only gate and DNS            | REACHES_ONLY  | agents       | gate All Connections; dns TCP 53,UDP 53
          agents reach only gate:8080+udp/99, dns   | REACHES_ONLY  | agents       | gate TCP 8080,UDP 99; dns TCP 53,UDP 53
          gate reaches atom-llm:4000-4010           | REACHES       | gate         | atom-llm TCP 4000-4010
          agents do not reach atom-llm              | NEVER_REACHES | agents       | atom-llm All Connections
          agents cannot reach internet:443          | NEVER_REACHES | agents       | internet TCP 443
          agents must not reach x/y                 | NEVER_REACHES | agents       | x/y All Connections
          """)
  void isUnderstood(String sentence, Claim.Kind kind, String from, String to) {
    var claims = Trial.claims("", sentence);

    assertThat(claims.problems()).isEmpty();
    var claim = claims.claims().getFirst();
    assertThat(claim.kind()).isEqualTo(kind);
    assertThat(String.join(", ", claim.from().stream().map(Group::name).toList())).isEqualTo(from);
    assertThat(
            String.join(
                "; ",
                claim.to().stream().map(each -> each.group().name() + " " + each.ports()).toList()))
        .isEqualTo(to);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "gate",
        "only gate",
        "only gate reaches",
        "reaches gate",
        "gate touches atom-llm",
        "only gate does not reach atom-llm",
        "only gate reaches only atom-llm",
        "gate reaches atom-llm:http",
        "gate reaches atom-llm:0",
        "gate reaches atom-llm:90-80",
        "nobody reaches atom-llm"
      })
  void isRefusedWithItsPlace(String sentence) {
    assertThat(Trial.claims("", sentence).problems())
        .singleElement()
        .satisfies(problem -> assertThat(problem.place().shown()).isEqualTo("claims.yaml:8"));
  }

  @Test
  void refusesKeysThatNobodyReads() {
    assertThat(Trial.claims("enforcd: yes", "gate reaches atom-llm").problems())
        .singleElement()
        .satisfies(problem -> assertThat(problem.why()).contains("'enforcd' is no key of facts"));
  }
}
