// SPDX-License-Identifier: Apache-2.0
package dev.atom.node.runtime;

import dev.atom.node.collect.Collector;
import dev.atom.node.collect.Counters;
import dev.atom.node.collect.Pass;
import dev.atom.node.collect.Reading;
import dev.atom.node.host.Words;
import dev.atom.protocol.Metric;
import java.util.List;

/// Memory of NUMA nodes, and where it was taken from. Unsupported on a host without nodes.
public final class NumaCollector implements Collector {
  private static final Metric MEMORY = Metric.gauge("system.memory.numa.usage", "By");
  private static final Metric PAGES = Metric.sum("system.memory.numa.allocations", "{page}");
  private static final Metric RATE = Metric.gauge("system.memory.numa.allocation.rate", "{page}/s");
  private static final Metric BALANCING = Metric.gauge("system.memory.numa.balancing", "1");

  private final Counters counters = new Counters();

  @Override
  public String name() {
    return "numa_stats";
  }

  @Override
  public Rhythm rhythm() {
    return Rhythm.RUNTIME;
  }

  @Override
  public Reading collect(Pass pass) {
    counters.begin(pass.nanos());
    String folder = pass.sys("devices/system/node");
    boolean any = false;
    for (String name : pass.files().names(folder)) {
      if (name.startsWith("node") && Words.isNumber(name.substring(4))) {
        any = true;
        allocations(name.substring(4), pass.optional(folder + "/" + name + "/numastat"), pass);
        memory(name.substring(4), pass.optional(folder + "/" + name + "/meminfo"), pass);
      }
    }
    if (!any) {
      return new Reading.Unsupported("this host has no NUMA nodes in " + folder);
    }
    String balancing = pass.ifThere(pass.proc("sys/kernel/numa_balancing"));
    if (!balancing.isEmpty()) {
      pass.add(BALANCING, Words.number(balancing, 0));
    }
    return pass.end();
  }

  private void allocations(String node, String text, Pass pass) {
    for (String line : Words.lines(text)) {
      List<String> words = Words.of(line);
      if (words.size() == 2) {
        long pages = Words.number(words, 1, 0);
        String[] labels = {"numa.node", node, "kind", Words.printable(words.getFirst())};
        pass.add(PAGES, Words.unsigned(pages), labels);
        pass.add(RATE, counters.of(node + words.getFirst(), pages).perSecond(), labels);
      }
    }
  }

  /// Such as `Node 0 MemTotal: 1024 kB`.
  private static void memory(String node, String text, Pass pass) {
    for (String line : Words.lines(text)) {
      List<String> words = Words.of(line);
      if (words.size() >= 4 && words.get(2).endsWith(":")) {
        String field = words.get(2).substring(0, words.get(2).length() - 1);
        switch (field) {
          case "MemTotal", "MemFree", "MemUsed", "FilePages", "AnonPages" ->
              pass.add(MEMORY, Words.number(words, 3, 0) * 1024, "numa.node", node, "field", field);
          default -> {}
        }
      }
    }
  }
}
