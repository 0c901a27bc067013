// SPDX-License-Identifier: Apache-2.0
package dev.atom.posture.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ScalarsTest {
  private static final Place PLACE = new Place("f", 1, 1);

  @ParameterizedTest
  @ValueSource(strings = {"true", "True", "TRUE", "yes", "Yes", "on", "ON", "y", "Y"})
  void theseAreTrue(String word) {
    assertThat(Scalars.plain(word, PLACE)).isEqualTo(new BoolNode(true, PLACE));
  }

  @ParameterizedTest
  @ValueSource(strings = {"false", "no", "No", "off", "OFF", "n", "N"})
  void theseAreFalse(String word) {
    assertThat(Scalars.plain(word, PLACE)).isEqualTo(new BoolNode(false, PLACE));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "tRUE",
        "yEs",
        "oN",
        "null0",
        "1.2.3",
        "10.0.0.0/8",
        "1e",
        "-",
        "+",
        ".",
        "0x",
        "1-2",
        "100m",
        "v1",
        "-.x"
      })
  void theseAreTexts(String word) {
    assertThat(Scalars.plain(word, PLACE)).isEqualTo(new TextNode(word, PLACE));
  }

  @ParameterizedTest
  @CsvSource({
    "0,0",
    "-7,-7",
    "+7,7",
    "010,8",
    "0o10,8",
    "0x1F,31",
    "0b101,5",
    "1_000,1000",
    "1e3,1000",
    "2.0,2",
    "65532,65532"
  })
  void theseAreIntegers(String word, long value) {
    Node node = Scalars.plain(word, PLACE);

    assertThat(node).isInstanceOf(NumberNode.class);
    assertThat(node.integer()).hasValue(value);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"1.5", ".5", "1e-3", "99999999999999999999", "1e999999999", ".inf", ".nan"})
  void theseAreNumbersWithoutAnInteger(String word) {
    Node node = Scalars.plain(word, PLACE);

    assertThat(node).isInstanceOf(NumberNode.class);
    assertThat(node.integer()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "~", "null", "Null", "NULL"})
  void theseAreNull(String word) {
    assertThat(Scalars.plain(word, PLACE).isNull()).isTrue();
  }
}
