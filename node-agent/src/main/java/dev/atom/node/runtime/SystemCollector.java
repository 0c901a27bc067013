// SPDX-License-Identifier: Apache-2.0
package dev.atom.node.runtime;

import dev.atom.node.collect.Collector;
import dev.atom.node.collect.Counters;
import dev.atom.node.collect.Pass;
import dev.atom.node.collect.Reading;
import dev.atom.node.host.Words;
import dev.atom.protocol.Metric;
import java.util.List;

/// Interrupts, context switches, new processes. Critical: `stat`.
public final class SystemCollector implements Collector {
  private static final Metric INTERRUPTS = Metric.sum("system.interrupts", "{interrupt}");
  private static final Metric SWITCHES = Metric.sum("system.context_switches", "{switch}");
  private static final Metric CREATED = Metric.sum("system.processes.created", "{process}");
  private static final Metric INTERRUPT_RATE =
      Metric.gauge("system.interrupts.rate", "{interrupt}/s");
  private static final Metric SWITCH_RATE =
      Metric.gauge("system.context_switches.rate", "{switch}/s");

  private final Counters counters = new Counters();

  @Override
  public String name() {
    return "system";
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
    for (String line : Words.lines(text)) {
      int blank = line.indexOf(' ');
      int end = blank < 0 ? -1 : line.indexOf(' ', blank + 1);
      switch (blank < 0 ? "" : line.substring(0, blank)) {
        case "intr" -> {
          long all = Words.number(line.substring(blank + 1, end < 0 ? line.length() : end), 0);
          pass.add(INTERRUPTS, Words.unsigned(all));
          pass.add(INTERRUPT_RATE, counters.of("intr", all).perSecond());
        }
        case "ctxt" -> {
          long all = Words.number(line.substring(blank + 1), 0);
          pass.add(SWITCHES, Words.unsigned(all));
          pass.add(SWITCH_RATE, counters.of("ctxt", all).perSecond());
        }
        case "processes" -> {
          List<String> words = Words.of(line);
          pass.add(CREATED, Words.unsigned(Words.number(words, 1, 0)));
        }
        default -> {}
      }
    }
    return pass.end();
  }
}
