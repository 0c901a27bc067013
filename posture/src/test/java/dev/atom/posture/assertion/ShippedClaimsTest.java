// SPDX-License-Identifier: Apache-2.0
package dev.atom.posture.assertion;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class ShippedClaimsTest {
  @ParameterizedTest
  @MethodSource("ids")
  void holdsInATightInstallation(String id) {
    var answer = Trial.ofAtom().shipped(id);

    assertThat(answer).as(Trial.paths(answer).toString()).isInstanceOf(Answer.Proved.class);
  }

  @Test
  void areAllUnderstood() {
    assertThat(ShippedClaims.read().problems()).isEmpty();
  }

  static List<String> ids() {
    return ShippedClaims.read().claims().stream().map(Claim::id).toList();
  }
}
