// SPDX-License-Identifier: Apache-2.0
package dev.atom.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/// The policy alone.
final class PolicyBenchTest {
  @Test
  void theShippedPoliciesPermitTheCallOfTheBenchmark() {
    var seen =
        PolicyBench.measure(Path.of("..", "policies"), Instant.parse("2026-11-22T00:00:00Z"), 1);

    assertThat(seen.calls()).isPositive();
    assertThat(seen.p99()).isPositive();
  }
}
