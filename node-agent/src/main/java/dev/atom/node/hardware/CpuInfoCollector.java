// SPDX-License-Identifier: Apache-2.0
package dev.atom.node.hardware;

import dev.atom.node.collect.Collector;
import dev.atom.node.collect.Pass;
import dev.atom.node.collect.Reading;
import dev.atom.node.host.Words;
import dev.atom.protocol.Fact;
import java.util.Map;
import java.util.TreeMap;

/// Processors: packages, cores, and the node itself. Critical: `cpuinfo`.
public final class CpuInfoCollector implements Collector {
  private final String node;
  private final String nodeName;
  private final String cluster;

  /// @param node the node's id
  /// @param nodeName for people
  /// @param cluster may be empty
  public CpuInfoCollector(String node, String nodeName, String cluster) {
    this.node = node;
    this.nodeName = nodeName;
    this.cluster = cluster;
  }

  @Override
  public String name() {
    return "cpu_info";
  }

  @Override
  public Rhythm rhythm() {
    return Rhythm.HARDWARE;
  }

  @Override
  public Reading collect(Pass pass) {
    String text = pass.critical(pass.proc("cpuinfo"));
    if (text == null) {
      return pass.end();
    }
    Map<String, Fact> facts = new TreeMap<>();
    int logical = 0;
    for (String block : text.split("\n\n", -1)) {
      Map<String, String> fields = fields(block);
      if (fields.containsKey("processor")) {
        logical++;
        processor(fields, pass, facts);
      }
    }
    system(logical, pass);
    facts.values().forEach(pass::add);
    return pass.end();
  }

  private void system(int logical, Pass pass) {
    Map<String, String> attributes = new TreeMap<>();
    attributes.put("host.name", nodeName);
    attributes.put("host.cpu.logical.count", Integer.toString(logical));
    String kernel = Words.printable(pass.optional(pass.proc("sys/kernel/osrelease")));
    attributes.put("os.kernel.release", kernel);
    if (!cluster.isEmpty()) {
      attributes.put("k8s.cluster.name", cluster);
    }
    pass.add(new Fact.Resource(node, "System", "", nodeName, attributes));
  }

  private void processor(Map<String, String> fields, Pass pass, Map<String, Fact> facts) {
    String socket = number(fields.getOrDefault("physical id", "0"));
    String core = number(fields.getOrDefault("core id", fields.getOrDefault("processor", "0")));
    String packageId = node + "/cpu/" + socket;
    String coreId = packageId + "/core/" + core;
    Map<String, String> attributes = new TreeMap<>();
    put(attributes, "host.cpu.model.name", fields.getOrDefault("model name", ""));
    put(attributes, "host.cpu.vendor.id", fields.getOrDefault("vendor_id", ""));
    put(attributes, "host.cpu.cache.l2.size", fields.getOrDefault("cache size", ""));
    String khz =
        pass.ifThere(
            pass.sys("devices/system/cpu/cpu")
                + number(fields.getOrDefault("processor", "0"))
                + "/cpufreq/cpuinfo_max_freq");
    put(attributes, "host.cpu.frequency.max_khz", khz);
    facts.put(
        packageId, new Fact.Resource(packageId, "CPUPackage", "", "CPU " + socket, attributes));
    facts.put(coreId, new Fact.Resource(coreId, "CPUCore", "", "core " + core, Map.of()));
    contains(node, packageId, facts);
    contains(packageId, coreId, facts);
  }

  private static void contains(String whole, String part, Map<String, Fact> facts) {
    String id = part + "/in";
    facts.put(id, new Fact.Relation(id, whole, "contains", part));
  }

  private static void put(Map<String, String> attributes, String name, String value) {
    String clean = Words.printable(value);
    if (!clean.isEmpty()) {
      attributes.put(name, clean);
    }
  }

  private static String number(String text) {
    return Words.isNumber(text) ? text : "0";
  }

  private static Map<String, String> fields(String block) {
    Map<String, String> fields = new TreeMap<>();
    for (String line : Words.lines(block)) {
      int colon = line.indexOf(':');
      if (colon > 0) {
        fields.put(line.substring(0, colon).strip(), line.substring(colon + 1).strip());
      }
    }
    return fields;
  }
}
