// SPDX-License-Identifier: Apache-2.0
package dev.atom.node.runtime;

import dev.atom.node.collect.Collector;
import dev.atom.node.collect.Counters;
import dev.atom.node.collect.Pass;
import dev.atom.node.collect.Reading;
import dev.atom.node.host.Words;
import dev.atom.protocol.Metric;
import java.util.ArrayList;
import java.util.List;

/// Pressure stall information: how long tasks waited for a resource. Unsupported before kernel 4.20
/// or where it is turned off.
public final class PressureCollector implements Collector {
  private static final Metric TIME = Metric.sum("system.linux.pressure.time", "s");
  private static final Metric SHARE = Metric.gauge("system.linux.pressure.share", "1");
  private static final Metric AVERAGE = Metric.gauge("system.linux.pressure.average", "%");

  private final Counters counters = new Counters();

  @Override
  public String name() {
    return "pressure";
  }

  @Override
  public Rhythm rhythm() {
    return Rhythm.RUNTIME;
  }

  @Override
  public Reading collect(Pass pass) {
    counters.begin(pass.nanos());
    List<String> without = new ArrayList<>();
    for (String resource : List.of("cpu", "memory", "io")) {
      String text = pass.ifThere(pass.proc("pressure/" + resource));
      if (text.isEmpty()) {
        without.add(resource);
      }
      for (String line : Words.lines(text)) {
        stall(resource, Words.of(line), pass);
      }
    }
    if (without.size() == 3) {
      return new Reading.Unsupported("the kernel tells no pressure");
    }
    without.forEach(resource -> pass.note("pressure/" + resource + " is missing"));
    return pass.end();
  }

  /// Such as `some avg10=0.00 avg60=0.00 avg300=0.00 total=123` (microseconds).
  private void stall(String resource, List<String> words, Pass pass) {
    for (int i = 1; i < words.size(); i++) {
      String word = words.get(i);
      int equals = word.indexOf('=');
      String value = word.substring(equals + 1);
      String[] labels = {"resource", resource, "stall", Words.printable(words.getFirst())};
      switch (equals < 0 ? "" : word.substring(0, equals)) {
        case "avg10" -> pass.add(AVERAGE, Words.real(List.of(value), 0), labels);
        case "total" -> {
          long micros = Words.number(value, 0);
          pass.add(TIME, Words.unsigned(micros) / 1e6, labels);
          double share = counters.of(resource + words.getFirst(), micros).perSecond() / 1e6;
          pass.add(SHARE, share, labels);
        }
        default -> {}
      }
    }
  }
}
