// SPDX-License-Identifier: Apache-2.0
package dev.atom.audit.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonLineTest {
  @Test
  void readsTextsNumbersNullAndObjects() {
    var members =
        JsonLine.parse(
            " {\"a\":\"x\\\"\\\\\\n\\u00e4\\ud83d\\ude00\",\"b\":-12,\"c\":null,\"d\":{\"e\":1}} ");

    assertThat(members)
        .containsEntry("a", "x\"\\\n\u00e4\ud83d\ude00")
        .containsEntry("b", -12L)
        .containsEntry("c", null)
        .containsEntry("d", Map.of("e", 1L));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{",
        "{}}",
        "[1]",
        "{\"a\":1,\"a\":1}",
        "{\"a\":1.5}",
        "{\"a\":9223372036854775808}",
        "{\"a\":true}",
        "{\"a\":\"\\u0000\"}",
        "{\"a\":\"\\ud800\"}",
        "{\"a\":\"\\x\"}",
        "{\"a\":\"\t\"}",
        "{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":1}}}}}}",
      })
  void refusesWhatAnExportNeverHolds(String line) {
    assertThatThrownBy(() -> JsonLine.parse(line)).isInstanceOf(IllegalArgumentException.class);
  }
}
