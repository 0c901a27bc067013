// SPDX-License-Identifier: Apache-2.0
package dev.atom.posture.network;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.BitSet;
import java.util.Random;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

final class PortSetTest {
  @Test
  void printsAsRanges() {
    var set =
        PortSet.of(Protocol.TCP, 80, 90)
            .union(PortSet.of(Protocol.TCP, 91))
            .union(PortSet.of(Protocol.TCP, 443))
            .union(PortSet.of(Protocol.UDP, 53));

    assertThat(set).hasToString("TCP 80-91,443,UDP 53");
    assertThat(PortSet.ALL.minus(PortSet.of(Protocol.UDP, 5353)))
        .hasToString("SCTP 1-65535,TCP 1-65535,UDP 1-5352,5354-65535");
    assertThat(PortSet.ALL).hasToString("All Connections");
    assertThat(PortSet.NONE).hasToString("No Connections");
  }

  @Test
  void countsAsBitsDo() {
    RandomGenerator random = new Random(7);
    for (int round = 0; round < 300; round++) {
      var a = new BitSet();
      var b = new BitSet();
      PortSet left = set(random, a);
      PortSet right = set(random, b);

      var union = (BitSet) a.clone();
      union.or(b);
      var common = (BitSet) a.clone();
      common.and(b);
      var rest = (BitSet) a.clone();
      rest.andNot(b);

      check(left.union(right), union);
      check(left.intersection(right), common);
      check(left.minus(right), rest);
      assertThat(left.containsAll(right)).isEqualTo(common.equals(b));
    }
  }

  private static PortSet set(RandomGenerator random, BitSet bits) {
    PortSet out = PortSet.NONE;
    for (int i = random.nextInt(5); i > 0; i--) {
      int first = 1 + random.nextInt(40);
      int last = first + random.nextInt(6);
      out = out.union(PortSet.of(Protocol.TCP, first, last));
      bits.set(first, last + 1);
    }
    return out;
  }

  private static void check(PortSet set, BitSet bits) {
    for (int port = 1; port < 60; port++) {
      assertThat(set.contains(Protocol.TCP, port))
          .as("%s at %d", set, port)
          .isEqualTo(bits.get(port));
    }
    assertThat(set.contains(Protocol.UDP, 20)).isFalse();
  }
}
