// SPDX-License-Identifier: Apache-2.0
package dev.atom.node.runtime;

import dev.atom.node.collect.Change;
import dev.atom.node.collect.Collector;
import dev.atom.node.collect.Counters;
import dev.atom.node.collect.Pass;
import dev.atom.node.collect.Reading;
import dev.atom.node.host.Words;
import dev.atom.protocol.Labels;
import dev.atom.protocol.Metric;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Time of the processors in ten states: of each and of all together. Critical: `stat`.
///
/// The kernel counts guests within user and nice as well; shares are of the first eight, which are
/// all time there is.
public final class CpuCollector implements Collector {
  private static final String[] STATES = {
    "user", "nice", "system", "idle", "iowait", "irq", "softirq", "steal", "guest", "guest_nice"
  };
  private static final int WHOLE = 8;
  private static final double TICKS_PER_SECOND = 100;
  private static final Metric TIME = Metric.sum("system.cpu.time", "s");
  private static final Metric UTILIZATION = Metric.gauge("system.cpu.utilization", "1");
  private static final Metric COUNT = Metric.gauge("system.cpu.logical.count", "{cpu}");

  private final Counters counters = new Counters();
  private final Map<String, Labels[]> labels = new HashMap<>();

  @Override
  public String name() {
    return "cpu";
  }

  @Override
  public Rhythm rhythm() {
    return Rhythm.RUNTIME;
  }

  @Override
  public Reading collect(Pass pass) {
    counters.begin(pass.nanos());
    String text = pass.critical(pass.proc("stat"));
    if (text == null) {
      return pass.end();
    }
    int count = 0;
    for (String line : Words.lines(text)) {
      List<String> words = line.startsWith("cpu") ? Words.of(line) : List.of();
      if (words.size() < 5) {
        continue;
      }
      String number = words.getFirst().substring(3);
      if (number.isEmpty()) {
        states("-1", words, true, pass);
      } else if (Words.isNumber(number)) {
        states(number, words, false, pass);
        count++;
      }
    }
    if (count == 0) {
      pass.note("stat names no processor");
    }
    pass.add(COUNT, count);
    return pass.end();
  }

  private void states(String cpu, List<String> words, boolean all, Pass pass) {
    Labels[] own = labels.computeIfAbsent(cpu, CpuCollector::labels);
    double[] grown = new double[STATES.length];
    double whole = 0;
    for (int i = 0; i < STATES.length && i + 1 < words.size(); i++) {
      long ticks = Words.number(words, i + 1, 0);
      Change change = counters.of(cpu + STATES[i], ticks);
      // Idle and iowait may step back by a tick when a processor comes and goes: no time passed.
      grown[i] = change instanceof Change.Reset ? 0 : change.amount();
      whole += i < WHOLE ? grown[i] : 0;
      if (all) {
        pass.add(TIME, Words.unsigned(ticks) / TICKS_PER_SECOND, own[i]);
      }
    }
    for (int i = 0; i < STATES.length && whole > 0; i++) {
      pass.add(UTILIZATION, grown[i] / whole, own[i]);
    }
  }

  private static Labels[] labels(String cpu) {
    Labels[] labels = new Labels[STATES.length];
    for (int i = 0; i < STATES.length; i++) {
      labels[i] = Labels.of("cpu.logical_number", cpu, "cpu.mode", STATES[i]);
    }
    return labels;
  }
}
