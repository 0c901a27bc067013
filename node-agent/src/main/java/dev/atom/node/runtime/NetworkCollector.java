// SPDX-License-Identifier: Apache-2.0
package dev.atom.node.runtime;

import dev.atom.node.collect.Collector;
import dev.atom.node.collect.Counters;
import dev.atom.node.collect.Pass;
import dev.atom.node.collect.Reading;
import dev.atom.node.host.Words;
import dev.atom.protocol.Metric;
import java.util.List;

/// Traffic and state of network interfaces. Critical: `net/dev`.
public final class NetworkCollector implements Collector {
  private static final Metric IO = Metric.sum("system.network.io", "By");
  private static final Metric PACKETS = Metric.sum("system.network.packets", "{packet}");
  private static final Metric ERRORS = Metric.sum("system.network.errors", "{error}");
  private static final Metric DROPPED = Metric.sum("system.network.dropped", "{packet}");
  private static final Metric RATE = Metric.gauge("system.network.io.rate", "By/s");
  private static final Metric SPEED = Metric.gauge("system.network.speed", "bit/s");
  private static final Metric UP = Metric.gauge("system.network.up", "1");
  private static final Metric CARRIER = Metric.gauge("system.network.carrier", "1");
  private static final Metric DUPLEX = Metric.gauge("system.network.duplex", "1");

  private final Counters counters = new Counters();

  @Override
  public String name() {
    return "network";
  }

  @Override
  public Rhythm rhythm() {
    return Rhythm.RUNTIME;
  }

  @Override
  public Reading collect(Pass pass) {
    counters.begin(pass.nanos());
    String text = pass.critical(pass.proc("net/dev"));
    if (text == null) {
      return pass.end();
    }
    for (String line : Words.lines(text)) {
      // An alias has a colon in its name: the last one ends it.
      int colon = line.lastIndexOf(':');
      List<String> words = colon < 1 ? List.of() : Words.of(line.substring(colon + 1));
      if (words.size() >= 12) {
        String raw = line.substring(0, colon).strip();
        String name = Words.printable(raw);
        side(name, "receive", words, 0, pass);
        side(name, "transmit", words, 8, pass);
        state(raw, name, pass);
      }
    }
    return pass.end();
  }

  private void side(String name, String direction, List<String> words, int at, Pass pass) {
    String[] labels = {"network.interface.name", name, "network.io.direction", direction};
    long bytes = Words.number(words, at, 0);
    pass.add(IO, Words.unsigned(bytes), labels);
    pass.add(PACKETS, Words.unsigned(Words.number(words, at + 1, 0)), labels);
    pass.add(ERRORS, Words.unsigned(Words.number(words, at + 2, 0)), labels);
    pass.add(DROPPED, Words.unsigned(Words.number(words, at + 3, 0)), labels);
    pass.add(RATE, counters.of(name + direction, bytes).perSecond(), labels);
  }

  /// An interface that is down refuses to say its speed: that is no problem.
  private static void state(String raw, String name, Pass pass) {
    if (raw.contains("/") || raw.startsWith(".")) {
      return;
    }
    String folder = pass.sys("class/net/") + raw;
    String state = pass.ifThere(folder + "/operstate").strip();
    if (state.isEmpty()) {
      return;
    }
    pass.add(UP, state.equals("up") ? 1L : 0L, "network.interface.name", name);
    if (!state.equals("down")) {
      long megabits = Words.signed(pass.ifThere(folder + "/speed"), -1);
      if (megabits > 0) {
        pass.add(SPEED, megabits * 1e6, "network.interface.name", name);
      }
      long carrier = Words.signed(pass.ifThere(folder + "/carrier"), -1);
      if (carrier >= 0) {
        pass.add(CARRIER, carrier, "network.interface.name", name);
      }
      String duplex = Words.printable(pass.ifThere(folder + "/duplex"));
      if (!duplex.isEmpty()) {
        pass.add(DUPLEX, 1, "network.interface.name", name, "duplex", duplex);
      }
    }
  }
}
