// SPDX-License-Identifier: Apache-2.0
package dev.atom.benchmarks;

import dev.atom.postgres.AtomRole;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/// Latency at half of what each contender serves when saturated, beside the upstream asked directly
/// at the same rate just before.
///
/// For the durable commit also: plain JDBC committing as many rows a second on the proxy's
/// processor, into the same PostgreSQL, while the upstream is asked directly at that rate.
final class HalfLoad {
  private static final int WARM_SECONDS = 3;
  private static final double PROBE_RATE = 1_500;
  private static final String PLAIN = "plain-jdbc";

  private final Workbench bench;
  private final Consumer<String> progress;
  private final Map<String, List<Double>> micros = new LinkedHashMap<>();
  private final Map<String, Double> rates = new LinkedHashMap<>();
  private final Map<String, long[]> counts = new ConcurrentHashMap<>();

  HalfLoad(Workbench bench, Consumer<String> progress) {
    this.bench = bench;
    this.progress = progress;
  }

  /// Medians over the rounds, in microseconds.
  ///
  /// @param rate requests a second
  /// @param p50 through the contender
  /// @param p99 through the contender
  /// @param directP50 without it
  /// @param directP99 without it
  /// @param answers of the contender
  record Row(
      String name,
      double rate,
      double p50,
      double p99,
      double directP50,
      double directP99,
      Saturation.Answers answers) {
    double addedP50() {
      return p50 - directP50;
    }

    double addedP99() {
      return p99 - directP99;
    }
  }

  /// @param saturated what each serves at most, by name
  /// @param strict at whose rate plain JDBC runs
  List<Row> measure(
      List<Contender> contenders,
      Map<String, Double> saturated,
      String strict,
      int seconds,
      int rounds)
      throws IOException, InterruptedException {
    double most = bearable();
    for (var contender : contenders) {
      double half = Objects.requireNonNull(saturated.get(contender.name())) / 2;
      rates.put(contender.name(), Math.min(half, most));
      bench.openLoop.run(contender.port(), rate(contender), WARM_SECONDS);
    }
    for (int i = 1; i <= rounds; i++) {
      for (var contender : contenders) {
        round(contender, seconds);
        progress.accept("half load " + i + " of " + rounds + ", " + described(contender));
        if (contender.name().equals(strict)) {
          plain(rate(contender), seconds);
        }
      }
    }
    return contenders.stream().map(this::row).toList();
  }

  /// The rate at which asking the upstream directly takes half of the load's processors: above, the
  /// load would measure itself.
  private double bearable() throws IOException, InterruptedException {
    bench.openLoop.run(bench.upstreamPort, PROBE_RATE, WARM_SECONDS);
    long cpu = loadMicros();
    long[] before = Usage.processors(bench.cores.rest());
    bench.openLoop.run(bench.upstreamPort, PROBE_RATE, WARM_SECONDS);
    long[] after = Usage.processors(bench.cores.rest());
    double used = Usage.share(loadMicros() - cpu, before, after);
    double most = PROBE_RATE * 0.5 / Math.max(0.01, used);
    progress.accept(
        "the load can ask %.0f times a second without measuring itself".formatted(most));
    return most;
  }

  private long loadMicros() throws IOException {
    return Usage.ownCpuMicros() + Usage.cpuMicros(bench.upstreamPid());
  }

  private void round(Contender contender, int seconds) throws IOException, InterruptedException {
    double rate = rate(contender);
    keep(contender.name() + "/direct", bench.openLoop.run(bench.upstreamPort, rate, seconds));
    keep(contender.name(), bench.openLoop.run(contender.port(), rate, seconds));
  }

  private String described(Contender contender) {
    return "%s at %.0f/s: p50 %s, p99 %s ms, direct %s and %s"
        .formatted(
            contender.name(),
            rate(contender),
            Text.millis(last(contender.name() + "/p50")),
            Text.millis(last(contender.name() + "/p99")),
            Text.millis(last(contender.name() + "/direct/p50")),
            Text.millis(last(contender.name() + "/direct/p99")));
  }

  private double rate(Contender contender) {
    return Objects.requireNonNull(rates.get(contender.name()));
  }

  /// The p50 and p99 of a plain commit, medians over the rounds, in microseconds; NaN when strict
  /// was not measured.
  double[] plainCommit() {
    return new double[] {median(PLAIN + "/p50"), median(PLAIN + "/p99")};
  }

  private void plain(double rate, int seconds) throws IOException, InterruptedException {
    Path log = bench.folder.resolve("plain.log");
    var command = new ArrayList<>(bench.cores.onProxy());
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx256m", "-XX:+UseParallelGC"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add(PlainCommitMain.class.getName());
    command.add(bench.postgres.url(AtomRole.ATOM_AUDIT));
    command.add(Double.toString(rate));
    command.add(Integer.toString(seconds));
    try (var child = Child.start(command, log)) {
      bench.openLoop.run(bench.upstreamPort, rate, PlainCommitMain.WARM_SECONDS + seconds);
      long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
      while (child.isAlive() && System.nanoTime() < deadline) {
        Thread.sleep(50);
      }
    }
    var line = PlainCommitMain.parse(Files.readString(log));
    add(PLAIN + "/p50", line[0]);
    add(PLAIN + "/p99", line[1]);
    progress.accept(
        "plain JDBC, %.0f commits awaited a second: p50 %s ms, p99 %s ms"
            .formatted(rate, Text.millis(line[0]), Text.millis(line[1])));
  }

  private void keep(String name, OpenLoop.Seen seen) {
    add(name + "/p50", seen.micros(50));
    add(name + "/p99", seen.micros(99));
    var count = counts.computeIfAbsent(name, _ -> new long[2]);
    count[0] += seen.requests();
    count[1] += seen.errors();
  }

  private void add(String name, double value) {
    micros.computeIfAbsent(name, _ -> new ArrayList<>()).add(value);
  }

  private double last(String name) {
    return Objects.requireNonNull(micros.get(name)).getLast();
  }

  private double median(String name) {
    return Statistics.median(micros.getOrDefault(name, List.of()));
  }

  private Row row(Contender contender) {
    String name = contender.name();
    long[] count = Objects.requireNonNull(counts.get(name));
    return new Row(
        name,
        rate(contender),
        median(name + "/p50"),
        median(name + "/p99"),
        median(name + "/direct/p50"),
        median(name + "/direct/p99"),
        new Saturation.Answers(count[0], count[1]));
  }
}
