// SPDX-License-Identifier: Apache-2.0
package dev.atom.benchmarks;

import dev.atom.benchmarks.store.PlainWriter;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;
import org.HdrHistogram.Histogram;

/// `URL RATE SECONDS`: writes the rows of RATE calls a second with plain JDBC, open loop, and
/// prints how long a decision's row took to be durable, from the moment it was due.
final class PlainCommitMain {
  /// Before anything is counted.
  static final int WARM_SECONDS = 4;

  private static final Pattern RESULT =
      Pattern.compile("RESULT p50=(\\d+) p99=(\\d+) count=(\\d+)");
  private static final long HIGHEST_MICROS = 60_000_000;

  private PlainCommitMain() {}

  public static void main(String[] arguments) throws SQLException {
    double rate = Double.parseDouble(arguments[1]);
    int seconds = Integer.parseInt(arguments[2]);
    var latency = new Histogram(HIGHEST_MICROS, 3);
    try (var writer = PlainWriter.open(arguments[0], InstantSource.system())) {
      send(writer, rate, WARM_SECONDS, new Histogram(HIGHEST_MICROS, 3));
      send(writer, rate, seconds, latency);
    }
    System.out.printf(
        "RESULT p50=%d p99=%d count=%d%n",
        latency.getValueAtPercentile(50),
        latency.getValueAtPercentile(99),
        latency.getTotalCount());
  }

  /// `into` is written by the writer's thread alone, and read when that has ended.
  private static void send(PlainWriter writer, double rate, int seconds, Histogram into) {
    String payload = Samples.input().canonicalJson();
    long count = (long) (rate * seconds);
    long began = System.nanoTime();
    for (long i = 0; i < count; i++) {
      long due = began + (long) (i * 1e9 / rate);
      for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
        LockSupport.parkNanos(left);
      }
      var decision = UUID.randomUUID();
      writer.append(
          Samples.decision(decision, payload),
          () -> into.recordValue(Math.min(HIGHEST_MICROS, (System.nanoTime() - due) / 1_000)));
      writer.append(Samples.outcome(decision, UUID.randomUUID()), () -> {});
    }
  }

  /// p50 and p99 in microseconds.
  static double[] parse(String said) {
    var found = RESULT.matcher(said);
    if (!found.find()) {
      throw new IllegalStateException("plain JDBC printed no result: " + said.strip());
    }
    return new double[] {Double.parseDouble(found.group(1)), Double.parseDouble(found.group(2))};
  }
}
