// SPDX-License-Identifier: Apache-2.0
package dev.atom.benchmarks;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/// Every contender as fast as it goes, one at a time: warm-up, then rounds in turn.
final class Saturation {
  static final int SLICES = 12;

  private final Workbench bench;
  private final Consumer<String> progress;

  Saturation(Workbench bench, Consumer<String> progress) {
    this.bench = bench;
    this.progress = progress;
  }

  /// One contender's one round.
  ///
  /// @param perSecond answers a second
  /// @param cpuMicros CPU of the proxy per request
  /// @param postgresMicros CPU of PostgreSQL per request
  /// @param busy what the processors did
  /// @param answers how many there were
  /// @param threads the proxy's CPU per request by group of threads, for a JVM
  record Round(
      double perSecond,
      double cpuMicros,
      double postgresMicros,
      Busy busy,
      Answers answers,
      Map<String, Double> threads) {
    Round {
      threads = Map.copyOf(threads);
    }
  }

  /// Shares of time.
  ///
  /// @param proxy the proxy's processor was in use
  /// @param rest the others were in use
  /// @param foreign the proxy's processor was used by something else than the proxy
  record Busy(double proxy, double rest, double foreign) {}

  /// Counts.
  ///
  /// @param requests all
  /// @param errors other than 2xx, and broken connections
  record Answers(long requests, long errors) {
    /// More errors than this share, and there is no result.
    private static final double ERRORS_MAX = 0.001;

    boolean isResult() {
      return requests > 0 && errors <= requests * ERRORS_MAX;
    }
  }

  /// Warms each contender for `seconds`, in slices: the CPU per request of each.
  Map<String, List<Double>> warm(List<Contender> contenders, int seconds)
      throws IOException, InterruptedException {
    Map<String, List<Double>> slices = new LinkedHashMap<>();
    int each = Math.max(1, seconds / SLICES);
    for (var contender : contenders) {
      List<Double> cpu = new ArrayList<>();
      for (int i = 0; i < SLICES; i++) {
        cpu.add(round(contender, each).cpuMicros());
      }
      slices.put(contender.name(), cpu);
      progress.accept("warm " + contender.name() + ", us CPU per request: " + Text.whole(cpu));
    }
    return slices;
  }

  /// The rounds of each contender, A B C A B C.
  Map<String, List<Round>> rounds(List<Contender> contenders, int seconds, int rounds)
      throws IOException, InterruptedException {
    Map<String, List<Round>> all = new LinkedHashMap<>();
    for (int i = 1; i <= rounds; i++) {
      for (var contender : contenders) {
        var round = round(contender, seconds);
        all.computeIfAbsent(contender.name(), _ -> new ArrayList<>()).add(round);
        progress.accept("round " + i + " of " + rounds + ", " + described(contender, round));
      }
    }
    return all;
  }

  private static String described(Contender contender, Round round) {
    return "%s: %.0f requests/s, %.1f us CPU each, its core %.0f %% busy, others %.0f %%, %d errors"
        .formatted(
            contender.name(),
            round.perSecond(),
            round.cpuMicros(),
            round.busy().proxy() * 100,
            round.busy().rest() * 100,
            round.answers().errors());
  }

  private Round round(Contender contender, int seconds) throws IOException, InterruptedException {
    List<Integer> proxy = List.of(bench.cores.proxy());
    long postgres = Usage.cpuMicros(bench.postgres.pid());
    long[] proxyTicks = Usage.processors(proxy);
    long[] restTicks = Usage.processors(bench.cores.rest());
    var threads = threads(contender);
    long cpu = Usage.cpuMicros(contender.child().pid());
    var result = bench.wrk.run(contender.url(), seconds);
    cpu = Usage.cpuMicros(contender.child().pid()) - cpu;
    postgres = Usage.cpuMicros(bench.postgres.pid()) - postgres;
    long[] proxyAfter = Usage.processors(proxy);
    double busy = Usage.busy(proxyTicks, proxyAfter);
    double own = Usage.share(cpu, proxyTicks, proxyAfter);
    double requests = Math.max(1, result.requests());
    return new Round(
        result.perSecond(),
        cpu / requests,
        postgres / requests,
        new Busy(
            busy,
            Usage.busy(restTicks, Usage.processors(bench.cores.rest())),
            Math.max(0, busy - own)),
        new Answers(result.requests(), result.errors()),
        Threads.perRequest(threads, threads(contender), requests));
  }

  private static Map<String, Double> threads(Contender contender) throws IOException {
    return contender.isGate() ? Threads.cpuMicros(contender.child().pid()) : Map.of();
  }
}
