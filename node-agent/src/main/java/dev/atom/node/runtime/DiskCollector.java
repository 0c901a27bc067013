// SPDX-License-Identifier: Apache-2.0
package dev.atom.node.runtime;

import dev.atom.node.collect.Collector;
import dev.atom.node.collect.Counters;
import dev.atom.node.collect.Pass;
import dev.atom.node.collect.Reading;
import dev.atom.node.host.Words;
import dev.atom.protocol.Metric;
import java.util.List;
import java.util.Set;

/// Transfers of whole disks. Critical: `diskstats`. Partitions are left out: they are in their
/// disk.
public final class DiskCollector implements Collector {
  private static final long SECTOR = 512;
  private static final Metric IO = Metric.sum("system.disk.io", "By");
  private static final Metric OPERATIONS = Metric.sum("system.disk.operations", "{operation}");
  private static final Metric MERGED = Metric.sum("system.disk.merged", "{operation}");
  private static final Metric OPERATION_TIME = Metric.sum("system.disk.operation_time", "s");
  private static final Metric IO_TIME = Metric.sum("system.disk.io_time", "s");
  private static final Metric WEIGHTED = Metric.sum("system.disk.weighted_io_time", "s");
  private static final Metric PENDING =
      Metric.gauge("system.disk.pending_operations", "{operation}");
  private static final Metric BUSY = Metric.gauge("system.disk.utilization", "1");
  private static final Metric RATE = Metric.gauge("system.disk.io.rate", "By/s");

  private final Counters counters = new Counters();

  @Override
  public String name() {
    return "disk";
  }

  @Override
  public Rhythm rhythm() {
    return Rhythm.RUNTIME;
  }

  @Override
  public Reading collect(Pass pass) {
    counters.begin(pass.nanos());
    String text = pass.critical(pass.proc("diskstats"));
    if (text == null) {
      return pass.end();
    }
    Set<String> whole = Set.copyOf(pass.files().names(pass.sys("block")));
    if (whole.isEmpty()) {
      pass.note("sys/block names no disk");
    }
    for (String line : Words.lines(text)) {
      List<String> words = Words.of(line);
      // Kernels before 4.18 have 14 columns, later ones append some.
      if (words.size() >= 14 && whole.contains(words.get(2).replace('/', '!'))) {
        disk(words, pass);
      }
    }
    return pass.end();
  }

  private void disk(List<String> words, Pass pass) {
    String name = Words.printable(words.get(2));
    side(name, "read", words, 3, pass);
    side(name, "write", words, 7, pass);
    pass.add(PENDING, Words.number(words, 11, 0), "system.device", name);
    long busy = Words.number(words, 12, 0);
    pass.add(IO_TIME, busy / 1000.0, "system.device", name);
    pass.add(WEIGHTED, Words.number(words, 13, 0) / 1000.0, "system.device", name);
    // Times are 32 bits wide in the kernel, and a device may be counted busy a little too long.
    double share = counters.of(name + " busy", busy, 32).perSecond() / 1000;
    pass.add(BUSY, Math.min(1, share), "system.device", name);
  }

  private void side(String name, String direction, List<String> words, int at, Pass pass) {
    String[] labels = {"system.device", name, "disk.io.direction", direction};
    long sectors = Words.number(words, at + 2, 0);
    pass.add(OPERATIONS, Words.unsigned(Words.number(words, at, 0)), labels);
    pass.add(MERGED, Words.unsigned(Words.number(words, at + 1, 0)), labels);
    pass.add(IO, Words.unsigned(sectors) * SECTOR, labels);
    pass.add(OPERATION_TIME, Words.number(words, at + 3, 0) / 1000.0, labels);
    pass.add(RATE, counters.of(name + direction, sectors).perSecond() * SECTOR, labels);
  }
}
