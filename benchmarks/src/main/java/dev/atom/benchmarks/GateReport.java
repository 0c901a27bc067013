// SPDX-License-Identifier: Apache-2.0
package dev.atom.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/// All that a run of `bench gate` found out, as data.
///
/// @param run how it was measured
/// @param warm CPU per request of the slices of each warm-up, microseconds
/// @param rows saturated, one per contender
/// @param halfLoad latency at half of that
/// @param plainCommitP50 of plain JDBC, microseconds
/// @param plainCommitP99 of plain JDBC, microseconds
/// @param policy the policy alone
/// @param notes what a reader must know
record GateReport(
    Run run,
    Map<String, List<Double>> warm,
    List<Row> rows,
    List<HalfLoad.Row> halfLoad,
    double plainCommitP50,
    double plainCommitP99,
    PolicyBench.Seen policy,
    List<String> notes) {
  private static final double NGINX_RATIO_MAX = 2.0;
  private static final double NGINX_RATIO_GOAL = 1.25;
  private static final double HAPROXY_RATIO_MAX = 0.5;
  private static final double POLICY_NANOS_MAX = 50_000;
  private static final double ADDED_MICROS_MAX = 2_000;
  private static final double COMMIT_RATIO_MAX = 3.0;
  private static final double REST_BYTES_MAX = 200e6;

  /// How it was measured.
  ///
  /// @param command as typed
  /// @param date of the run
  record Run(
      String command, String date, Machine machine, int seconds, int rounds, int warmSeconds) {}

  /// A contender, saturated: medians over the rounds.
  ///
  /// @param threads CPU per request by group of threads, microseconds; empty for what is no JVM
  record Row(
      String name,
      String what,
      double perSecond,
      Cpu cpu,
      Saturation.Busy busy,
      Memory memory,
      Saturation.Answers answers,
      Map<String, Double> threads) {

    static Row of(Contender contender, List<Saturation.Round> rounds, long afterBytes) {
      List<Double> cpu = rounds.stream().map(Saturation.Round::cpuMicros).toList();
      return new Row(
          contender.name(),
          contender.what(),
          median(rounds, Saturation.Round::perSecond),
          new Cpu(
              Statistics.median(cpu),
              Statistics.least(cpu),
              Statistics.most(cpu),
              median(rounds, Saturation.Round::postgresMicros)),
          new Saturation.Busy(
              median(rounds, round -> round.busy().proxy()),
              median(rounds, round -> round.busy().rest()),
              median(rounds, round -> round.busy().foreign())),
          new Memory(contender.restBytes(), afterBytes),
          new Saturation.Answers(
              rounds.stream().mapToLong(round -> round.answers().requests()).sum(),
              rounds.stream().mapToLong(round -> round.answers().errors()).sum()),
          Threads.median(rounds.stream().map(Saturation.Round::threads).toList()));
    }

    private static double median(
        List<Saturation.Round> rounds, Function<Saturation.Round, Double> what) {
      return Statistics.median(rounds.stream().map(what).toList());
    }
  }

  /// CPU per request in microseconds: the median, least and most of the rounds; PostgreSQL's too.
  record Cpu(double median, double least, double most, double postgres) {}

  /// Resident memory before the first load and after the last, in bytes.
  record Memory(long rest, long after) {}

  /// What was to be reached, and whether it was.
  ///
  /// @param measured absent when there is no result
  record Target(String what, String bound, Optional<String> measured, boolean met) {
    String verdict() {
      return measured.isEmpty() ? "not measured" : met ? "met" : "not met";
    }
  }

  Optional<Row> row(String name) {
    return rows.stream()
        .filter(row -> row.name().equals(name) && row.answers().isResult())
        .findFirst();
  }

  Optional<HalfLoad.Row> halfLoad(String name) {
    return halfLoad.stream()
        .filter(row -> row.name().equals(name) && row.answers().isResult())
        .findFirst();
  }

  /// CPU per request as a multiple of another contender's; NaN without a result of both.
  double ratio(String name, String to) {
    return row(name).map(row -> row.cpu().median()).orElse(Double.NaN)
        / row(to).map(row -> row.cpu().median()).orElse(Double.NaN);
  }

  List<Target> targets() {
    List<Target> all = new ArrayList<>();
    double nginx = ratio(Lineup.STRICT, Lineup.NGINX);
    all.add(
        target(
            "CPU per request of GATE, all controls on, strict, against nginx as a plain proxy",
            nginx,
            NGINX_RATIO_MAX,
            Text.two(nginx) + " times",
            "at most 2.0 times"));
    all.add(
        target(
            "the same: where this is heading",
            nginx,
            NGINX_RATIO_GOAL,
            Text.two(nginx) + " times",
            "1.25 times"));
    double haproxy = ratio(Lineup.STRICT, Lineup.HAPROXY);
    all.add(
        target(
            "the same against HAProxy verifying RS256-4096",
            haproxy,
            HAPROXY_RATIO_MAX,
            Text.two(haproxy) + " times",
            "at most 0.5 times"));
    all.add(
        target(
            "policy decision, p99",
            policy.p99(),
            POLICY_NANOS_MAX,
            Text.one(policy.p99() / 1_000) + " us",
            "under 50 us"));
    double added = halfLoad(Lineup.BATCHED).map(HalfLoad.Row::addedP99).orElse(Double.NaN);
    all.add(
        target(
            "added latency at half load without waiting for the commit (batched), p99",
            added,
            ADDED_MICROS_MAX,
            Text.millis(added) + " ms",
            "under 2 ms"));
    double strict = halfLoad(Lineup.STRICT).map(HalfLoad.Row::addedP99).orElse(Double.NaN);
    all.add(
        target(
            "added latency at half load with the durable commit (strict), p99, against a plain"
                + " JDBC commit's p99 of "
                + Text.millis(plainCommitP99)
                + " ms",
            strict / plainCommitP99,
            COMMIT_RATIO_MAX,
            Text.millis(strict) + " ms, " + Text.two(strict / plainCommitP99) + " times",
            "at most 3 times"));
    double rest = row(Lineup.STRICT).map(row -> (double) row.memory().rest()).orElse(Double.NaN);
    all.add(
        target(
            "resident memory of GATE at rest",
            rest,
            REST_BYTES_MAX,
            Text.one(rest / 1e6) + " MB",
            "under 200 MB"));
    return all;
  }

  private static Target target(
      String what, double value, double most, String measured, String bound) {
    return new Target(
        what, bound, Double.isNaN(value) ? Optional.empty() : Optional.of(measured), value <= most);
  }
}
