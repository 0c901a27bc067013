// SPDX-License-Identifier: Apache-2.0
package dev.atom.rego;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ValueTest {
  @Test
  void ordersKindsAndThenWithinKinds() {
    List<Value> ordered =
        List.of(
            Value.nothing(),
            Value.of(false),
            Value.of(true),
            Value.of(-1),
            Value.of(new BigDecimal("0.5")),
            Value.of(2),
            Value.of("a"),
            Value.of("aa"),
            Value.of("\uFFFD"),
            Value.of("\uD83D\uDE00"),
            Value.array(),
            Value.array(Value.of(1)),
            Value.array(Value.of(1), Value.of(2)),
            Value.object(Map.of("a", Value.of(1))),
            Value.object(Map.of("b", Value.of(0))),
            Value.set(),
            Value.set(Value.of(1)));
    var shuffled = new ArrayList<>(ordered);
    Collections.shuffle(shuffled, new java.util.SplittableRandom(7));
    Collections.sort(shuffled);
    assertThat(shuffled).isEqualTo(ordered);
  }

  @Test
  void treatsEqualNumbersAsOne() {
    assertThat(Value.parseJson("1.0")).isEqualTo(Value.of(1)).hasSameHashCodeAs(Value.of(1));
    assertThat(Value.parseJson("1e2")).isEqualTo(Value.of(100));
    assertThat(Value.parseJson("0.10")).isEqualTo(Value.parseJson("0.1"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "null",
        "true",
        "-0.25",
        "12345678901234567890123",
        "\"\\\"\\\\\\u0001é\"",
        "[1,[2,{}],\"x\"]",
        "{\"a\":{\"b\":[]},\"c\":null}"
      })
  void writesWhatItReads(String json) {
    assertThat(Value.parseJson(json).toJson()).isEqualTo(json);
  }

  @Test
  void writesKeysSortedAndSetsAsSortedArrays() {
    Value value =
        Value.object(
            Map.of("b", Value.set(Value.of(2), Value.of(1), Value.of(2)), "a", Value.of(1)));
    assertThat(value.toJson()).isEqualTo("{\"a\":1,\"b\":[1,2]}");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "{",
        "[1,]",
        "{\"a\":}",
        "{a:1}",
        "01",
        "1.",
        ".5",
        "+1",
        "tru",
        "\"a",
        "\"\\x\"",
        "\"\n\"",
        "1 2",
        "1e999999",
        "[1}",
        "nul",
        "\"\\u12\"",
        "-",
        "{\"a\" 1}"
      })
  void refusesWhatIsNotJson(String text) {
    assertThatThrownBy(() -> Value.parseJson(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("position");
  }

  @Test
  void refusesJsonNestedTooDeep() {
    assertThatThrownBy(() -> Value.parseJson("[".repeat(100_000)))
        .hasMessageContaining("nested deeper");
  }

  @Test
  void findsKeysThatWereChosenToCollide() {
    var members = new HashMap<String, Value>();
    for (int i = 0; i < 1 << 14; i++) {
      var key = new StringBuilder();
      for (int bit = 0; bit < 14; bit++) {
        key.append((i >> bit & 1) == 0 ? "Aa" : "BB");
      }
      members.put(key.toString(), Value.of(i));
    }
    ObjectValue object = Value.object(members);
    assertThat(object.size()).isEqualTo(1 << 14);
    members.forEach((key, value) -> assertThat(object.get(key)).isEqualTo(value));
    assertThat(object.get("AaAa")).isNull();
  }

  @Test
  void findsEveryMemberOfLargeObjectsAndSets() {
    var members = new HashMap<String, Value>();
    for (int i = 0; i < 1000; i++) {
      members.put("key" + i, Value.of(i));
    }
    ObjectValue object = Value.object(members);
    SetValue set = Value.set(members.values());
    for (int i = 0; i < 1000; i++) {
      assertThat(object.get("key" + i)).isEqualTo(Value.of(i));
      assertThat(set.contains(Value.of(i))).isTrue();
    }
    assertThat(object.get("key1000")).isNull();
    assertThat(set.contains(Value.of(1000))).isFalse();
    assertThat(object).isEqualTo(Value.parseJson(object.toJson()));
    assertThat(set.at(999)).isEqualTo(Value.of(999));
  }
}
