// SPDX-License-Identifier: Apache-2.0
package dev.atom.benchmarks;

import dev.atom.policy.Decision;
import dev.atom.policy.PolicyEngine;
import java.nio.file.Path;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/// How long the shipped policies take for one chat call: the input document made anew, the rules
/// evaluated, the decision built, one call after the other on one thread.
final class PolicyBench {
  private static final int WARM_CALLS = 100_000;

  private PolicyBench() {}

  /// Nanoseconds a decision; reading the clock twice is part of each.
  ///
  /// @param calls decisions measured
  record Seen(long calls, double mean, double p50, double p99, double p999, double most) {}

  static Seen measure(Path policies, Instant now, int seconds) {
    var engine = PolicyEngine.open(policies);
    var latency = new Histogram(TimeUnit.SECONDS.toNanos(10), 3);
    for (int i = 0; i < WARM_CALLS; i++) {
      decide(engine, now);
    }
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
    for (long began = System.nanoTime(); began < end; began = System.nanoTime()) {
      decide(engine, now);
      latency.recordValue(System.nanoTime() - began);
    }
    return new Seen(
        latency.getTotalCount(),
        latency.getMean(),
        latency.getValueAtPercentile(50),
        latency.getValueAtPercentile(99),
        latency.getValueAtPercentile(99.9),
        latency.getMaxValue());
  }

  private static void decide(PolicyEngine engine, Instant now) {
    if (!(engine.decide(Samples.input(), now) instanceof Decision.Permit)) {
      throw new IllegalStateException("the policies do not permit the call of the benchmark");
    }
  }
}
