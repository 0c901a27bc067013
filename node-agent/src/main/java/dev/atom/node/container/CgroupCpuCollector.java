// SPDX-License-Identifier: Apache-2.0
package dev.atom.node.container;

import dev.atom.node.collect.Collector;
import dev.atom.node.collect.Counters;
import dev.atom.node.collect.Pass;
import dev.atom.node.collect.Reading;
import dev.atom.node.host.Words;
import dev.atom.protocol.Metric;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Processor time of containers, their limits, and how often these held them back.
public final class CgroupCpuCollector implements Collector {
  private static final double MICROS = 1e6;
  private static final double NANOS = 1e9;
  private static final Metric TIME = Metric.sum("container.cpu.time", "s");
  private static final Metric USAGE = Metric.gauge("container.cpu.usage", "{cpu}");
  private static final Metric LIMIT = Metric.gauge("container.cpu.limit", "{cpu}");
  private static final Metric SHARES = Metric.gauge("container.cpu.shares", "1");
  private static final Metric PERIODS = Metric.sum("container.cpu.periods", "{period}");
  private static final Metric THROTTLED = Metric.sum("container.cpu.throttled.periods", "{period}");
  private static final Metric THROTTLED_TIME = Metric.sum("container.cpu.throttled.time", "s");
  private static final Metric THROTTLED_SHARE = Metric.gauge("container.cpu.throttled.share", "1");

  private final Containers containers;
  private final Counters counters = new Counters();

  /// @param containers to look at
  public CgroupCpuCollector(Containers containers) {
    this.containers = containers;
  }

  @Override
  public String name() {
    return "cgroup_cpu";
  }

  @Override
  public Rhythm rhythm() {
    return Rhythm.RUNTIME;
  }

  @Override
  public Reading collect(Pass pass) {
    counters.begin(pass.nanos());
    boolean unified = containers.unified();
    for (ContainerGroup group : containers.groups()) {
      String[] who = {
        "container.id", group.name().id(), "container.runtime", group.name().runtime()
      };
      if (unified) {
        version2(pass.host().cgroup() + group.path(), who, pass);
      } else {
        version1(group.path(), who, pass);
      }
    }
    return pass.end();
  }

  /// A container may have ended since discovery: then nothing is there, and nothing is told.
  private void version2(String folder, String[] who, Pass pass) {
    Map<String, Long> stat = numbers(pass.ifThere(folder + "/cpu.stat"));
    if (stat.isEmpty()) {
      return;
    }
    usage(stat.getOrDefault("usage_usec", 0L), MICROS, who, pass);
    throttling(stat, stat.getOrDefault("throttled_usec", 0L) / MICROS, who, pass);
    List<String> max = Words.of(pass.ifThere(folder + "/cpu.max"));
    limit(Words.number(max, 0, -1), Words.number(max, 1, 0), who, pass);
    long weight = Words.number(pass.ifThere(folder + "/cpu.weight"), -1);
    if (weight > 0) {
      pass.add(SHARES, weight, who);
    }
  }

  private void version1(String path, String[] who, Pass pass) {
    String root = pass.host().cgroup().toString();
    long used = Words.number(pass.ifThere(root + "/cpuacct" + path + "/cpuacct.usage"), -1);
    if (used == -1) {
      return;
    }
    usage(used, NANOS, who, pass);
    String folder = root + "/cpu" + path;
    Map<String, Long> stat = numbers(pass.ifThere(folder + "/cpu.stat"));
    throttling(stat, stat.getOrDefault("throttled_time", 0L) / NANOS, who, pass);
    limit(
        Words.signed(pass.ifThere(folder + "/cpu.cfs_quota_us"), -1),
        Words.number(pass.ifThere(folder + "/cpu.cfs_period_us"), 0),
        who,
        pass);
    long shares = Words.number(pass.ifThere(folder + "/cpu.shares"), -1);
    if (shares > 0) {
      pass.add(SHARES, shares, who);
    }
  }

  private void usage(long counted, double perSecond, String[] who, Pass pass) {
    pass.add(TIME, Words.unsigned(counted) / perSecond, who);
    pass.add(USAGE, counters.of(who[1], counted).perSecond() / perSecond, who);
  }

  private void throttling(Map<String, Long> stat, double seconds, String[] who, Pass pass) {
    Long periods = stat.get("nr_periods");
    Long throttled = stat.get("nr_throttled");
    if (periods == null || throttled == null) {
      return;
    }
    pass.add(PERIODS, periods, who);
    pass.add(THROTTLED, throttled, who);
    pass.add(THROTTLED_TIME, seconds, who);
    double all = counters.of(who[1] + " periods", periods).amount();
    double held = counters.of(who[1] + " throttled", throttled).amount();
    pass.add(THROTTLED_SHARE, all == 0 ? 0 : held / all, who);
  }

  private static void limit(long quota, long period, String[] who, Pass pass) {
    if (quota > 0 && period > 0) {
      pass.add(LIMIT, (double) quota / period, who);
    }
  }

  static Map<String, Long> numbers(String text) {
    Map<String, Long> numbers = new HashMap<>();
    for (String line : Words.lines(text)) {
      List<String> words = Words.of(line);
      long value = Words.number(words, 1, -1);
      if (value >= 0) {
        numbers.put(words.getFirst(), value);
      }
    }
    return numbers;
  }
}
