// SPDX-License-Identifier: Apache-2.0
package dev.atom.node.container;

import dev.atom.node.collect.Collector;
import dev.atom.node.collect.Pass;
import dev.atom.node.collect.Reading;
import dev.atom.node.host.Words;
import dev.atom.protocol.Metric;
import java.util.Map;

/// Memory of containers, their limits, and what happened at these.
public final class CgroupMemoryCollector implements Collector {
  /// Version 1 writes 'no limit' as a number near 2^63.
  private static final long NO_LIMIT = 1L << 60;

  private static final Metric USAGE = Metric.gauge("container.memory.usage", "By");
  private static final Metric WORKING_SET = Metric.gauge("container.memory.working_set", "By");
  private static final Metric RSS = Metric.gauge("container.memory.rss", "By");
  private static final Metric LIMIT = Metric.gauge("container.memory.limit", "By");
  private static final Metric PEAK = Metric.gauge("container.memory.peak", "By");
  private static final Metric AT_LIMIT = Metric.sum("container.memory.limit.hits", "{event}");
  private static final Metric OOM_KILLS = Metric.sum("container.memory.oom.kills", "{event}");

  private final Containers containers;

  /// @param containers to look at
  public CgroupMemoryCollector(Containers containers) {
    this.containers = containers;
  }

  @Override
  public String name() {
    return "cgroup_memory";
  }

  @Override
  public Rhythm rhythm() {
    return Rhythm.RUNTIME;
  }

  @Override
  public Reading collect(Pass pass) {
    boolean unified = containers.unified();
    for (ContainerGroup group : containers.groups()) {
      String[] who = {
        "container.id", group.name().id(), "container.runtime", group.name().runtime()
      };
      if (unified) {
        version2(pass.host().cgroup() + group.path(), who, pass);
      } else {
        version1(pass.host().cgroup() + "/memory" + group.path(), who, pass);
      }
    }
    return pass.end();
  }

  private static void version2(String folder, String[] who, Pass pass) {
    long used = number(pass, folder + "/memory.current");
    if (used < 0) {
      return;
    }
    Map<String, Long> stat = CgroupCpuCollector.numbers(pass.ifThere(folder + "/memory.stat"));
    usage(used, stat.getOrDefault("inactive_file", 0L), stat.getOrDefault("anon", 0L), who, pass);
    bound(LIMIT, number(pass, folder + "/memory.max"), who, pass);
    bound(PEAK, number(pass, folder + "/memory.peak"), who, pass);
    var events = CgroupCpuCollector.numbers(pass.ifThere(folder + "/memory.events"));
    pass.add(AT_LIMIT, events.getOrDefault("max", 0L), who);
    pass.add(OOM_KILLS, events.getOrDefault("oom_kill", 0L), who);
  }

  private static void version1(String folder, String[] who, Pass pass) {
    long used = number(pass, folder + "/memory.usage_in_bytes");
    if (used < 0) {
      return;
    }
    Map<String, Long> stat = CgroupCpuCollector.numbers(pass.ifThere(folder + "/memory.stat"));
    long inactive = stat.getOrDefault("total_inactive_file", 0L);
    usage(used, inactive, stat.getOrDefault("total_rss", 0L), who, pass);
    bound(LIMIT, number(pass, folder + "/memory.limit_in_bytes"), who, pass);
    bound(PEAK, number(pass, folder + "/memory.max_usage_in_bytes"), who, pass);
    pass.add(AT_LIMIT, Math.max(0, number(pass, folder + "/memory.failcnt")), who);
    var oom = CgroupCpuCollector.numbers(pass.ifThere(folder + "/memory.oom_control"));
    pass.add(OOM_KILLS, oom.getOrDefault("oom_kill", 0L), who);
  }

  /// The working set is what cannot be had back easily: as Kubernetes counts it.
  private static void usage(long used, long inactive, long anonymous, String[] who, Pass pass) {
    pass.add(USAGE, used, who);
    pass.add(WORKING_SET, Math.max(0, used - inactive), who);
    pass.add(RSS, anonymous, who);
  }

  private static void bound(Metric metric, long value, String[] who, Pass pass) {
    if (value >= 0 && value < NO_LIMIT) {
      pass.add(metric, value, who);
    }
  }

  private static long number(Pass pass, String path) {
    return Words.number(pass.ifThere(path), -1);
  }
}
