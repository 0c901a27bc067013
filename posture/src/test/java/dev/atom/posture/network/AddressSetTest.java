// SPDX-License-Identifier: Apache-2.0
package dev.atom.posture.network;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class AddressSetTest {
  @ParameterizedTest
  @CsvSource({
    "10.0.0.0/8, 10.0.0.0-10.255.255.255",
    "10.1.2.3/8, 10.0.0.0-10.255.255.255",
    "0.0.0.0/0, 0.0.0.0-255.255.255.255",
    "192.168.1.1, 192.168.1.1-192.168.1.1",
    "fd00::/8, fd00::-fdff:ffff:ffff:ffff:ffff:ffff:ffff:ffff",
    "::/0, ::-ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff",
    "2001:db8:0:0:1:0:0:1/128, 2001:db8::1:0:0:1-2001:db8::1:0:0:1",
    "2001:db8::ff/65, 2001:db8::-2001:db8::7fff:ffff:ffff:ffff",
    "::ffff:10.0.0.1/128, ::ffff:a00:1-::ffff:a00:1"
  })
  void readsBlocks(String block, String range) {
    assertThat(AddressRange.parse(block).orElseThrow()).hasToString(range);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "10.0.0.0/33",
        "10.0.0/8",
        "10.0.0.256",
        "::1/129",
        "1::2::3",
        "x",
        "10.0.0.0/",
        "10.0.0.0/a",
        ":::",
        "1:2:3:4:5:6:7:8:9",
        "1.2.3.4.5"
      })
  void refusesWhatIsNone(String text) {
    assertThat(AddressRange.parse(text)).isEmpty();
  }

  @Test
  void takesExceptionsOff() {
    var whole = AddressSet.of(AddressRange.V4);
    var holes =
        List.of(
            AddressRange.parse("0.0.0.0/8").orElseThrow(),
            AddressRange.parse("10.0.0.0/8").orElseThrow(),
            AddressRange.parse("255.0.0.0/8").orElseThrow());

    assertThat(whole.minus(holes)).hasToString("1.0.0.0-9.255.255.255,11.0.0.0-254.255.255.255");
  }

  @Test
  void joinsNeighbours() {
    var set =
        AddressSet.of(
            List.of(
                AddressRange.parse("10.128.0.0/9").orElseThrow(),
                AddressRange.parse("10.0.0.0/9").orElseThrow(),
                AddressRange.parse("fd00::/8").orElseThrow()));

    assertThat(set.ranges()).hasSize(2);
  }

  @Test
  void cutsTheWholeAtEveryBorder() {
    var sets = List.of(AddressSet.of(AddressRange.parse("10.0.0.0/8").orElseThrow()));

    assertThat(AddressSet.pieces(sets, false)).hasSize(3);
    assertThat(AddressSet.pieces(sets, true)).containsExactly(AddressRange.V6);
  }
}
