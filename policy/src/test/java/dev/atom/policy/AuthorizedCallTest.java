// SPDX-License-Identifier: Apache-2.0
package dev.atom.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Modifier;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class AuthorizedCallTest {
  @Test
  void nobodyOutsideThisPackageMakesOne() {
    assertThat(AuthorizedCall.class.getDeclaredConstructors())
        .noneMatch(constructor -> Modifier.isPublic(constructor.getModifiers()));
    assertThat(AuthorizedCall.class.getModifiers()).matches(Modifier::isFinal);
    assertThat(Arrays.stream(AuthorizedCall.class.getDeclaredMethods()))
        .noneMatch(method -> Modifier.isStatic(method.getModifiers()));
  }

  @Test
  void aPermitCarriesWhatWasAskedAndByWhichPolicies() {
    var engine = PolicyEngine.open(Samples.SHIPPED);

    assertThat(engine.decide(Samples.ownCall(), Samples.NOW))
        .isInstanceOfSatisfying(
            Decision.Permit.class,
            permit -> {
              assertThat(permit.call().input()).isEqualTo(Samples.ownCall());
              assertThat(permit.call().policyRevision()).isEqualTo(engine.revision());
            });
  }
}
