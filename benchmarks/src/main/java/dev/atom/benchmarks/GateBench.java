// SPDX-License-Identifier: Apache-2.0
package dev.atom.benchmarks;

import dev.atom.base.CloseStack;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/// GATE beside plain proxies: starts them, warms them, measures them in turn, and reports.
final class GateBench {
  private static final int POLICY_SECONDS = 3;
  private static final double FOREIGN_MAX = 0.03;

  /// Whose latency is measured too.
  private static final Set<String> TIMED =
      Set.of(Lineup.NGINX, Lineup.HAPROXY, Lineup.STRICT, Lineup.BATCHED, Lineup.NO_AUDIT);

  private final Settings settings;
  private final InstantSource clock;
  private final Consumer<String> progress;
  private final ReentrantLock closing = new ReentrantLock();

  /// @param home the repository
  /// @param command as typed
  /// @param only who takes part
  /// @param jvm what the JVMs of GATE are told besides
  record Settings(
      Path home,
      String command,
      int seconds,
      int rounds,
      int warmSeconds,
      Set<String> only,
      List<String> jvm) {}

  GateBench(Settings settings, InstantSource clock, Consumer<String> progress) {
    this.settings = settings;
    this.clock = clock;
    this.progress = progress;
  }

  GateReport run() throws IOException, InterruptedException {
    var cores = Cores.divide();
    cores.moveHere();
    var parts = new CloseStack();
    Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(() -> close(parts)));
    try {
      var bench = new Workbench(settings.home(), cores, clock.instant(), parts, progress);
      return run(bench);
    } finally {
      close(parts);
    }
  }

  /// Whoever comes second waits for the first: the JVM must not end while things are being stopped.
  private void close(CloseStack parts) {
    closing.lock();
    try {
      parts.close();
    } finally {
      closing.unlock();
    }
  }

  private GateReport run(Workbench bench) throws IOException, InterruptedException {
    var lineup = new Lineup(bench, settings.jvm());
    progress.accept("policy alone");
    var policy =
        PolicyBench.measure(bench.folder.resolve("policies"), clock.instant(), POLICY_SECONDS);
    progress.accept("starting " + String.join(", ", settings.only()));
    var contenders = lineup.start(settings.only());
    var saturation = new Saturation(bench, progress);
    var warm = saturation.warm(contenders, settings.warmSeconds());
    var rounds = saturation.rounds(contenders, settings.seconds(), settings.rounds());
    List<GateReport.Row> rows = new ArrayList<>();
    Map<String, Double> saturated = new LinkedHashMap<>();
    for (var contender : contenders) {
      var seen = Objects.requireNonNull(rounds.get(contender.name()));
      var after = Usage.residentBytes(contender.child().pid());
      var row = GateReport.Row.of(contender, seen, after);
      rows.add(row);
      saturated.put(contender.name(), row.perSecond());
    }
    var timed = contenders.stream().filter(one -> TIMED.contains(one.name())).toList();
    var half = new HalfLoad(bench, progress);
    var latency =
        half.measure(timed, saturated, Lineup.STRICT, settings.seconds(), settings.rounds());
    double[] plain = half.plainCommit();
    return new GateReport(
        described(bench), warm, rows, latency, plain[0], plain[1], policy, notes(contenders, rows));
  }

  private GateReport.Run described(Workbench bench) throws IOException {
    return new GateReport.Run(
        settings.command(),
        clock.instant().toString().substring(0, 10),
        Machine.here(bench.cores, bench.folder),
        settings.seconds(),
        settings.rounds(),
        settings.warmSeconds());
  }

  private List<String> notes(List<Contender> contenders, List<GateReport.Row> rows)
      throws IOException {
    List<String> notes = new ArrayList<>();
    notes.add(
        "Every GATE writes into the same audit chain; only the one under test has something to"
            + " write. Idle ones ask the control plane five times a second.");
    notes.add(
        "One agent, one token, a limit of 1,000,000 requests a minute, the highest the control"
            + " plane allows.");
    for (var row : rows) {
      if (row.busy().foreign() > FOREIGN_MAX) {
        notes.add(
            "The machine was not ours alone: while "
                + row.name()
                + " was measured, something else used "
                + Text.percent(row.busy().foreign())
                + " of its core.");
      }
    }
    for (var contender : contenders) {
      long dropped = dropped(contender);
      if (dropped > 0) {
        notes.add(
            contender.name()
                + " dropped access log lines "
                + dropped
                + " times (it never blocks for its log).");
      }
    }
    return notes;
  }

  private static long dropped(Contender contender) throws IOException {
    if (!contender.isGate()) {
      return 0;
    }
    try (var lines = Files.lines(contender.child().log())) {
      return lines.filter(line -> line.contains("access_log_dropped")).count();
    }
  }
}
