// SPDX-License-Identifier: Apache-2.0
package dev.atom.node.runtime;

import dev.atom.node.collect.Collector;
import dev.atom.node.collect.Pass;
import dev.atom.node.collect.Reading;
import dev.atom.node.host.Words;
import dev.atom.protocol.Metric;
import java.util.List;

/// Load averages, uptime, and how many tasks run or wait. Critical: `loadavg`.
public final class LoadCollector implements Collector {
  private static final Metric[] AVERAGES = {
    Metric.gauge("system.cpu.load_average.1m", "{thread}"),
    Metric.gauge("system.cpu.load_average.5m", "{thread}"),
    Metric.gauge("system.cpu.load_average.15m", "{thread}")
  };
  private static final Metric UPTIME = Metric.gauge("system.uptime", "s");
  private static final Metric TASKS = Metric.gauge("system.tasks.count", "{task}");

  @Override
  public String name() {
    return "load";
  }

  @Override
  public Rhythm rhythm() {
    return Rhythm.RUNTIME;
  }

  @Override
  public Reading collect(Pass pass) {
    String loadavg = pass.critical(pass.proc("loadavg"));
    if (loadavg == null) {
      return pass.end();
    }
    List<String> words = Words.of(loadavg);
    for (int i = 0; i < AVERAGES.length; i++) {
      pass.add(AVERAGES[i], Words.real(words, i));
    }
    tasks(words.size() > 3 ? words.get(3) : "", pass);
    pass.add(UPTIME, Words.real(Words.of(pass.optional(pass.proc("uptime"))), 0));
    for (String line : Words.lines(pass.optional(pass.proc("stat")))) {
      if (line.startsWith("procs_blocked ")) {
        pass.add(TASKS, Words.number(Words.of(line), 1, 0), "state", "blocked");
      }
    }
    return pass.end();
  }

  /// Such as `2/345`: running, and all.
  private static void tasks(String text, Pass pass) {
    int slash = text.indexOf('/');
    if (slash < 1) {
      pass.note("loadavg has no task counts");
      return;
    }
    pass.add(TASKS, Words.number(text.substring(0, slash), 0), "state", "running");
    pass.add(TASKS, Words.number(text.substring(slash + 1), 0), "state", "total");
  }
}
