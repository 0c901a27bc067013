// SPDX-License-Identifier: Apache-2.0
package dev.atom.posture.network;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class ExposureTest {
  private static final String PODS =
      Networks.pod("hello", "a", "app: a") + Networks.pod("hello", "b", "app: b");

  @Test
  void namesThePodsThatARuleWouldLetIn() {
    var exposure =
        Exposure.of(
            Networks.of(
                PODS
                    + Networks.policy(
                        "hello",
                        "p",
                        "podSelector: {matchLabels: {app: a}}, policyTypes: [Ingress], ingress:"
                            + " [{from: [{namespaceSelector: {matchLabels: {team: new}},"
                            + " podSelector: {matchLabels: {app: client}}}],"
                            + " ports: [{port: 80}]}]")),
            false);

    assertThat(exposure.lines())
        .filteredOn(line -> line.workload().equals("hello/a[Pod]"))
        .filteredOn(line -> line.direction() == Direction.INGRESS)
        .singleElement()
        .hasToString(
            "hello/a[Pod] <= [namespace with {team=new}]/[pod with {app=client}] : TCP 80");
  }

  @Test
  void namesTheWholeClusterWhereNothingGuards() {
    var exposure = Exposure.of(Networks.of(PODS), false);

    assertThat(exposure.lines())
        .extracting(Exposure.Line::toString)
        .contains("hello/a[Pod] <= entire-cluster : All Connections");
    assertThat(exposure.unguarded())
        .contains(new Exposure.Unguarded("hello/a[Pod]", Direction.EGRESS));
  }
}
