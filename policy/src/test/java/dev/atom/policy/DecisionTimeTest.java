// SPDX-License-Identifier: Apache-2.0
package dev.atom.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atom.testing.Feature;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/// A decision by the shipped policies takes microseconds; the promise is 1 ms at the 99th
/// percentile, building the input document included.
class DecisionTimeTest {
  private static final int WARM_UP = 30_000;
  private static final int MEASURED = 50_000;

  @Test
  @Feature("B13")
  void ninetyNineOfAHundredDecisionsTakeLessThanAMillisecond() {
    var engine = PolicyEngine.open(Samples.SHIPPED);
    PolicyInput[] calls = {
      Samples.ownCall(),
      Samples.call(Samples.agent(false), RouteName.TOOLS, Samples.DOMAIN, Samples.AGENT, "search"),
      Samples.call(Samples.agent(false), RouteName.LLM, Samples.OTHER_DOMAIN, Samples.AGENT, null),
    };
    long permitted = 0;
    for (int i = 0; i < WARM_UP; i++) {
      permitted += permits(engine, calls[i % calls.length]);
    }
    long[] nanos = new long[MEASURED];
    for (int i = 0; i < MEASURED; i++) {
      long start = System.nanoTime();
      permitted += permits(engine, calls[i % calls.length]);
      nanos[i] = System.nanoTime() - start;
    }
    Arrays.sort(nanos);
    System.out.println(
        "decide: median "
            + nanos[MEASURED / 2] / 1000.0
            + " us, p99 "
            + nanos[MEASURED / 100 * 99] / 1000.0
            + " us");

    assertThat(permitted).isPositive();
    assertThat(nanos[MEASURED / 100 * 99]).isLessThan(1_000_000);
  }

  private static int permits(PolicyEngine engine, PolicyInput call) {
    return engine.decide(call, Samples.NOW) instanceof Decision.Permit ? 1 : 0;
  }
}
