// SPDX-License-Identifier: Apache-2.0
package dev.atom.identity;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SourceNetworkTest {
  @ParameterizedTest
  @CsvSource({
    "203.0.113.7, 203.0.113.7",
    "2001:db8:1:2:3:4:5:6, 2001:0db8:0001:0002::/64",
    "2001:db8:1:2::1, 2001:0db8:0001:0002::/64",
    "2001:DB8:1:2:ffff:ffff:ffff:ffff, 2001:0db8:0001:0002::/64",
    "2001:db8:1:3::1, 2001:0db8:0001:0003::/64",
    "::1, 0000:0000:0000:0000::/64",
    "fe80::1%eth0, fe80:0000:0000:0000::/64",
    "::ffff:203.0.113.7, 203.0.113.7",
    "no:address, no:address",
  })
  void addressesOfOneNetworkAreOneSource(String address, String network) {
    assertThat(SourceNetwork.of(address)).isEqualTo(network);
  }

  @Test
  void whatIsUnknownStaysItself() {
    assertThat(SourceNetwork.of("")).isEmpty();
    assertThat(SourceNetwork.of("localhost")).isEqualTo("localhost");
  }
}
