// SPDX-License-Identifier: Apache-2.0
package dev.atom.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atom.benchmarks.GateReport.Cpu;
import dev.atom.benchmarks.GateReport.Memory;
import dev.atom.benchmarks.GateReport.Row;
import dev.atom.benchmarks.Saturation.Answers;
import dev.atom.benchmarks.Saturation.Busy;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Verdicts: met, not met, not measured.
final class GateReportTest {
  private static final Answers GOOD = new Answers(100_000, 100);
  private static final Answers BROKEN = new Answers(100_000, 101);

  @Test
  void comparesGateWithItsPeersOfTheSameRun() {
    var report = report(GOOD);

    assertThat(report.ratio(Lineup.STRICT, Lineup.NGINX)).isEqualTo(1.5);
    assertThat(report.targets())
        .extracting(GateReport.Target::verdict)
        .containsExactly("met", "not met", "met", "met", "met", "not met", "met");
  }

  @Test
  void aRunWithTooManyErrorsIsNoResult() {
    var report = report(BROKEN);

    assertThat(report.row(Lineup.STRICT)).isEmpty();
    assertThat(report.targets())
        .filteredOn(target -> !target.what().contains("policy"))
        .extracting(GateReport.Target::verdict)
        .containsOnly("not measured");
    assertThat(GatePage.write(report)).contains("no result");
  }

  @Test
  void thePageSaysEveryFigureAndVerdict() {
    assertThat(GatePage.write(report(GOOD)))
        .contains(
            "**met**",
            "**not met**",
            "| gate-strict |",
            "12.00 ms, 4.00 times",
            "| event loop | 50.0 |",
            "a note");
  }

  private static GateReport report(Answers answers) {
    return new GateReport(
        new GateReport.Run(
            "./atom bench gate",
            "2026-11-22",
            new Machine(2, "a processor", "Linux 6", "25", "ext4"),
            10,
            3,
            36),
        Map.of(Lineup.STRICT, List.of(90.0, 61.0, 60.0)),
        List.of(
            row(Lineup.NGINX, 40, GOOD),
            row(Lineup.HAPROXY, 150, GOOD),
            row(Lineup.STRICT, 60, answers)),
        List.of(half(Lineup.STRICT, 13_000, answers), half(Lineup.BATCHED, 2_900, answers)),
        1_000,
        3_000,
        new PolicyBench.Seen(1_000_000, 4_000, 3_000, 20_000, 40_000, 90_000),
        List.of("a note"));
  }

  private static Row row(String name, double cpu, Answers answers) {
    return new Row(
        name,
        "what it does",
        10_000,
        new Cpu(cpu, cpu - 1, cpu + 1, 20),
        new Busy(1, 0.9, 0),
        new Memory(150_000_000, 250_000_000),
        answers,
        Map.of("event loop", 50.0));
  }

  private static HalfLoad.Row half(String name, double p99, Answers answers) {
    return new HalfLoad.Row(name, 5_000, 600, p99, 300, 1_000, answers);
  }
}
