// SPDX-License-Identifier: Apache-2.0
package dev.atom.node.runtime;

import dev.atom.node.collect.Collector;
import dev.atom.node.collect.Counters;
import dev.atom.node.collect.Pass;
import dev.atom.node.collect.Reading;
import dev.atom.node.host.Words;
import dev.atom.protocol.Metric;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Memory and swap, in bytes. Critical: `meminfo`.
public final class MemoryCollector implements Collector {
  private static final long KIB = 1024;
  private static final long PAGE = 4096;
  private static final Metric LIMIT = Metric.gauge("system.memory.limit", "By");
  private static final Metric USAGE = Metric.gauge("system.memory.usage", "By");
  private static final Metric UTILIZATION = Metric.gauge("system.memory.utilization", "1");
  private static final Metric AVAILABLE = Metric.gauge("system.linux.memory.available", "By");
  private static final Metric FIELD = Metric.gauge("system.linux.memory.field", "By");
  private static final Metric HUGE_PAGES = Metric.gauge("system.linux.memory.pages", "{page}");
  private static final Metric SWAP = Metric.gauge("system.paging.usage", "By");
  private static final Metric SWAP_IO = Metric.sum("system.memory.swap.io", "By");
  private static final Metric SWAP_RATE = Metric.gauge("system.memory.swap.rate", "By/s");

  private final Counters counters = new Counters();

  @Override
  public String name() {
    return "memory";
  }

  @Override
  public Rhythm rhythm() {
    return Rhythm.RUNTIME;
  }

  @Override
  public Reading collect(Pass pass) {
    counters.begin(pass.nanos());
    String text = pass.critical(pass.proc("meminfo"));
    if (text == null) {
      return pass.end();
    }
    Map<String, Long> fields = fields(text);
    long total = fields.getOrDefault("MemTotal", 0L);
    if (total == 0) {
      pass.note("meminfo has no MemTotal");
    }
    usage(fields, total, pass);
    fields.forEach((name, value) -> {
      boolean pages = name.startsWith("HugePages_");
      pass.add(pages ? HUGE_PAGES : FIELD, pages ? value / KIB : value, "field", name);
    });
    swapIo(pass);
    return pass.end();
  }

  /// Fields of `meminfo` in bytes; those without a unit count pages, and are kept times 1024.
  static Map<String, Long> fields(String meminfo) {
    Map<String, Long> fields = new LinkedHashMap<>();
    for (String line : Words.lines(meminfo)) {
      int colon = line.indexOf(':');
      List<String> words = colon < 1 ? List.of() : Words.of(line.substring(colon + 1));
      long value = Words.number(words, 0, -1);
      if (value >= 0) {
        fields.put(Words.printable(line.substring(0, colon)), value * KIB);
      }
    }
    return fields;
  }

  /// The states add up to the total, as `free` shows them: used is what no other state covers.
  private static void usage(Map<String, Long> fields, long total, Pass pass) {
    long free = fields.getOrDefault("MemFree", 0L);
    long buffers = fields.getOrDefault("Buffers", 0L);
    long cached = fields.getOrDefault("Cached", 0L) + fields.getOrDefault("SReclaimable", 0L);
    long used = Math.max(0, total - free - buffers - cached);
    pass.add(LIMIT, total);
    pass.add(USAGE, used, "system.memory.state", "used");
    pass.add(USAGE, free, "system.memory.state", "free");
    pass.add(USAGE, buffers, "system.memory.state", "buffers");
    pass.add(USAGE, cached, "system.memory.state", "cached");
    pass.add(UTILIZATION, total == 0 ? Double.NaN : (double) used / total);
    Long available = fields.get("MemAvailable");
    if (available != null) {
      pass.add(AVAILABLE, available);
    }
    long swap = fields.getOrDefault("SwapTotal", 0L);
    long swapFree = fields.getOrDefault("SwapFree", 0L);
    pass.add(SWAP, Math.max(0, swap - swapFree), "system.paging.state", "used");
    pass.add(SWAP, swapFree, "system.paging.state", "free");
  }

  private void swapIo(Pass pass) {
    for (String line : Words.lines(pass.optional(pass.proc("vmstat")))) {
      boolean in = line.startsWith("pswpin ");
      if (in || line.startsWith("pswpout ")) {
        String direction = in ? "in" : "out";
        long pages = Words.number(Words.of(line), 1, 0);
        pass.add(SWAP_IO, Words.unsigned(pages) * PAGE, "system.paging.direction", direction);
        double rate = counters.of(direction, pages).perSecond() * PAGE;
        pass.add(SWAP_RATE, rate, "system.paging.direction", direction);
      }
    }
  }
}
