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
  static final int SLICES = 6;

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
  /// @param proxyBusy share of the proxy's processor in use
  /// @param restBusy share of the other processors in use
  /// @param requests answers
  /// @param errors other than 2xx, and broken connections
  record Round(
      double perSecond,
      double cpuMicros,
      double postgresMicros,
      double proxyBusy,
      double restBusy,
      long requests,
      long errors) {}

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
        progress.accept(
            "round %d of %d, %s: %.0f requests/s, %.1f us CPU per request, proxy's core %.0f %% busy, others %.0f %%, %d errors"
                .formatted(
                    i,
                    rounds,
                    contender.name(),
                    round.perSecond(),
                    round.cpuMicros(),
                    round.proxyBusy() * 100,
                    round.restBusy() * 100,
                    round.errors()));
      }
    }
    return all;
  }

  private Round round(Contender contender, int seconds) throws IOException, InterruptedException {
    List<Integer> proxy = List.of(bench.cores.proxy());
    long postgres = Usage.cpuMicros(bench.postgres.pid());
    long[] proxyTicks = Usage.processors(proxy);
    long[] restTicks = Usage.processors(bench.cores.rest());
    long cpu = Usage.cpuMicros(contender.child().pid());
    var result = bench.wrk.run(contender.url(), seconds);
    cpu = Usage.cpuMicros(contender.child().pid()) - cpu;
    postgres = Usage.cpuMicros(bench.postgres.pid()) - postgres;
    double requests = Math.max(1, result.requests());
    return new Round(
        result.perSecond(),
        cpu / requests,
        postgres / requests,
        Usage.busy(proxyTicks, Usage.processors(proxy)),
        Usage.busy(restTicks, Usage.processors(bench.cores.rest())),
        result.requests(),
        result.errors());
  }
}
